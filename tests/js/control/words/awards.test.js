import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { AWARD_WORDS } from "../../../../control/js/words/awards.js";
import { WORDS } from "../../../../control/js/words/say.js";

const server = (name) => readFileSync(new URL(`../../../../server/${name}.py`, import.meta.url), "utf8");

test("the words of the awards are the panel's", () => {
  for (const [key, pair] of Object.entries(AWARD_WORDS)) assert.equal(WORDS[key], pair, key);
});

test("everything that the linter says has words", () => {
  const codes = ["show/ceremony/lint", "event_file/plan_check"].flatMap((name) =>
    [...server(name).matchAll(/(?:PlanFault\(|code, level = )\(?"(\w+)"/g)].map(([, code]) => code),
  );
  codes.push("tie_admitted");
  assert.ok(codes.length > 10);
  for (const code of codes) assert.ok(`lint_${code}` in AWARD_WORDS, code);
});

test("every order and every kind of step has words", () => {
  const [, orders] = server("show/model/contest").match(/CeremonyOrder = Literal\[([^\]]+)\]/);
  const [, kinds] = server("show/model/ceremony").match(/StepKind = Literal\[([^\]]+)\]/);
  for (const [, order] of orders.matchAll(/"(\w+)"/g)) assert.ok(`order_${order}` in AWARD_WORDS, order);
  for (const [, kind] of kinds.matchAll(/"(\w+)"/g)) assert.ok(`step_${kind}` in AWARD_WORDS, kind);
});
