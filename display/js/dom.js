/** Building pictures: elements from words, never markup from words (names are other people's text). */

/**
 * h("div.card.gilt", {title: "x"}, child, "text", null) → HTMLElement. Attributes are optional.
 * @param {string} tag name and classes
 * @param {...*} parts attributes (a plain object, first only), nodes, strings, arrays; null is left out
 * @returns {HTMLElement}
 */
export function h(tag, ...parts) {
  const [name, ...classes] = tag.split(".");
  const el = document.createElement(name || "div");
  if (classes.length) el.className = classes.join(" ");
  if (isPlain(parts[0])) {
    for (const [key, value] of Object.entries(parts.shift())) if (value != null) set(el, key, value);
  }
  el.append(...parts.flat(3).filter((part) => part != null && part !== false && part !== ""));
  return el;
}

/** The page's policy lets no style attribute in; the object model may set the same words. */
function set(el, key, value) {
  if (key === "style") el.style.cssText = value;
  else el.setAttribute(key, value);
}

/**
 * A drawing from our own constant markup (never with content in it).
 * @param {string} viewBox
 * @param {string} inner
 * @param {string} [names] classes
 * @param {string} [fit] preserveAspectRatio
 */
export function drawing(viewBox, inner, names = "", fit = "xMidYMid meet") {
  const holder = document.createElement("template");
  const seen = `class="${names}" viewBox="${viewBox}" preserveAspectRatio="${fit}" aria-hidden="true"`;
  holder.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg" ${seen}>${inner}</svg>`;
  return holder.content.firstElementChild;
}

/** Writes text only when it differs: a tick that changes nothing costs no layout. */
export function write(el, text) {
  if (el.firstChild?.nodeValue !== text || el.childNodes.length > 1) el.textContent = text;
}

function isPlain(part) {
  return part != null && typeof part === "object" && !(part instanceof Node) && !Array.isArray(part);
}
