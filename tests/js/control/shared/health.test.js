import assert from "node:assert/strict";
import { test } from "node:test";
import { judged, WORST } from "../../../../control/js/shared/health.js";
import { WORDS } from "../../../../control/js/words/say.js";

const NONE = { screens: 0, showing: 0, unpaired: 0, list: [], others: [], vitals: null };
const WELL = { trip: 4, lag: 1, fps: 60, dropped: 0 };
const SERVER = { loop: 2, cpu: 10, memory: 84, disk: 90000, journal: "durable" };
const stage = (facts) => ({ outputs: { stage: { ...NONE, ...facts }, watch: NONE }, redis: "none", server: SERVER });
const level = (presence, kind, online = true) => judged(presence, online).find((row) => row.kind === kind).level;
const of = (vitals, refresh = 60) => stage({ screens: 1, showing: 1, vitals: { ...WELL, ...vitals }, list: [{ vitals: { refresh } }] });

test("remote viewers are no screens of the hall, and every row has its words", () => {
  const rows = judged(of({}), true);
  assert.deepEqual(rows.map((row) => row.output ?? row.kind), ["stage", "server", "journal", "redis", "disk"]);
  for (const row of rows) assert.ok(row.key in WORDS && WORST.includes(row.level), row.key);
});

test("a slow line, an unsure clock and dropped frames want an eye", () => {
  assert.equal(level(of({}), "screens"), "good");
  assert.equal(level(of({ trip: 400 }), "screens"), "warn");
  assert.equal(level(of({ lag: 80 }), "screens"), "warn");
  assert.equal(level(of({ fps: 30 }), "screens"), "warn");
  assert.equal(level(of({ fps: 30 }, 30), "screens"), "good", "a glass of 30 makes no more");
  assert.equal(level(stage({ unpaired: 2 }), "screens"), "warn");
  assert.equal(level(stage({}), "screens"), "quiet");
});

test("the server, the journal, Redis and the disk", () => {
  const server = (facts) => ({ ...stage({}), server: { ...SERVER, ...facts } });
  assert.equal(level(server({ loop: 200 }), "server"), "warn");
  assert.equal(level(server({}), "server", false), "bad");
  assert.equal(level(server({ journal: "doubt" }), "journal"), "bad");
  assert.equal(level(server({ disk: 100 }), "disk"), "bad");
  assert.equal(level(server({ disk: 1000 }), "disk"), "warn");
  assert.equal(level(server({ disk: null }), "disk"), "quiet");
  assert.equal(level({ ...stage({}), redis: "degraded" }, "redis"), "bad");
  assert.equal(level({ ...stage({}), redis: "shared" }, "redis"), "good");
  assert.deepEqual(judged({ outputs: {} }, true).map((row) => row.level), ["quiet", "quiet", "quiet", "quiet"]);
});

test("every word of the journal and of Redis is known to the panel", () => {
  for (const word of ["durable", "doubt", "damaged", "none"]) assert.ok(`healthJournal_${word}` in WORDS);
  for (const word of ["none", "shared", "degraded", "diverged", "fenced", "standby"])
    assert.ok(`healthRedis_${word}` in WORDS);
});
