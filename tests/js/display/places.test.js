import assert from "node:assert/strict";
import { test } from "node:test";

import { before, columnsOf, glideMs, linesOf, pageAt, place } from "../../../display/scenes/places.js";

const rows = (count, fresh = []) => Array.from({ length: count }, (_, n) => ({ entry: `e${n}`, fresh: fresh.includes(n) }));

test("a wall has two columns, anything else one", () => {
  assert.deepEqual([columnsOf("wide", 10), columnsOf("standard", 10), columnsOf("tall", 10), columnsOf("wide", 5)], [2, 1, 1, 1]);
  assert.equal(linesOf(10, 2), 5);
  assert.deepEqual([0, 4, 5, 9].map((n) => place(n, 5)), [{ column: 0, line: 0 }, { column: 0, line: 4 }, { column: 1, line: 0 }, { column: 1, line: 4 }]);
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
