import assert from "node:assert/strict";
import { test } from "node:test";

import { plain, readMark, sameMark } from "../../../../control/js/shared/marks.js";

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
