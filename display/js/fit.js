/**
 * Type that must not wrap is made smaller until it fits; nothing else ever changes its size.
 *
 * [data-fit]        one-line children (.line, or the element's own text) against the element's width
 * [data-fit="wrap"] the same, but a line that would come out under 0.8 of its size wraps instead
 * [data-fit="box"]  wrapped text against the element's own height (it needs a height or max-height)
 * [data-alike]      the boxes below it come out in one size, the smallest of theirs
 * The size is `--size` × `--fit` (type.css), measured in layout pixels, which no transform touches.
 */
const SMALLEST = 0.25;
const STEPS = 7;
const WRAP_BELOW = 0.8;

/** Fits every marked element below `root`. */
export function fit(root) {
  const marked = [...root.querySelectorAll("[data-fit]")];
  for (const el of marked) reset(el);
  const ratios = marked.map((el) => (el.dataset.fit === "box" ? 1 : widthRatio(el)));
  marked.forEach((el, n) => put(el, ratios[n]));
  for (const el of marked) if (el.dataset.fit === "box") fitBox(el);
  for (const group of root.querySelectorAll("[data-alike]"))
    alike([...group.querySelectorAll('[data-fit="box"]')]);
}

function alike(boxes) {
  const least = Math.min(...boxes.map((el) => parseFloat(el.style.getPropertyValue("--fit")) || 1));
  for (const el of boxes) put(el, least);
}

function reset(el) {
  el.style.removeProperty("--fit");
  if (!el.getAttribute("style")) el.removeAttribute("style");
  el.classList.remove("wrapped");
}

function put(el, ratio) {
  if (ratio < WRAP_BELOW && el.dataset.fit === "wrap") el.classList.add("wrapped");
  else if (ratio < 1) el.style.setProperty("--fit", ratio.toFixed(4));
  else el.style.removeProperty("--fit");
}

function widthRatio(el) {
  const lines = el.querySelectorAll(".line");
  const widest = lines.length ? Math.max(...[...lines].map((line) => line.offsetWidth)) : el.scrollWidth;
  const room = contentWidth(el);
  // offsetWidth is rounded: one pixel of room keeps the last character off the edge.
  return widest > room && room > 0 ? Math.max(SMALLEST, (room - 1) / widest) : 1;
}

function contentWidth(el) {
  const style = getComputedStyle(el);
  return el.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}

function fitBox(el) {
  if (fits(el)) return;
  let low = SMALLEST;
  let high = 1;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    put(el, middle);
    if (fits(el)) low = middle;
    else high = middle;
  }
  put(el, low);
}

/** A max-height counts before the element's own: type taller than its line overflows the latter a little. */
function fits(el) {
  return el.scrollHeight <= roomOf(el) + 1 && el.scrollWidth <= el.clientWidth + 1;
}

function roomOf(el) {
  const { maxHeight } = getComputedStyle(el);
  const most = parseFloat(maxHeight);
  return (maxHeight.endsWith("%") ? (most / 100) * el.parentElement.clientHeight : most) || el.clientHeight;
}
