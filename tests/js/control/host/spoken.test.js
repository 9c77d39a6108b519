import assert from "node:assert/strict";
import { test } from "node:test";
import { spoken } from "../../../../control/js/host/spoken.js";

const RESULT = {
  entry: { order: 7, unit: "市审计局" },
  high: ["95.00"],
  low: ["88.75"],
  combine: "mean",
  mean: "91.32",
  deduction: "0",
  deduction_reason: "",
  parts: [],
  score: "91.32",
  corrected: false,
};

test("a result is read as the procedure says it", () => {
  assert.equal(
    spoken(RESULT, "zh").join(""),
    "去掉一个最高分 95.00 分，去掉一个最低分 88.75 分，7 号　市审计局，最后得分 91.32 分。",
  );
  assert.equal(
    spoken(RESULT, "en").join(" "),
    "The highest mark, 95.00, is dropped; the lowest mark, 88.75, is dropped; " +
      "number 7, 市审计局: the final score is 91.32.",
  );
});

test("points off, parts and a correction have words of their own, and what is not there has none", () => {
  const parts = [{ name: "文本评审", value: "88.50", weight: "30" }];
  const said = spoken(
    { ...RESULT, high: [], low: [], deduction: "0.50", deduction_reason: "超时", parts, corrected: true },
    "zh",
  ).join("");
  assert.equal(
    said,
    "更正：平均分 91.32 分，扣 0.50 分（超时），文本评审 88.50 分，占百分之 30，7 号　市审计局，最后得分 91.32 分。",
  );
  assert.match(spoken({ ...RESULT, corrected: true }, "en")[0], /correction/i);
});

test("a sum is read as a sum", () => {
  const sum = { ...RESULT, combine: "sum", mean: "640.00", deduction: "0.50", score: "639.50" };
  assert.match(spoken(sum, "zh").join(""), /合计 640.00 分，扣 0.50 分/);
  assert.match(spoken(sum, "en").join(" "), /the sum is 640.00; 0.50 points off/);
});
