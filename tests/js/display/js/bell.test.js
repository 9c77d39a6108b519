import assert from "node:assert/strict";
import { test } from "node:test";

import { Latch } from "../../../../display/js/bell.js";

const CUES = [{ at: 60, bell: 1 }, { at: 30, bell: 0 }, { at: 0, bell: 2 }];

function timer({ started = 0, held_for = 0, seconds = 120, more = [] } = {}) {
  const talk = { name: "talk", duration: seconds * 1000, cues: CUES };
  return { key: "01/talk", started_at: started, held_at: null, held_for, phases: [talk, ...more] };
}

/** What rings at these moments, looked at one after the other. */
const rings = (latch, facts, moments) => moments.map((now) => latch.look(facts, now));

test("each cue rings once, with its own number of strokes; one without a bell is silent", () => {
  const moments = [0, 59_990, 60_000, 60_016, 90_000, 119_990, 120_000, 120_016, 200_000];
  assert.deepEqual(rings(new Latch(), timer(), moments), [0, 0, 1, 0, 0, 0, 2, 0, 0]);
});

test("nothing rings without a timer, or before its start", () => {
  const latch = new Latch();
  assert.equal(latch.look(null, 60_000), 0);
  assert.equal(latch.look({ ...timer(), started_at: null }, 60_000), 0);
});

test("a frame that comes late finds the cue passed and rings it", () => {
  assert.deepEqual(rings(new Latch(), timer(), [59_000, 70_000]), [0, 1]);
});

test("a cue that passed long before anybody looked is not rung", () => {
  assert.deepEqual(rings(new Latch(), timer(), [70_000, 119_000, 120_001]), [0, 0, 2]);
  assert.deepEqual(rings(new Latch(), timer(), [59_000, 80_000]), [0, 0], "asleep for too long");
});

test("a reload neither rings again nor forgets what it was about to ring", () => {
  const before = new Latch();
  before.look(timer(), 59_000);
  before.look(timer(), 60_000);
  const kept = JSON.parse(JSON.stringify(before.kept()));
  assert.deepEqual(rings(new Latch(kept), timer(), [60_300, 120_400]), [0, 2]);
  const fresh = new Latch();
  fresh.look(timer(), 59_900);
  assert.equal(new Latch(JSON.parse(JSON.stringify(fresh.kept()))).look(timer(), 62_500), 1);
});

test("a page that was opened a moment after the cue still rings", () => {
  assert.equal(new Latch().look(timer(), 61_400), 1);
  assert.equal(new Latch().look(timer(), 61_600), 0);
});

test("time given back makes the cue ring anew, a second does not", () => {
  const latch = new Latch();
  assert.deepEqual(rings(latch, timer(), [59_000, 60_000]), [0, 1]);
  assert.deepEqual(rings(latch, timer({ seconds: 121 }), [60_100, 61_000]), [0, 0], "only a second more");
  assert.deepEqual(rings(latch, timer({ seconds: 150 }), [61_100, 90_000]), [0, 1], "half a minute more");
});

test("time taken away rings the cue that it passed", () => {
  const latch = new Latch();
  latch.look(timer(), 50_000);
  assert.equal(latch.look(timer({ seconds: 105 }), 50_016), 1);
});

test("a cue after a pause comes as much later", () => {
  const latch = new Latch();
  assert.deepEqual(rings(latch, timer(), [59_000]), [0]);
  assert.deepEqual(rings(latch, timer({ held_for: 10_000 }), [69_500, 70_000]), [0, 1]);
});

test("chained phases have cues of their own, the end of the first among them", () => {
  const more = [{ name: "qa", duration: 60_000, cues: [{ at: 10, bell: 1 }] }];
  const moments = [119_000, 120_000, 169_900, 170_000, 180_000];
  assert.deepEqual(rings(new Latch(), timer({ more }), moments), [0, 2, 0, 1, 0]);
});

test("a timer that starts anew rings anew", () => {
  const latch = new Latch();
  rings(latch, timer(), [59_000, 60_000]);
  assert.deepEqual(rings(latch, timer({ started: 500_000 }), [559_000, 560_000]), [0, 1]);
});

test("what is kept is bounded, and it says when it changed", () => {
  const latch = new Latch();
  for (let run = 1; run < 30; run += 1) latch.look(timer({ started: run * 1000 }), run * 1000);
  assert.equal(latch.kept().length, 8);
  assert.equal(latch.changed, true);
  latch.look(timer({ started: 29_000 }), 29_016);
  assert.equal(latch.changed, false);
});
