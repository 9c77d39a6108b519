import assert from "node:assert/strict";
import { test } from "node:test";

import { isBad, refusal } from "../../../../control/js/shared/refusals.js";
import { say } from "../../../../control/js/words/say.js";

const view = {
  entries: { "07": { unit: "市审计局" } },
  settings: {
    judges: [
      { id: "j1", name: "周敏" },
      { id: "j2", name: "吴越" },
    ],
    categories: [],
  },
  rundown: [{ id: "07", entry: "07", cues: [{ id: "07.talk", scene: "talk", entry: "07", title: "" }] }],
  undo: { seq: 9, did: "Taken", what: "", of: ["07.talk"] },
};
const panel = { view, say: (key, params) => say("zh", key, params) };
const refused = (fate) => refusal(panel, { state: "refused", key: "", ...fate });

test("what it is now is said in words and never as ids or JSON", () => {
  assert.equal(
    refused({ code: "expected", is: "07.talk", why: "…" }).words,
    "没有执行：下一条已变为「07 汇报 · 市审计局」",
  );
  assert.match(refused({ code: "undo_changed", is: 9 }).words, /播出 07 汇报 · 市审计局$/);
  const entry = { unit: "新单位", title: ["一", "二"], eligibility: "withdrawn" };
  assert.match(refused({ code: "changed", why: "刚被改动", is: entry }).words, /新单位 · 一 二 · 弃权$/);
  assert.match(
    refused({ code: "changed", why: "刚被改动", is: { j2: "91.50", j1: "88.00" } }).words,
    /周敏 88.00，吴越 91.50$/,
  );
  assert.equal(refused({ code: "changed", why: "刚被改动", is: null }).words, "刚被改动");
});

test("words that may hold a mark are secret, others are not", () => {
  assert.ok(refused({ code: "out_of_range", why: "191" }).secret);
  assert.ok(refused({ code: "changed", why: "…", is: "91.50", key: "marks/07/j1" }).secret);
  assert.ok(refused({ code: "changed", why: "…", is: { j1: "88.00" }, key: "confirm/07" }).secret);
  assert.ok(!refused({ code: "expected", is: "07.talk", key: "take" }).secret);
  assert.ok(!refused({ code: "not_armed", why: "…", key: "reveal/07" }).secret);
});

test("a line that is down and an unknown fate have words of their own", () => {
  assert.equal(refusal(panel, { state: "offline", key: "go" }).words, "连接中断，没有执行");
  assert.deepEqual(
    ["pending", "done", "refused", "offline", "unknown"].map((state) => isBad({ state })),
    [false, false, true, true, true],
  );
  assert.ok(!isBad(null));
});
