/**
 * Where the rows of a ranking stand, and how they get there. Pure: no DOM. A page shows `page_size`
 * rows in one column or two; a row's place is its column and its line in it.
 */
const PAGE_MS = 8000;

/** Two columns where the picture is three times as wide as it is high. */
export function columnsOf(shape, rows) {
  return shape === "wide" && rows > 5 ? 2 : 1;
}

/** The lines of one column, the same on every page so that rows keep their height. */
export function linesOf(size, columns) {
  return Math.max(1, Math.ceil(size / columns));
}

/** @returns {{column: number, line: number}} where the row at `index` of its page stands */
export function place(index, lines) {
  return { column: Math.floor(index / lines), line: index % lines };
}

/**
 * The page to show: the fixed one, or one after the other every eight seconds of server time, from
 * the page with the newest result on.
 * @param {{rows: Array<{fresh: boolean}>, page: number|null, page_size: number}} content
 * @param {number} since ms since the take
 * @returns {number} from 0
 */
export function pageAt({ rows, page, page_size: size }, since) {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  if (page != null) return Math.min(Math.max(1, page), pages) - 1;
  const fresh = rows.findIndex((row) => row.fresh);
  const first = fresh < 0 ? 0 : Math.floor(fresh / size);
  return (first + Math.max(0, Math.floor(since / PAGE_MS))) % pages;
}

/** The index each row of the page had before the fresh ones came, or null for a fresh one. */
export function before(rows, from) {
  const older = rows.filter((row) => !row.fresh).map((row) => row.entry);
  return (row) => (row.fresh ? null : older.indexOf(row.entry) - from);
}

/** A glide takes longer the farther it goes, within bounds. `distance` in lines. */
export function glideMs(distance) {
  return Math.min(1300, 420 + 110 * Math.abs(distance));
}
