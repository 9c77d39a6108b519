import assert from "node:assert/strict";
import { test } from "node:test";

import { WORDS, sayer } from "../../../../display/js/words.js";

const blanks = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test("each word is there in both languages, with the same blanks", () => {
  for (const [key, pair] of Object.entries(WORDS)) {
    assert.equal(pair.length, 2, key);
    assert.ok(pair[0], `${key} in Chinese`);
    assert.deepEqual(blanks(pair[1] || pair[0]), blanks(pair[0]), key);
  }
});

test("Chinese unless English is asked for, blanks filled in", () => {
  assert.equal(sayer("zh")("rank", { rank: 3 }), "第 3 名");
  assert.equal(sayer("en")("rank", { rank: 3 }), "Rank 3");
  assert.equal(sayer(undefined)("now"), "现在");
});

test("a blank without a value is empty, an unknown word shows itself", () => {
  assert.equal(sayer("en")("rank"), "Rank ");
  assert.equal(sayer("zh")("no_such_word"), "no_such_word");
});
