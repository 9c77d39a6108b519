import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { KEYS } from "../../../../control/js/panel/keys.js";
import { say, TABLES, WORDS } from "../../../../control/js/words/say.js";

const folder = new URL("../../../../control/js/", import.meta.url);
const PAGES = ["panel", "desk", "judge", "host", "viewer", "shared", "parts"];
const read = (part) =>
  readdirSync(new URL(`${part}/`, folder)).map((name) =>
    readFileSync(new URL(`${part}/${name}`, folder), "utf8"),
  );
const code = Object.fromEntries(PAGES.map((part) => [part, read(part).join("\n")]));
const everything = [...Object.values(code), readFileSync(new URL("words/events.js", folder), "utf8")].join(
  "\n",
);
/** Keys in quotes within a `say(…)`, whatever chooses between them. */
const said = (text) =>
  [...text.matchAll(/say\(([^`;]*?)\)/g)].flatMap(([, inside]) =>
    [...inside.matchAll(/(?<![=!]= )"(\w+)"(?! ===)/g)].map(([, key]) => key),
  );
/** What stands before the code in a key that is put together: "state_". */
const families = new Set([...everything.matchAll(/`(\w+_)\$\{/g)].map(([, family]) => family));

test("every table of the folder is one of the door's", () => {
  const names = readdirSync(new URL("words/", folder)).filter((name) => name !== "say.js");
  assert.deepEqual(names.map((name) => name.replace(".js", "")).sort(), Object.keys(TABLES).sort());
});

test("every word is there in Chinese and English, with the same braces", () => {
  for (const [key, pair] of Object.entries(WORDS)) {
    assert.equal(pair.length, 2, key);
    assert.ok(
      pair.every((one) => one.length),
      key,
    );
    assert.deepEqual(
      pair.map((one) => (one.match(/\{\w+\}/g) ?? []).sort().join()),
      Array(2).fill((pair[0].match(/\{\w+\}/g) ?? []).sort().join()),
      key,
    );
  }
});

for (const [part, least] of Object.entries({
  panel: 10,
  desk: 8,
  judge: 40,
  host: 10,
  viewer: 10,
  shared: 5,
  parts: 250,
})) {
  test(`every key that ${part}/ says is a word`, () => {
    const keys = said(code[part]);
    assert.ok(keys.length >= least, `only ${keys.length} were found`);
    for (const key of keys) assert.ok(key in WORDS, key);
  });
}

test("every key of the keyboard has words, and every family that is put together has some", () => {
  for (const [, action] of KEYS) assert.ok(`key_${action}` in WORDS, action);
  assert.ok(families.size > 10);
  for (const family of families)
    assert.ok(
      Object.keys(WORDS).some((key) => key.startsWith(family)),
      family,
    );
});

test("a key stands in one table, and the same words stand once", () => {
  const keys = Object.values(TABLES).flatMap((table) => Object.keys(table));
  assert.equal(new Set(keys).size, keys.length, keys.filter((key, n) => keys.indexOf(key) < n).join());
  const own = keys.filter((key) => ![...families].some((family) => key.startsWith(family)));
  const first = new Map();
  for (const key of own) {
    const words = WORDS[key].join(" / ");
    assert.ok(!first.has(words), `${key} says what ${first.get(words)} says: ${words}`);
    first.set(words, key);
  }
});

test("no words lie about unsaid", () => {
  const named = new Set([...everything.matchAll(/["\s{](\w+)[":]/g)].map(([, key]) => key));
  const server = ["commands/playout", "model/contest", "model/show", "model/timing", "views/control"]
    .map((name) => readFileSync(new URL(`../../server/show/${name}.py`, folder), "utf8"))
    .join("\n");
  const unsaid = Object.keys(WORDS).filter(
    (key) =>
      !named.has(key) &&
      !server.includes(`"${key}"`) &&
      ![...families].some((family) => key.startsWith(family)),
  );
  assert.deepEqual(unsaid, []);
});

test("braces are filled, and an unknown key shows itself", () => {
  assert.equal(say("zh", "waiting", { n: 3 }), "还缺 3 个分数");
  assert.equal(say("en", "waiting", { n: 3 }), "3 marks are missing");
  assert.equal(say("en", "no_such_word"), "no_such_word");
});
