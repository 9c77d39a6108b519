import assert from "node:assert/strict";
import { test } from "node:test";

import { STREAM_WORDS } from "../../../../control/js/words/stream.js";
import { WORDS } from "../../../../control/js/words/say.js";

test("words of what leaves the stage are the panel's, in both languages", () => {
  for (const [key, pair] of Object.entries(STREAM_WORDS)) {
    assert.equal(WORDS[key], pair, key);
    assert.equal(pair.length, 2, key);
  }
});
