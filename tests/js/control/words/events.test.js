import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ASKED, deed, DEEDS } from "../../../../control/js/words/events.js";
import { say } from "../../../../control/js/words/panel.js";

const server = (name) => readFileSync(new URL(`../../../../server/show/${name}.py`, import.meta.url), "utf8");
const view = {
  entries: { "07": { unit: "市审计局" } },
  settings: { judges: [{ id: "j3", name: "周敏" }], categories: [] },
  rundown: [{ id: "07", entry: "07", cues: [{ id: "07.talk", scene: "talk", entry: "07", title: "" }] }],
};
const speaking = (lang) => ({ view, say: (key, params) => say(lang, key, params) });

test("every event of the server has words", () => {
  const [, union] = server("events/playout").match(/^Event = \(([^)]+)\)/m);
  const [, ofMarks] = server("events/marks").match(/^MarkEvent = \(([^)]+)\)/m);
  const [, ofCeremony] = server("events/ceremony").match(/^CeremonyEvent = \(([^)]+)\)/m);
  const events = [union, ofMarks, ofCeremony].flatMap((text) => text.match(/\w+/g)).filter((name) => name !== "MarkEvent" && name !== "CeremonyEvent");
  assert.ok(events.length > 25);
  for (const name of [...events, "Taken award"]) assert.ok(name in DEEDS, `${name} has no words in control/js/words/events.js`);
});

test("every command of the server has words", () => {
  const [, union] = server("commands/playout").match(/^Command = \(([^)]+)\)/m);
  for (const name of union.match(/\w+/g)) {
    const wire = name === "TakeBack" ? "undo" : name.replace(/(?<!^)(?=[A-Z])/g, "_").toLowerCase();
    assert.ok(wire in ASKED, `${wire} has no words in control/js/words/events.js`);
  }
});

test("a deed says what it was about, in both languages", () => {
  assert.equal(deed(speaking("zh"), "Taken", "07.talk"), "播出 07 汇报 · 市审计局");
  assert.equal(deed(speaking("en"), "Taken", "07.talk"), "take 07 Talk · 市审计局");
  assert.equal(deed(speaking("en"), "ElementPut", "lower_third"), "put Lower third");
  assert.equal(deed(speaking("en"), "ElementCleared", "all"), "clear every element");
  assert.equal(deed(speaking("zh"), "TimerSet", "start 07/talk"), "计时 开始 07 汇报");
  assert.equal(deed(speaking("zh"), "JudgeEdited", "j3"), "修改评委 周敏");
  assert.equal(deed(speaking("zh"), "Overridden", "holding"), "安全画面");
  assert.equal(deed(speaking("en"), "Overridden", "black off"), "BLACK off");
  assert.equal(deed(speaking("zh"), "Frozen", ""), "冻结或解除冻结");
});

test("a step of the ceremony is its number, whatever entry has the same", () => {
  assert.equal(deed(speaking("en"), "CeremonyStepped", "07"), "ceremony, step 07");
});

test("an undo says what was undone, awards included", () => {
  assert.equal(deed(speaking("zh"), "Undone", "MarksEntered 07"), "撤销：录分 07 市审计局");
  assert.equal(deed(speaking("en"), "Undone", "Taken award gone"), "undo: award gone");
  assert.equal(deed(speaking("en"), "Undone", "Frozen "), "undo: freeze or unfreeze");
});
