import assert from "node:assert/strict";
import { test } from "node:test";

import { phrases, pieces } from "../../../../display/js/type.js";

test("of two half-empty marks in a row the second begins a piece of its own", () => {
  assert.deepEqual(pieces("项目：“云端”，《一网》（全市）。"), ["项目：", "“云端”", "，", "《一网》", "（全市）", "。"]);
  assert.deepEqual(pieces("（“双优”）"), ["（", "“双优”", "）"]);
});

test("nothing else is parted, and nothing is lost", () => {
  for (const text of ["", "“”", "“圆梦计划 为爱启航”", "4×3海岛“灯塔体系”新路径", "A, (B): C"]) assert.deepEqual(pieces(text), [text]);
});

test("where no break was approved, no line ends within a word, a short quotation or before a particle", () => {
  const parted = {
    "打造粤港澳信用合作示范区": "打造|粤|港澳|信用|合作|示范|区",
    "数据的智能审查与监督": "数据的|智能|审查与|监督",
    "示例项目 80：“5分钟”响应的": "示例|项目 80|：|“5分钟”|响应的",
    "下足“绣花功夫”": "下|足|“绣花功夫”",
    "一": "一",
    "": "",
    "示例单位二十三": "示例|单位|二十三",
    "第一百二十六中学": "第一百二十六|中学",
    "唯一一项": "唯一一项",
  };
  for (const [text, wanted] of Object.entries(parted)) assert.equal(phrases(text).join("|"), wanted);
});
