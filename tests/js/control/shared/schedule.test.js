import assert from "node:assert/strict";
import { test } from "node:test";

import { clockTime, expected, planned, span } from "../../../../control/js/shared/schedule.js";

const schedule = {
  planned_end: 10_000_000,
  current: { started_at: 1_000_000, planned: 300 },
  remaining: 600,
};

test("the expected end is the current cue's end and what is planned after it", () => {
  assert.deepEqual(expected(schedule, 1_100_000), { end: 1_900_000, late: -8_100_000 });
});

test("a cue that overruns pushes the end on", () => {
  assert.equal(expected(schedule, 1_400_000).end, 2_000_000);
});

test("without a session, or its end, nothing is claimed", () => {
  assert.equal(expected(null, 0), null);
  assert.equal(expected({ ...schedule, planned_end: null }, 0).late, null);
});

test("spans and plans read as people write them", () => {
  assert.deepEqual([75_000, 3_675_000, -61_000].map(span), ["1:15", "1:01:15", "1:01"]);
  assert.deepEqual([360, 90, 30, 0].map(planned), ["6′", "1′30″", "30″", "—"]);
});

test("the clock is the contest's, over midnight too", () => {
  const noon = Date.UTC(2024, 7, 14, 5, 9, 5);
  assert.equal(clockTime(noon, 480), "13:09:05");
  assert.equal(clockTime(noon, -330), "23:39:05");
});
