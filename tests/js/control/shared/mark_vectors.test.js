import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { asKept, readMark, totalOf } from "../../../../control/js/shared/marks.js";

const { marks, totals } = JSON.parse(
  readFileSync(new URL("../../../mark_vectors.json", import.meta.url), "utf8"),
);

for (const { label, range, text, mark, fault } of marks) {
  test(`a typed mark is read as the server keeps or refuses it: ${label}`, () => {
    const read = readMark(text, range);
    assert.equal(read.fault, fault);
    if (!fault) assert.equal(read.mark && asKept(read.mark, range), mark);
  });
}

for (const { label, rule, values, total } of totals) {
  test(`a total is shown as the server will keep it: ${label}`, () =>
    assert.equal(totalOf(rule, values), total));
}
