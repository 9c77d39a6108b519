import assert from "node:assert/strict";
import { test } from "node:test";
import { Drafts, reconcile, same } from "../../../../control/js/judge/draft.js";

test("drafts are the same whatever zeros and blanks they are written with", () => {
  assert.ok(same({ a: "9.50", b: "" }, { a: "9.5" }) && same({ a: "09" }, { a: "9.0" }) && same(null, {}));
  assert.ok(
    same({ a: "９。５" }, { a: "9.50" }) && same({ a: " 9,5" }, { a: "9.5" }),
    "a Chinese keyboard's number is the server's",
  );
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
  assert.deepEqual(reconcile({ values: { a: "9" }, base: { a: "8" } }, { a: "7" }), {
    values: { a: "9" },
    send: false,
    conflict: true,
  });
});

test("a device without storage goes on without it", () => {
  const closed = {
    getItem: () => {
      throw new Error("no");
    },
    setItem: () => {
      throw new Error("no");
    },
    removeItem: () => {
      throw new Error("no");
    },
  };
  const drafts = new Drafts(closed, "e", "J1");
  drafts.put("07", { a: "1" }, {});
  drafts.drop("07");
  assert.equal(drafts.get("07"), null);
  const kept = new Map();
  const open = new Drafts(
    {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, text) => kept.set(key, text),
      removeItem: (key) => kept.delete(key),
    },
    "e",
    "J1",
  );
  open.put("07", { a: "1" }, {});
  assert.deepEqual(open.get("07"), { values: { a: "1" }, base: {} });
  open.drop("07");
  assert.equal(open.get("07"), null);
});
