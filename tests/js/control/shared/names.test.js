import assert from "node:assert/strict";
import { test } from "node:test";

import { cueName, cueWords, nameOf, segmentWords, subject } from "../../../../control/js/shared/names.js";
import { say } from "../../../../control/js/words/say.js";

const view = {
  entries: { "07": { unit: "市审计局" } },
  settings: { judges: [{ id: "j3", seat: 3, name: "周敏" }], categories: [{ id: "a", name: "创新类" }] },
  rundown: [
    {
      id: "d1.opening",
      kind: "opening",
      title: "上午",
      cues: [{ id: "d1.judge.j3", scene: "judge", title: "", entry: null, args: { judge: "j3" } }],
    },
    {
      id: "07",
      kind: "entry",
      title: "",
      entry: "07",
      cues: [{ id: "07.reveal", scene: "reveal", title: "", entry: "07", args: {} }],
    },
  ],
};
const panel = { view, say: (key, params) => say("zh", key, params) };

test("a cue without a title is named from the panel's own lists", () => {
  assert.equal(cueName(panel, "d1.judge.j3"), "评委 · 周敏");
  assert.equal(cueName(panel, "07.reveal"), "07 亮分 · 市审计局");
  assert.equal(cueWords(panel, { scene: "ranking", title: "", args: { category: "a" } }), "排名 · 创新类");
  assert.equal(subject(panel, { scene: "message", title: "", args: { text: "请安静" } }), "请安静");
  assert.equal(segmentWords(panel, view.rundown[1]), "07 市审计局");
});

test("a renamed judge or entry is renamed everywhere at once", () => {
  const renamed = {
    ...view,
    entries: { "07": { unit: "新单位" } },
    settings: { ...view.settings, judges: [{ id: "j3", name: "赵敏" }] },
  };
  assert.equal(cueName({ ...panel, view: renamed }, "d1.judge.j3"), "评委 · 赵敏");
  assert.equal(cueName({ ...panel, view: renamed }, "07.reveal"), "07 亮分 · 新单位");
});

test("any id has a name, and an unknown one shows itself", () => {
  assert.equal(nameOf(panel, "07"), "07 市审计局");
  assert.equal(nameOf(panel, "j3"), "周敏");
  assert.equal(nameOf(panel, "d1.opening"), "开场 · 上午");
  assert.equal(nameOf(panel, "added.9"), "added.9");
  assert.equal(cueName(panel, null), "（空）");
});
