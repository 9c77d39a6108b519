/**
 * Where the rows of a ceremony's board stand, now and before the step that is on air. Pure: no DOM. Places
 * count from the top; the board shows a window of them that follows the row that climbs, with two places
 * that are still covered above it.
 */
const LINES = { wide: 7, standard: 8, tall: 11 };
const ABOVE = 2;

/** How many rows of a board are seen at once. */
export function linesOf(shape) {
  return LINES[shape];
}

/**
 * @param {{places: number, rows: Array<{now: boolean}>}} board covered places, and the rows below them
 * @param {string} shape
 * @returns {{from: number, was: number, total: number}} the place at the window's top, now and before
 */
export function windowOf({ places, rows }, shape) {
  const total = places + rows.length;
  const most = Math.max(0, total - LINES[shape]);
  const at = (focus) => Math.min(most, Math.max(0, focus - ABOVE));
  const climbing = rows.findIndex((row) => row.now);
  const older = rows.findIndex((row) => !row.now);
  // Nobody climbs: the top is what is waited for.
  if (climbing < 0) return { from: 0, was: older < 0 ? 0 : at(places + older), total };
  const from = at(places + climbing);
  return { from, was: older < 0 ? from : at(places + older), total };
}

/**
 * The line at which a row that climbs sets out: below the last row that is seen.
 * @param {number} line where it arrives
 */
export function startOf(line, { from, total }, shape) {
  return Math.max(line + 1, Math.min(LINES[shape], total - from));
}
