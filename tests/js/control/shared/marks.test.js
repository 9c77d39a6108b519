import assert from "node:assert/strict";
import { test } from "node:test";

import { asKept, plain, readMark, sameMark, stepped, totalOf } from "../../../../control/js/shared/marks.js";

const RULE = { minimum: "70", maximum: "100", step: "0.01" };

test("a blank is a blank and never a zero", () => {
  assert.deepEqual(readMark("", RULE), { mark: null });
  assert.deepEqual(readMark("  ", RULE), { mark: null });
});

test("marks within the range pass, as typed", () => {
  assert.deepEqual(readMark("92.5", RULE), { mark: "92.5" });
  assert.deepEqual(readMark("100", RULE), { mark: "100" });
  assert.deepEqual(readMark("70.", RULE), { mark: "70" });
});

test("full-width digits and the Chinese full stop are a number", () => {
  assert.deepEqual(readMark("９２。５", RULE), { mark: "92.5" });
  assert.equal(plain("９ ２．５"), "92.5");
});

test("out of range, off the step and no number are told apart", () => {
  assert.deepEqual(readMark("69.99", RULE), { fault: "range" });
  assert.deepEqual(readMark("100.01", RULE), { fault: "range" });
  assert.deepEqual(readMark("92.505", RULE), { fault: "step" });
  assert.deepEqual(readMark("92.25", { minimum: "0", maximum: "100", step: "0.5" }), { fault: "step" });
  assert.deepEqual(readMark("九十", RULE), { fault: "number" });
  assert.deepEqual(readMark("-5", RULE), { fault: "number" });
});

test("the same number in other digits is the same mark", () => {
  assert.ok(sameMark("92.5", "92.50"));
  assert.ok(sameMark(null, null));
  assert.ok(!sameMark(null, "0"));
  assert.ok(!sameMark("92.5", "92.51"));
});

test("steps stay on the grid and within the range, and begin at an end", () => {
  const range = { minimum: "0", maximum: "30", step: "0.5" };
  assert.equal(stepped("27.5", 1, range), "28.0");
  assert.equal(stepped("30", 1, range), "30.0");
  assert.equal(stepped("0.2", -1, range), "0.0");
  assert.equal(stepped("", 1, { minimum: "70", maximum: "100", step: "0.01" }), "70.00");
  assert.equal(stepped("", -1, range), "30.0");
  assert.equal(stepped("２７。５", 1, range), "28.0");
});

test("sums are the judge's own, and a mark is written as it will be kept", () => {
  assert.equal(asKept("89.125000", { minimum: "0", step: "0.5" }), "89.125");
  const rule = (marks, step, least) => ({
    marks,
    minimum: "0",
    maximum: "100",
    step,
    rounding: { decimals: 10, least },
    criteria: [
      ["a", "60"],
      ["b", "40"],
    ].map(([id, weight]) => ({ id, weight, minimum: "0", maximum: marks === "points" ? weight : "100" })),
  });
  assert.equal(totalOf(rule("points", "0.5", 1), { a: "50", b: "30.5" }), "80.5");
  assert.equal(totalOf(rule("weighted", "1", 0), { a: "90", b: "80" }), "86");
  assert.equal(totalOf(rule("weighted", "0.01", 2), { a: "91.25", b: "88.15" }), "90.01");
  assert.equal(totalOf(rule("points", "0.5", 1), { a: "50" }), null);
  assert.equal(totalOf({ ...rule("total", "1", 0), criteria: [] }, { total: "90" }), "90");
});
