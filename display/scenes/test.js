/**
 * The test card, drawn in the canvas' real pixels: a cut or scaled signal shows at the border lines and
 * the ruler, a wrong cable at the names, a missing glyph at the characters, banding at the ramps.
 */
import { drawing, h } from "../js/dom.js";
import { style } from "../js/style.js";
import { line } from "../js/type.js";

const RULER = 100;
const BARS = ["white", "yellow", "cyan", "green", "magenta", "red", "blue"];
const GLYPHS = "国徽瑞霖 䶮 㛃 𬭎 𬴂 𫓧 0123456789 超100万份";

function ruler(width, height) {
  let marks = "";
  for (let x = RULER; x < width; x += RULER)
    marks += mark(x, 0, x, x % 500 ? 14 : 28, x % 500 ? "" : `<text x="${x + 6}" y="28">${x}</text>`);
  for (let y = RULER; y < height; y += RULER)
    marks += mark(0, y, y % 500 ? 14 : 28, y, y % 500 ? "" : `<text x="34" y="${y + 8}">${y}</text>`);
  const [cx, cy, r] = [width / 2, height / 2, Math.min(width, height) / 2 - 4];
  return `<defs><pattern id="grid" width="${RULER}" height="${RULER}" patternUnits="userSpaceOnUse">
<path d="M.5 0V${RULER}M0 .5H${RULER}"/></pattern></defs>
<rect width="${width}" height="${height}" fill="url(#grid)"/>
<rect class="test__border" x="1" y="1" width="${width - 2}" height="${height - 2}"/>
<circle cx="${cx}" cy="${cy}" r="${r}"/>
<path class="test__cross" d="M${cx} 0V${height}M0 ${cy}H${width}"/>${marks}`;
}

function mark(x1, y1, x2, y2, label) {
  return `<path class="test__mark" d="M${x1 + 0.5} ${y1 + 0.5}L${x2 + 0.5} ${y2 + 0.5}"/>${label}`;
}

await style("test.css", import.meta.url);

export default {
  mount(el, { outputs }, ctx) {
    const { width, height, name, title } = ctx.output;
    const others = (outputs ?? [])
      .filter((one) => one.name !== name)
      .map((one) => h("li", `${one.title} ${one.name} ${one.width}×${one.height}`));
    el.append(
      drawing(`0 0 ${width} ${height}`, ruler(width, height), "test__ruler"),
      h(
        "div.test__card",
        line(title, "h1.test__title"),
        h("p.test__size.digits", `${width} × ${height}`),
        h("p.test__names", [name, ctx.screen].filter(Boolean).join(" · ")),
        h("p.test__window.digits"),
        h(
          "div.test__bars",
          BARS.map((colour) => h("i", { style: `background:var(--test-${colour})` })),
        ),
        h("div.test__ramp"),
        h("div.test__ramp.test__ramp--red"),
        h("p.test__glyphs", GLYPHS),
        h("ul", others),
      ),
    );
  },
  tick(el, content, ctx) {
    const time = new Date(ctx.now()).toISOString().slice(11, 19);
    const seen = `${innerWidth} × ${innerHeight} @ ${devicePixelRatio}  ·  ${time} UTC`;
    const words = el.querySelector(".test__window");
    if (words.textContent !== seen) words.textContent = seen;
  },
};
