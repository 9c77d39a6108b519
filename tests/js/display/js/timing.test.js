import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { elapsed, minutes, reading, running, until } from "../../../../display/js/timing.js";

const vectors = JSON.parse(readFileSync(new URL("../../../timing_vectors.json", import.meta.url), "utf8"));

for (const { label, timer, now, want } of vectors) {
  test(`the screens read a timer as the server does: ${label}`, () => {
    const { phase, index, remaining, over, level, text } = reading(timer, now);
    assert.deepEqual({ phase, index, remaining, over, level, text }, want);
  });
}

test("a reading carries the words and the length of its phase", () => {
  const cues = [{ at: 60, level: "warning", words: "剩一分钟", bell: 1 }];
  const timer = { started_at: 0, held_at: null, held_for: 0, phases: [{ name: "talk", duration: 90_000, cues }] };
  assert.deepEqual([reading(timer, 0).words, reading(timer, 30_000).words], ["", "剩一分钟"]);
  assert.equal(reading(timer, 30_000).cue, cues[0]);
  assert.equal(reading(timer, 0).duration, 90_000);
});

test("only a started timer that is not held is running", () => {
  assert.equal(running(null), false);
  assert.equal(running({ started_at: null, held_at: null }), false);
  assert.equal(running({ started_at: 0, held_at: null }), true);
  assert.equal(running({ started_at: 0, held_at: 5 }), false);
  assert.equal(elapsed({ started_at: null }, 99), 0);
});

test("minutes keep two digits and grow to three", () => {
  assert.deepEqual([0, 9, 359, 6000].map(minutes), ["00:00", "00:09", "05:59", "100:00"]);
});

test("a countdown shows hours when there are some and stays at zero", () => {
  assert.equal(until(3_725_000, 0), "1:02:05");
  assert.equal(until(3_599_001, 0), "1:00:00");
  assert.equal(until(750_000, 0), "12:30");
  assert.deepEqual([until(1, 0), until(0, 0), until(0, 60_000)], ["00:01", "00:00", "00:00"]);
});
