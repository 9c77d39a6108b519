/**
 * Chinese typography: approved line breaks only, two-character names spread to the width of three,
 * qualifiers that stay with their number.
 */
import { h } from "./dom.js";

const TWO_HAN = /^\p{Script=Han}{2}$/u;
const CLOSING = "：；，。、”’」』》〉）】";
const OPENING = "“‘「『《〈（【";
const PAIR = new RegExp(`(?<=[${CLOSING}])(?=[${CLOSING}${OPENING}])|(?<=[${OPENING}])(?=[${OPENING}])`, "u");
const HAN_SPACE = /(?<=\p{Script=Han})[\s\u3000]+(?=\p{Script=Han})/gu;

/** A title with its approved breaks; it shrinks to the element's width. */
export function title(lines, tag = "h1.title") {
  return h(tag, { "data-fit": "" }, (lines ?? []).map((text) => set(text)));
}

/** A title's lines where a picture has room for one; a tall canvas is too narrow for that. */
export function oneLine(lines, { shape }) {
  return shape === "tall" ? lines : [lines.join("　")];
}

const ONE_LINE = 30;

/** A title where one line is wanted: joined while that stays readable, else with its approved break. */
export function compact(lines, tag = "p") {
  const joined = (lines ?? []).join("　");
  return joined.length <= ONE_LINE ? line(joined, tag) : title(lines, `${tag}.compact`);
}

/** One line that shrinks instead of wrapping; with "wrap" it may wrap where it would be too small. */
export function line(text, tag = "p", fit = "") {
  return h(tag, { "data-fit": fit }, set(text, fit ? loose : String));
}

/** An opening quote or bracket is half empty: it hangs, so that left edges are straight. */
function set(text, put = String) {
  const [first, ...rest] = pieces(text ?? "");
  const squeezed = rest.map((piece) => [h("span.squeezed", piece[0]), put(piece.slice(1))]);
  return h(OPENING.includes(first[0] ?? " ") ? "span.line.line--hung" : "span.line", put(first), squeezed);
}

const WORDS = new Intl.Segmenter("zh", { granularity: "word" });
const QUOTED = /(“[^”]{1,6}”)/;

/** What no line ends within: words (and a particle or number behind), short quotations, 二十三. */
export function phrases(text) {
  const found = [""];
  for (const part of text.split(QUOTED)) {
    for (const word of QUOTED.test(part) ? [part] : Array.from(WORDS.segment(part), (one) => one.segment)) {
      if (
        /^[的了和与及 ]$/.test(word) ||
        / \d|[一二三四五六七八九十百]{2}/.test(found.at(-1).slice(-1) + word[0])
      )
        found.push(found.pop() + word);
      else found.push(word);
    }
  }
  return found.filter(Boolean);
}

/** A text that may wrap where no break was approved. */
export function loose(text) {
  return phrases(text).map((phrase) => (phrase.length > 1 ? h("span.word", phrase) : phrase));
}

/** A title that breaks where it was approved before anywhere else. */
export function flowing(lines) {
  return lines.flatMap((text, n) => [n ? "　" : "", h("span.part", loose(text))]);
}

/**
 * A text, parted where two half-empty marks meet: the second moves into the first's room. Newer browsers do
 * so by themselves, but at whole sizes only, so a line would grow while it is fitted.
 */
export function pieces(text) {
  return text.split(PAIR);
}

/** A person's name. "张 三" and "张三" are set alike; copying gives the plain name. */
export function name(text, tag = "span.name") {
  const plain = isTwoHan(text) ? tidy(text) : String(text ?? "").trim();
  return h(isTwoHan(text) ? `${tag}.name--two` : tag, plain);
}

export function isTwoHan(text) {
  return TWO_HAN.test(tidy(text));
}

function tidy(text) {
  return String(text ?? "").trim().replace(HAN_SPACE, "");
}

/**
 * A key figure: 超|100||万份| → 超100万份, 20|余|项 → 20余项, 50||%|以上 → 50%以上.
 * @param {{label:string,value:string,unit:string,before:string,inside:string,after:string}} figure
 */
export function figure(figure) {
  const part = (kind) => (figure[kind] ? h(`span.figure__${kind}`, figure[kind]) : null);
  const value = h(
    /\d/.test(figure.value ?? "") ? "span.figure__value" : "span.figure__value.figure__value--words",
    figure.value ?? "",
  );
  return h("span.figure", part("before"), value, part("inside"), part("unit"), part("after"));
}

/** "07": an entry's running order as the hall knows it. */
export function number(order) {
  return String(order ?? "").padStart(2, "0");
}
