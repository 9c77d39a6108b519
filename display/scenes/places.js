/**
 * Where the rows of a ranking stand, and how they get there. Pure: no DOM. A page shows `page_size`
 * rows in columns; a row's place is its column and its line in it.
 */
const PAGE_MS = 8000;

/** Lines at full size, the fewest lines, rows that go into one, two … columns, columns with room for a title,
 *  and how large type may get: numbers as the lines do, words where the picture is wide. */
const PICTURES = {
  standard: { full: 10, fewest: 5, most: [12, 30, 60], titled: 1, bold: 1.2, numbers: 1.5, words: 1.1 },
  wide: { full: 5, fewest: 3, most: [5, 16, 30, 60], titled: 2, bold: 1.8, numbers: 1.5, words: 1.5 },
  tall: { full: 10, fewest: 5, most: [30], titled: 1, bold: 1.8, numbers: 1.5, words: 1.1 },
};
const CROWDED = 1.4; // more lines than so many times the full ones leave a row its rank, unit and score

/**
 * The rows of every page alike, so that they keep their height. A top three fills the picture; a hundred rows
 * on one picture stand in columns, each with its rank, unit and score only.
 * @param {{page_size: number, top: number|null, of: number}} content
 * @param {"standard"|"wide"|"tall"} shape
 * @returns {{columns: number, lines: number, scale: number, words: number, dense: boolean}} scale: of the
 *   numbers, words: of the names and titles
 */
export function layout({ page_size: size, top, of }, shape) {
  const { full, fewest, most, titled, bold, numbers, words } = PICTURES[shape];
  const rows = Math.min(size, top || of || size);
  const columns = 1 + most.filter((limit) => rows > limit).length;
  const lines = Math.max(fewest, Math.ceil(rows / columns));
  const dense = columns > titled || lines > full * CROWDED;
  const scale = dense ? Math.min(1, (bold * full) / lines) : Math.min(numbers, full / lines);
  return { columns, lines, scale, words: Math.min(scale, words), dense };
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
