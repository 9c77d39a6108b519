import assert from "node:assert/strict";
import { test } from "node:test";
import { announced } from "../../../../control/js/host/announced.js";

const ONE = { entry: "07", unit: "市审计局", title: ["家门口的党支部"], rank: 2, score: "91.25" };
const OTHER = { entry: "08", unit: "拱北海关", title: ["口岸", "智慧监管"], rank: 2, score: "91.25" };
const STEP = { kind: "page", title: "二等奖", group: "发展提质", sets: [], places: 0, presenters: [] };

test("a place is called with its rank, its award and its score; joint winners together", () => {
  const joint = { ...STEP, kind: "place", sets: [[ONE, OTHER]] };
  assert.deepEqual(announced(joint, "zh"), {
    call: "发展提质，第 2 名（2 个项目并列），获得二等奖的是：",
    winners: ["并列　市审计局《家门口的党支部》，91.25 分。", "并列　拱北海关《口岸　智慧监管》，91.25 分。"],
    thanks: "",
  });
  assert.equal(announced(joint, "en").call, "发展提质; 2 share place 2; 二等奖 goes to:");
  assert.match(announced(joint, "en").winners[0], /^jointly: 市审计局, “家门口的党支部”, 91\.25\.$/);
  assert.equal(announced({ ...joint, sets: [[ONE]] }, "zh").call, "发展提质，第 2 名，获得二等奖的是：");
});

test("a page names who hands it over, and no score, since its cards have none", () => {
  const step = {
    ...STEP,
    sets: [[ONE], [OTHER]],
    presenters: [
      { name: "于澜", post: "主任" },
      { name: "张㛃", post: "" },
    ],
  };
  const said = announced(step, "zh");
  assert.equal(said.call, "发展提质，获得二等奖的是：");
  assert.deepEqual(said.winners, ["市审计局《家门口的党支部》。", "拱北海关《口岸　智慧监管》。"]);
  assert.deepEqual(announced({ ...step, kind: "place", sets: [[{ ...ONE, score: null }]] }, "zh").winners, [
    "市审计局《家门口的党支部》。",
  ]);
  assert.equal(said.thanks, "有请主任 于澜、张㛃颁奖。");
  assert.equal(announced(step, "en").thanks, "Presented by 于澜, 主任; 张㛃.");
});

test("a special prize has no group and no rank", () => {
  const prize = {
    ...STEP,
    kind: "prize",
    title: "人气奖",
    group: "",
    sets: [[{ ...ONE, rank: null, score: null }]],
  };
  assert.equal(announced(prize, "zh").call, "获得人气奖的是：");
  assert.equal(announced(prize, "en").call, "人气奖 goes to:");
});

test("titles and suspense have a line of their own and name nobody", () => {
  assert.equal(announced({ ...STEP, kind: "opening", title: "颁奖典礼" }, "zh").call, "颁奖典礼，现在开始。");
  assert.equal(announced({ ...STEP, kind: "chapter", group: "" }, "zh").call, "接下来颁发二等奖。");
  assert.equal(announced({ ...STEP, kind: "chapter", title: "" }, "en").call, "Next: 发展提质.");
  const waits = announced({ ...STEP, kind: "suspense", title: "", places: 3 }, "zh");
  assert.deepEqual(waits, { call: "发展提质：还有 3 个名次没有揭晓。", winners: [], thanks: "" });
  assert.equal(
    announced({ ...STEP, kind: "suspense", places: 1 }, "en").call,
    "发展提质: 1 place is still open.",
  );
});
