import assert from "node:assert/strict";
import { test } from "node:test";

import { DRAW_WORDS } from "../../../../control/js/words/draw.js";
import { WORDS } from "../../../../control/js/words/say.js";

test("the words of the draw are the panel's, and take the place of no others", () => {
  for (const [key, pair] of Object.entries(DRAW_WORDS)) assert.equal(WORDS[key], pair, key);
  assert.ok(Object.keys(DRAW_WORDS).every((key) => key.startsWith("draw")));
});
