/** Waiting until a mounted picture may be shown: its fonts are there and its moment has come. */

const FONTS_MS = 400;
const LATEST_MS = 500;

/**
 * @param {Element} el freshly mounted; its layout asks for the fonts it needs
 * @param {number} ahead ms until the moment at which all screens change together
 * @param {number} [patience] ms to wait for fonts at most: a late take is worse than a late glyph
 */
export async function settled(el, ahead, patience = FONTS_MS) {
  const moment = performance.now() + Math.min(ahead || 0, LATEST_MS);
  void el.offsetWidth;
  await Promise.race([document.fonts.ready, pause(patience)]);
  const left = moment - performance.now();
  if (left > 4) await pause(left);
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
