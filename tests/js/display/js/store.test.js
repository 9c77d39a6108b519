import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../../../../display/js/store.js";

const patch = (seq, set = {}, at = undefined) => ({ type: "patch", seq, cause: "take", at, set });
const snapshot = (seq, view = {}) => ({ type: "snapshot", seq, view });
const hello = (epoch) => ({ type: "hello", epoch });

function synced() {
  const store = new Store({ epoch: "e", seq: 4, view: { timer: null } });
  store.apply(hello("e"));
  store.apply(snapshot(5, { timer: null, program: 1 }));
  return store;
}

test("the page's own snapshot is the first picture, before any line", () => {
  const store = new Store({ epoch: "e", seq: 4, view: { program: 1 } });
  assert.deepEqual([store.epoch, store.seq, store.view], ["e", 4, { program: 1 }]);
  assert.deepEqual(new Store().view, {});
});

test("a snapshot draws everything anew, without a cause to move", () => {
  const store = new Store();
  assert.equal(store.apply(hello("e")), null);
  assert.deepEqual(store.apply(snapshot(5, { program: 1 })), { changed: null, cause: null });
  assert.deepEqual(store.view, { program: 1 });
});

test("a patch changes the slices that it names, and moves when it says at which moment", () => {
  const store = synced();
  const before = store.view;
  assert.deepEqual(store.apply(patch(6, { program: 2 }, 1060)), { changed: new Set(["program"]), cause: "take", at: 1060 });
  assert.equal(store.apply(patch(7, { program: 2 })).cause, null);
  assert.deepEqual(store.view, { timer: null, program: 2 });
  assert.deepEqual(before, { timer: null, program: 1 }, "a view that somebody holds never changes");
});

test("an empty patch only counts", () => {
  const store = synced();
  assert.deepEqual(store.apply(patch(6)), { changed: new Set(), cause: null, at: undefined });
  assert.equal(store.seq, 6);
});

test("an old patch, or one twice, changes nothing", () => {
  const store = synced();
  assert.equal(store.apply(patch(5, { program: 9 })), null);
  store.apply(patch(6, { program: 2 }));
  assert.equal(store.apply(patch(6, { program: 9 })), null);
  assert.equal(store.view.program, 2);
});

test("patches that come before the snapshot are held, and count after it without motion", () => {
  const store = new Store();
  store.apply(hello("e"));
  for (const seq of [7, 5, 6]) assert.equal(store.apply(patch(seq, { program: seq })), null);
  assert.deepEqual(store.apply(snapshot(5, { program: 0 })), { changed: null, cause: null });
  assert.deepEqual([store.seq, store.view.program], [7, 7]);
});

test("a gap asks for a resync once, and the next snapshot makes it whole", () => {
  const store = synced();
  assert.equal(store.apply(patch(7, { program: 7 })), "resync");
  assert.equal(store.apply(patch(8, { program: 8 })), null);
  assert.equal(store.view.program, 1, "half a picture is never shown");
  store.apply(snapshot(6, { program: 6 }));
  assert.deepEqual([store.seq, store.view.program], [8, 8]);
});

test("a gap among the held patches asks again", () => {
  const store = new Store();
  store.apply(hello("e"));
  store.apply(patch(8, { program: 8 }));
  assert.equal(store.apply(snapshot(5)), "resync");
});

test("a new connection owes a snapshot before its patches count", () => {
  const store = synced();
  store.apply(hello("e"));
  assert.equal(store.apply(patch(6, { program: 2 })), null);
  assert.equal(store.view.program, 1, "the picture stays meanwhile");
});

test("another epoch forgets the old numbers", () => {
  const store = synced();
  store.apply(hello("f"));
  assert.deepEqual([store.epoch, store.seq], ["f", null]);
  store.apply(snapshot(1, { program: "new" }));
  assert.deepEqual(store.apply(patch(2, { program: "newer" })).changed, new Set(["program"]));
});

test("what is held is bounded", () => {
  const store = new Store();
  store.apply(hello("e"));
  const meanings = Array.from({ length: 513 }, (_, n) => store.apply(patch(n + 2)));
  assert.equal(meanings.at(-1), "resync");
  assert.ok(meanings.slice(0, -1).every((one) => one === null));
});

test("words that are none of a store's mean nothing to it", () => {
  assert.equal(synced().apply({ type: "pong" }), null);
});
