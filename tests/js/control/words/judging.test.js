import assert from "node:assert/strict";
import { test } from "node:test";

import { JUDGING_WORDS } from "../../../../control/js/words/judging.js";
import { TABLES, WORDS } from "../../../../control/js/words/say.js";

test("the words of who counts are the panel's, in both languages, and take the place of no others", () => {
  const others = Object.values(TABLES).filter((table) => table !== JUDGING_WORDS);
  for (const [key, pair] of Object.entries(JUDGING_WORDS)) {
    assert.equal(WORDS[key], pair, key);
    assert.ok(pair.length === 2 && pair.every(Boolean), key);
    assert.ok(!others.some((table) => key in table), `${key} stands twice`);
  }
});
