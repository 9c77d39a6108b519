/** The ground of every full frame: red light from above, silk below; ridges for the grand ones. */
import { drawing, h } from "./dom.js";

const stop = ([at, colour, seen]) =>
  `<stop offset="${at}" stop-color="var(--${colour})" stop-opacity="${seen}"/>`;
const stops = (...list) => list.map(stop).join("");
const across = (id, ...list) => `<linearGradient id="${id}">${stops(...list)}</linearGradient>`;
const down = (id, ...list) => `<linearGradient id="${id}" x2="0" y2="1">${stops(...list)}</linearGradient>`;

const EDGE = [
  [0, "line", 0.75],
  [0.26, "line", 0.2],
  [0.5, "line", 0.55],
  [0.78, "ink-warm", 1],
  [1, "line", 0.35],
];

const SILK = `<defs>
${across("silk-a", [0, "ground-lift", 0.05], [0.5, "ground-lift", 0.4], [1, "ground-lift", 0])}
${across("silk-b", [0, "ground-deep", 0.6], [0.6, "ground-deep", 0.1], [1, "ground-deep", 0.7])}
${across("silk-edge", [0.45, "line", 0], [1, "line", 0.6])}
${across("ridge-edge", ...EDGE)}
${down("ridge-far", [0, "ground-lift", 0.6], [0.5, "ground", 1], [1, "ground-deep", 1])}
${down("ridge-mid", [0, "ground", 1], [0.6, "ground-deep", 1], [1, "ground-deep", 1])}
${down("ridge-near", [0, "ground-deep", 1], [1, "ground-deepest", 1])}
</defs>
<path fill="url(#silk-a)" d="M0 792C300 720 520 850 860 822S1330 700 1600 764
V822C1320 768 1130 858 850 868S320 792 0 858Z"/>
<path fill="url(#silk-b)" d="M0 838C340 772 560 878 900 856S1370 776 1600 826V900H0Z"/>
<path class="backdrop__edge" d="M0 792C300 720 520 850 860 822S1330 700 1600 764"/>`;

const FAR = [
  "M0 250C23 246 67 243 110 232C153 221 171 200 210 196C249 192 261 224 300 214C339 204 363 158 400 150",
  "C437 142 447 183 480 176C513 169 527 121 560 118C593 115 605 144 640 160C675 176 693 191 730 196",
  "C767 201 785 180 820 182C855 184 863 207 900 204C937 201 963 185 1000 168C1037 151 1049 124 1080 120",
  "C1111 116 1117 156 1150 150C1183 144 1203 91 1240 90C1277 89 1291 125 1330 146",
  "C1369 167 1391 185 1430 190C1469 195 1485 169 1520 172C1555 175 1583 199 1600 206",
].join("");
const MID = [
  "M0 290C25 285 70 281 120 268C170 255 199 230 240 226C281 222 281 254 320 250C359 246 380 208 430 206",
  "C480 204 508 229 560 238C612 247 626 248 680 250C734 252 762 246 820 246C878 246 908 255 960 250",
  "C1012 245 1029 222 1070 222C1111 222 1112 255 1160 248C1208 241 1250 192 1300 190",
  "C1350 188 1359 222 1400 236C1441 250 1459 259 1500 256C1541 253 1579 229 1600 222",
].join("");
const NEAR = [
  "M0 340C33 335 98 320 160 318C222 316 238 332 300 330C362 328 390 305 460 308C530 311 566 335 640 344",
  "C714 353 746 351 820 350C894 349 926 346 1000 338C1074 330 1110 313 1180 312",
  "C1250 311 1278 333 1340 332C1402 331 1426 309 1480 306C1534 303 1575 314 1600 316",
].join("");

/** @returns {HTMLElement} */
export function backdrop() {
  return h(
    "div.layer.backdrop",
    { "aria-hidden": "true" },
    h("div.layer.backdrop__rays"),
    drawing("0 0 1600 900", SILK, "layer backdrop__silk", "none"),
  );
}

/** Islands over the sea, for the pictures that stand long: key visual, holding, opening, countdown. */
export function ridges() {
  const ridge = (line, fill) =>
    `<path fill="url(#${fill})" d="${line}V400H0Z"/>
<path class="backdrop__edge" stroke="url(#ridge-edge)" d="${line}"/>`;
  return drawing(
    "0 0 1600 400",
    ridge(FAR, "ridge-far") + ridge(MID, "ridge-mid") + ridge(NEAR, "ridge-near"),
    "ridges",
    "none",
  );
}
