import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { JUDGING_WORDS } from "../../../../control/js/words/judging.js";
import { WORDS } from "../../../../control/js/words/panel.js";

test("the words of who counts are the panel's, in both languages, and take the place of no others", () => {
  const others = readFileSync(new URL("../../../../control/js/words/panel.js", import.meta.url), "utf8");
  for (const [key, pair] of Object.entries(JUDGING_WORDS)) {
    assert.equal(WORDS[key], pair, key);
    assert.ok(pair.length === 2 && pair.every(Boolean), key);
    assert.ok(!others.includes(`\n  ${key}: [`), `${key} stands twice`);
  }
});
