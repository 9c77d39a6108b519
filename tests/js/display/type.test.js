import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces } from "../../../display/js/type.js";

test("of two half-empty marks in a row the second begins a piece of its own", () => {
  assert.deepEqual(pieces("项目：“云端”，《一网》（全市）。"), ["项目：", "“云端”", "，", "《一网》", "（全市）", "。"]);
  assert.deepEqual(pieces("（“双优”）"), ["（", "“双优”", "）"]);
});

test("nothing else is parted, and nothing is lost", () => {
  for (const text of ["", "“”", "“圆梦计划 为爱启航”", "4×3海岛“灯塔体系”新路径", "A, (B): C"]) assert.deepEqual(pieces(text), [text]);
});
