import assert from "node:assert/strict";
import { test } from "node:test";

import { Moments } from "../../../../display/js/present_queue.js";

const state = (seq, cause = null) => ({ view: { seq }, seq, cause });
const opened = (most) => new Moments(state(0), most);

test("a take waits for its moment, and until then the glass shows what was", () => {
  const moments = opened();
  moments.add(state(1, "take"), 1060);
  assert.equal(moments.take(1059), null);
  assert.deepEqual(moments.shown.view, { seq: 0 });
  assert.deepEqual(moments.take(1060), { ...state(1, "take"), at: 1060 });
  assert.deepEqual(moments.shown.view, { seq: 1 });
  assert.equal(moments.take(2000), null, "once");
});

test("what follows a take comes no earlier than the take", () => {
  const moments = opened();
  moments.add(state(1, "take"), 1060);
  moments.add(state(2), 1010);
  assert.equal(moments.take(1059), null);
  assert.deepEqual(moments.take(1061), { ...state(2, "take"), at: 1060 });
});

test("two takes each have their own moment", () => {
  const moments = opened();
  moments.add(state(1, "take"), 1060);
  moments.add(state(2, "hold"), 1090);
  assert.deepEqual(moments.take(1070), { ...state(1, "take"), at: 1060 });
  assert.deepEqual(moments.take(1090), { ...state(2, "hold"), at: 1090 });
});

test("of what is late together, the newest is shown, with the newest motion and its own beginning", () => {
  const moments = opened();
  moments.add(state(1, "take"), 1060);
  moments.add(state(2, "put"), 1070);
  moments.add(state(3), 1080);
  assert.deepEqual(moments.take(1500), { ...state(3, "put"), at: 1070 });
});

test("a take that was heard of late counts from its own moment, whatever came just before it", () => {
  const moments = opened();
  moments.add(state(1), 1200); // drawn as soon as it was heard of
  moments.add(state(2, "take"), 1060);
  assert.deepEqual(moments.take(1210), { ...state(2, "take"), at: 1060 });
});

test("the present drops what waits and never moves", () => {
  const moments = opened();
  moments.add(state(1, "take"), 1060);
  moments.present(state(2, "take"), 1000);
  assert.deepEqual(moments.take(1000), { ...state(2), at: 1000 });
  assert.equal(moments.take(9000), null);
});

test("beyond its bound nothing is kept: the page asks anew", () => {
  const moments = opened(2);
  assert.ok(moments.add(state(1), 5000));
  assert.ok(moments.add(state(2), 6000));
  assert.equal(moments.add(state(3), 7000), false);
  assert.equal(moments.take(9000), null);
});

test("what is forgotten is never drawn, and what comes after it is", () => {
  const moments = opened();
  moments.add(state(1, "take"), 1060);
  moments.forget();
  assert.equal(moments.take(2000), null);
  moments.add(state(2), 2000);
  assert.equal(moments.take(2000).seq, 2);
});
