import assert from "node:assert/strict";
import { test } from "node:test";

import { timeOfDay } from "../../../../display/js/wallclock.js";

const NOON_UTC = Date.UTC(2024, 7, 14, 12, 0, 59, 999);

test("a time of day in the contest's zone, seconds cut off", () => {
  assert.equal(timeOfDay(NOON_UTC, 0), "12:00");
  assert.equal(timeOfDay(NOON_UTC, 480), "20:00");
  assert.equal(timeOfDay(NOON_UTC, -210), "08:30");
});

test("past midnight it is another day's morning", () => {
  assert.equal(timeOfDay(NOON_UTC, 13 * 60), "01:00");
  assert.equal(timeOfDay(NOON_UTC, 12 * 60), "00:00");
});

test("without a zone it is the machine's own", () => {
  const here = new Date(NOON_UTC);
  const wanted = [here.getHours(), here.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
  assert.equal(timeOfDay(NOON_UTC), wanted);
});
