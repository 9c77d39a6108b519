import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, segmentStep, step } from "../../../../control/js/shared/rundown.js";

const cue = (id, plays = true) => ({ id, plays });
const rundown = [
  { id: "s", cues: [cue("s.test")] },
  { id: "01", entry: "01", cues: [cue("01.next"), cue("01.talk", false), cue("01.reveal")] },
  { id: "02", entry: "02", cues: [cue("02.next", false)] },
  { id: "03", entry: "03", cues: [cue("03.next"), cue("03.scoring", false)] },
  { id: "r", cues: [cue("r.ranking.nobody", false), cue("r.ranking.some")] },
];

// Not at what is skipped, withdrawn or not scored, nor at a ranking of nobody.
test("arrows stop where the server says that the rundown stops", () => {
  assert.equal(step(rundown, null, 1), "s.test");
  assert.equal(step(rundown, "01.next", 1), "01.reveal");
  assert.equal(step(rundown, "01.reveal", 1), "03.next");
  assert.equal(step(rundown, "03.next", 1), "r.ranking.some");
  assert.equal(step(rundown, "r.ranking.some", 1), null);
  assert.equal(step(rundown, "r.ranking.some", -1), "03.next");
  assert.equal(step(rundown, "01.reveal", -1), "01.next");
});

test("segments step to their first playing cue", () => {
  assert.equal(segmentStep(rundown, "01.reveal", 1), "03.next");
  assert.equal(segmentStep(rundown, "01.reveal", -1), "s.test");
  assert.equal(segmentStep(rundown, "03.next", 1), "r.ranking.some");
  assert.equal(segmentStep(rundown, "r.ranking.some", 1), null);
});

test("moving up and down names the neighbour to stand before", () => {
  const ids = ["a", "b", "c"];
  assert.equal(beside(ids, "b", -1), "a");
  assert.equal(beside(ids, "a", -1), undefined);
  assert.equal(beside(ids, "a", 1), "c");
  assert.equal(beside(ids, "b", 1), null);
  assert.equal(beside(ids, "c", 1), undefined);
});
