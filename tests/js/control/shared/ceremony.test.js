import assert from "node:assert/strict";
import { test } from "node:test";

import {
  around,
  length,
  movingFor,
  numbersIn,
  presentersOf,
  secondsLeft,
  stepWords,
} from "../../../../control/js/shared/ceremony.js";
import { say } from "../../../../control/js/words/say.js";

const motion = { at: 1000, ms: 2000, done: 0, speed: 100, held: false };

test("a motion ends when its anchor says, at its speed, and a held one does not", () => {
  assert.equal(movingFor({ motion: null }, 0), 0);
  assert.equal(movingFor({ motion }, 1500), 1500);
  assert.equal(movingFor({ motion }, 3000), 0);
  assert.equal(movingFor({ motion: { ...motion, speed: 50, done: 1000 } }, 1000), 2000);
  assert.equal(movingFor({ motion: { ...motion, held: true } }, 9000), Infinity);
  assert.equal(movingFor({ motion: { ...motion, held: true, done: 2000 } }, 9000), 0);
});

test("what is left shrinks with this step's time and never below the steps to come", () => {
  const one = { left: 100, planned: 8, at: 0, held: false };
  assert.equal(secondsLeft(one, 3000), 105);
  assert.equal(secondsLeft(one, 60000), 100);
  assert.equal(secondsLeft({ ...one, held: true }, 60000), 108);
  assert.equal(secondsLeft({ ...one, at: null }, 0), 100);
  assert.equal(length(3725), "1:02:05");
});

test("a step is told with its award, its group and who is called", () => {
  const panel = {
    view: { entries: { "07": { unit: "市审计局" } } },
    say: (key, params) => say("zh", key, params),
  };
  const step = { kind: "place", title: "二等奖", group: "发展提质", entries: ["07", "99"], ranks: [2, 2] };
  assert.equal(stepWords(panel, step), "揭晓 二等奖 · 发展提质 · 第 2 名 · 07 市审计局、99");
  assert.equal(stepWords(panel, { kind: "opening", title: "", group: "", entries: [], ranks: [] }), "开场");
});

test("now and next are numbered, and there is none beyond the ends", () => {
  const plan = { steps: [{ kind: "opening" }, { kind: "page" }] };
  assert.deepEqual(around({ plan, ceremony: { step: 1, of: 2 } }), {
    now: { number: 1, kind: "opening" },
    next: { number: 2, kind: "page" },
  });
  assert.equal(around({ plan, ceremony: { step: 2, of: 2 } }).next, null);
  assert.equal(around({ plan, ceremony: { step: null, of: 2 } }).now, null);
});

test("presenters are those with a name, in their order", () => {
  assert.deepEqual(
    presentersOf({ name1: " 张三 ", post1: "主任", name2: "", post2: "x", name3: "李四" }, 3),
    { 张三: "主任", 李四: "" },
  );
});

test("entries are typed as people type them", () => {
  assert.deepEqual(numbersIn(" 07、12，3  A-4;"), ["07", "12", "3", "A-4"]);
});
