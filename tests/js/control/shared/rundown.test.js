import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, plays, segmentStep, step } from "../../../../control/js/shared/rundown.js";

const cue = (id, scene, entry = null, skipped = false) => ({ id, scene, entry, skipped });
const rundown = [
  { id: "s", cues: [cue("s.test", "test")] },
  { id: "01", entry: "01", cues: [cue("01.next", "next", "01"), cue("01.talk", "talk", "01", true), cue("01.reveal", "reveal", "01")] },
  { id: "02", entry: "02", cues: [cue("02.next", "next", "02")] },
  { id: "03", entry: "03", cues: [cue("03.next", "next", "03"), cue("03.scoring", "scoring", "03")] },
];
const entries = { "01": { eligibility: "competing" }, "02": { eligibility: "withdrawn" }, "03": { eligibility: "exhibition" } };

test("arrows pass over what is skipped, withdrawn or not scored", () => {
  assert.equal(step(rundown, entries, null, 1), "s.test");
  assert.equal(step(rundown, entries, "01.next", 1), "01.reveal");
  assert.equal(step(rundown, entries, "01.reveal", 1), "03.next");
  assert.equal(step(rundown, entries, "03.next", 1), null);
  assert.equal(step(rundown, entries, "01.reveal", -1), "01.next");
  assert.ok(!plays(rundown[3].cues[1], entries));
});

test("segments step to their first playing cue", () => {
  assert.equal(segmentStep(rundown, entries, "01.reveal", 1), "03.next");
  assert.equal(segmentStep(rundown, entries, "01.reveal", -1), "s.test");
  assert.equal(segmentStep(rundown, entries, "03.next", 1), null);
});

test("moving up and down names the neighbour to stand before", () => {
  const ids = ["a", "b", "c"];
  assert.equal(beside(ids, "b", -1), "a");
  assert.equal(beside(ids, "a", -1), undefined);
  assert.equal(beside(ids, "a", 1), "c");
  assert.equal(beside(ids, "b", 1), null);
  assert.equal(beside(ids, "c", 1), undefined);
});
