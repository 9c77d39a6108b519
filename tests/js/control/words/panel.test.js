import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { KEYS } from "../../../../control/js/panel/keys.js";
import { say, WORDS } from "../../../../control/js/words/panel.js";
import { WORDS as JUDGE_WORDS } from "../../../../control/js/words/judge.js";

const folder = new URL("../../../../control/js/", import.meta.url);
const code = ["panel/", "desk/", "shared/", "parts/"].flatMap((part) => readdirSync(new URL(part, folder)).filter((name) => name.endsWith(".js")).map((name) => readFileSync(new URL(part + name, folder), "utf8"))).join("\n");

test("every word is there in Chinese and English", () => {
  for (const [key, pair] of Object.entries(WORDS)) {
    assert.equal(pair.length, 2, key);
    assert.ok(pair.every((one) => one.length), key);
    assert.deepEqual(pair.map((one) => (one.match(/\{\w+\}/g) ?? []).sort().join()), Array(2).fill((pair[0].match(/\{\w+\}/g) ?? []).sort().join()), key);
  }
});

test("every key that the panel says is a word", () => {
  const said = [...code.matchAll(/say\("(\w+)"/g)].map(([, key]) => key);
  assert.ok(said.length > 60);
  for (const key of [...said, ...KEYS.map(([, action]) => `key_${action}`)]) assert.ok(key in WORDS, key);
});

test("every key that the judge's page says is a word of its own", () => {
  const own = ["main.js", "sheet.js"].map((name) => readFileSync(new URL(`judge/${name}`, folder), "utf8")).join("\n");
  const said = [...own.matchAll(/say\("(\w+)"/g)].map(([, key]) => key);
  assert.ok(said.length > 30);
  for (const key of said) assert.ok(key in JUDGE_WORDS && JUDGE_WORDS[key].length === 2, key);
});

test("braces are filled, and an unknown key shows itself", () => {
  assert.equal(say("zh", "waiting", { n: 3 }), "还缺 3 个分数");
  assert.equal(say("en", "waiting", { n: 3 }), "3 marks are missing");
  assert.equal(say("en", "no_such_word"), "no_such_word");
});
