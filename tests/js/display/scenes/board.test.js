import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf, startOf, windowOf } from "../../../../display/scenes/board.js";

const rows = (count, now = 0) => Array.from({ length: count }, (_, n) => ({ now: n < now }));

test("a board that fits stands still, however far a row climbs", () => {
  for (let out = 1; out <= 8; out += 1) assert.deepEqual(windowOf({ places: 8 - out, rows: rows(out, 1) }, "standard"), { from: 0, was: 0, total: 8 });
});

test("a long board follows the row that climbs, with two covered places above it", () => {
  const { from, was } = windowOf({ places: 9, rows: rows(6, 1) }, "standard");
  assert.equal(from, 7);
  assert.equal(was, 7, "it was at the end already");
  assert.deepEqual(windowOf({ places: 4, rows: rows(11, 1) }, "standard"), { from: 2, was: 3, total: 15 });
  assert.deepEqual(windowOf({ places: 0, rows: rows(15, 1) }, "standard"), { from: 0, was: 0, total: 15 });
});

test("where every step was, the next begins", () => {
  for (const shape of ["standard", "wide", "tall"]) {
    for (let out = 2; out <= 20; out += 1) {
      const before = windowOf({ places: 21 - out, rows: rows(out - 1, 1) }, shape).from;
      assert.equal(windowOf({ places: 20 - out, rows: rows(out, 1) }, shape).was, before, `${shape} ${out}`);
    }
  }
});

test("suspense shows the top, which is what is waited for", () => {
  assert.equal(windowOf({ places: 3, rows: rows(12) }, "standard").from, 0);
});

test("a row sets out below the last one that is seen, or below its own place", () => {
  assert.equal(startOf(2, { from: 0, total: 5 }, "standard"), 5);
  assert.equal(startOf(2, { from: 4, total: 30 }, "standard"), linesOf("standard"));
  assert.equal(startOf(4, { from: 0, total: 5 }, "standard"), 5);
});
