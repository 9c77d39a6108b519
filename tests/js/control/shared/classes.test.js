import assert from "node:assert/strict";
import { test } from "node:test";

import { named } from "../../../../control/js/shared/classes.js";

test("a part is named by what it is and how it is", () => {
  assert.equal(named("mark", {}), "mark");
  assert.equal(
    named("mark", { dropped: "high", faulty: "", draft: null, "on-air": true }),
    "mark mark--dropped mark--on-air",
  );
  assert.equal(named("button", { "": true, small: true }), "button button--small");
});
