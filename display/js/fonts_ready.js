/** Waiting until a mounted picture may be shown: its fonts are there. */

const FONTS_MS = 400;

/**
 * @param {Element} el freshly mounted; its layout asks for the fonts it needs
 * @param {number} [patience] ms to wait at most: a late take is worse than a late glyph
 */
export async function settled(el, patience = FONTS_MS) {
  void el.offsetWidth;
  await Promise.race([document.fonts.ready, pause(patience)]);
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
