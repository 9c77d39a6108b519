import assert from "node:assert/strict";
import { test } from "node:test";

import { before, glideMs, layout, pageAt, place } from "../../../../display/scenes/places.js";

const rows = (count, fresh = []) => Array.from({ length: count }, (_, n) => ({ entry: `e${n}`, fresh: fresh.includes(n) }));

const laid = (shape, page_size, more = {}) => layout({ page_size, top: null, of: 100, ...more }, shape);

test("ten rows stand as they are read best: in one column, on a wall in two", () => {
  const full = { scale: 1, words: 1, dense: false };
  assert.deepEqual(laid("standard", 10), { columns: 1, lines: 10, ...full });
  assert.deepEqual(laid("wide", 10), { columns: 2, lines: 5, ...full });
  assert.deepEqual(laid("tall", 10), { columns: 1, lines: 10, ...full });
  assert.deepEqual([0, 4, 5, 9].map((n) => place(n, 5)), [{ column: 0, line: 0 }, { column: 0, line: 4 }, { column: 1, line: 0 }, { column: 1, line: 4 }]);
});

test("a top three, and a category of four, are large", () => {
  assert.deepEqual(laid("standard", 10, { top: 3 }), { columns: 1, lines: 5, scale: 1.5, words: 1.1, dense: false });
  assert.equal(laid("standard", 10, { of: 4 }).lines, 5);
  assert.equal(laid("wide", 10, { top: 3 }).columns, 1);
  assert.equal(laid("standard", 10, { top: 84 }).lines, 10, "a top beyond the page is paged");
  assert.deepEqual(laid("standard", 1000, { of: 28 }), laid("standard", 28), "no room is kept for rows that never come");
});

test("every row of any page has a place on the picture, and type that its line holds", () => {
  const rows = { standard: 62, wide: 102, tall: 86 }; // u of a row with a title, at full size
  const dense = { standard: 60, wide: 79, tall: 60 };
  const room = { standard: 770, wide: 750, tall: 1480 }; // u of the list
  for (const shape of Object.keys(rows)) {
    for (let size = 1; size <= 100; size += 1) {
      const { columns, lines, scale, words, dense: bare } = laid(shape, size);
      assert.ok(columns * lines >= size, `${shape} ${size}`);
      const high = bare ? dense[shape] * scale : rows[shape] * words;
      assert.ok(high <= room[shape] / lines, `${shape} ${size}: ${high} in ${room[shape] / lines}`);
    }
  }
});

test("pages turn every eight seconds of server time, and every page comes", () => {
  const content = { rows: rows(25), page: null, page_size: 10 };
  assert.deepEqual([0, 7999, 8000, 16000, 24000].map((ms) => pageAt(content, ms)), [0, 0, 1, 2, 0]);
});

test("the page with the newest result comes first", () => {
  const content = { rows: rows(25, [14]), page: null, page_size: 10 };
  assert.deepEqual([0, 8000, 16000].map((ms) => pageAt(content, ms)), [1, 2, 0]);
});

test("a fixed page stays, and one that is not there is the last", () => {
  assert.equal(pageAt({ rows: rows(25), page: 2, page_size: 10 }, 99999), 1);
  assert.equal(pageAt({ rows: rows(25), page: 9, page_size: 10 }, 0), 2);
  assert.equal(pageAt({ rows: [], page: null, page_size: 10 }, 50000), 0);
});

test("rows know where they stood before the fresh ones came", () => {
  const list = rows(4, [1]);
  const was = before(list, 0);
  assert.deepEqual(list.map(was), [0, null, 1, 2]);
});

test("a glide's length follows its distance, within bounds", () => {
  assert.ok(glideMs(1) < glideMs(5));
  assert.equal(glideMs(90), 1300);
});
