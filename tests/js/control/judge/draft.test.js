import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, reconcile, same, stepped, sumOf, units, written } from "../../../../control/js/judge/draft.js";

const RULE = { minimum: "0", maximum: "30", step: "0.5" };

test("drafts are the same whatever zeros and blanks they are written with", () => {
  assert.ok(same({ a: "9.50", b: "" }, { a: "9.5" }) && same({ a: "09" }, { a: "9.0" }) && same(null, {}));
  assert.ok(!same({ a: "9.5" }, { a: "95" }) && !same({ a: "100" }, { a: "1" }));
});

test("what was typed here is shown and sent while the server still has what it was typed on", () => {
  const local = { values: { a: "9" }, base: { a: "8" } };
  assert.deepEqual(reconcile(local, { a: "8.0" }), { values: { a: "9" }, send: true, conflict: false });
  assert.deepEqual(reconcile(local, { a: "9.0" }), { values: { a: "9" }, send: false, conflict: false });
});

test("another tablet's draft is taken over, unless both have changed: then a person chooses", () => {
  assert.deepEqual(reconcile(null, { a: "7" }).values, { a: "7" });
  assert.deepEqual(reconcile({ values: { a: "8" }, base: { a: "8" } }, { a: "7" }).values, { a: "7" });
  assert.deepEqual(reconcile({ values: { a: "9" }, base: { a: "8" } }, { a: "7" }), { values: { a: "9" }, send: false, conflict: true });
});

test("steps stay on the grid and within the range, and begin at an end", () => {
  assert.equal(stepped("27.5", 1, RULE), "28.0");
  assert.equal(stepped("30", 1, RULE), "30.0");
  assert.equal(stepped("0.2", -1, RULE), "0.0");
  assert.equal(stepped("", 1, { minimum: "70", maximum: "100", step: "0.01" }), "70.00");
  assert.equal(stepped("", -1, RULE), "30.0");
});

test("numbers are exact and sums are the judge's own", () => {
  assert.equal(units("0.1") + units("0.2"), units("0.3"));
  assert.equal(units("9a"), null);
  assert.equal(written(units("89.125000"), "0.5"), "89.125");
  const criteria = [{ id: "a", weight: "60" }, { id: "b", weight: "40" }];
  assert.equal(sumOf({ marks: "points", step: "0.5", criteria }, { a: "50", b: "30.5" }), "80.5");
  assert.equal(sumOf({ marks: "weighted", step: "1", criteria }, { a: "90", b: "80" }), "86");
  assert.equal(sumOf({ marks: "weighted", step: "0.01", criteria }, { a: "91.25", b: "88.15" }), "90.01");
  assert.equal(sumOf({ marks: "points", step: "0.5", criteria }, { a: "50" }), null);
  assert.equal(sumOf({ marks: "total", step: "1", criteria: [] }, { total: "90" }), "90");
});

test("a device without storage goes on without it", () => {
  const closed = { getItem: () => { throw new Error("no"); }, setItem: () => { throw new Error("no"); }, removeItem: () => { throw new Error("no"); } };
  const drafts = new Drafts(closed, "e", "J1");
  drafts.put("07", { a: "1" }, {});
  drafts.drop("07");
  assert.equal(drafts.get("07"), null);
  const kept = new Map();
  const open = new Drafts({ getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) }, "e", "J1");
  open.put("07", { a: "1" }, {});
  assert.deepEqual(open.get("07"), { values: { a: "1" }, base: {} });
  open.drop("07");
  assert.equal(open.get("07"), null);
});
