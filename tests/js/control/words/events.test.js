import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ASKED, deed, DEEDS } from "../../../../control/js/words/events.js";
import { say } from "../../../../control/js/words/say.js";

const server = (name) => readFileSync(new URL(`../../../../server/show/${name}.py`, import.meta.url), "utf8");
const view = {
  entries: { "07": { unit: "市审计局" } },
  settings: { judges: [{ id: "j3", name: "周敏" }], categories: [] },
  rundown: [{ id: "07", entry: "07", cues: [{ id: "07.talk", scene: "talk", entry: "07", title: "" }] }],
};
const speaking = (lang) => ({ view, say: (key, params) => say(lang, key, params) });

const rows = (folder, ...files) =>
  files.flatMap((file) => {
    const [, table] = server(`${folder}/${file}`).match(/^ROWS: [^\n]+\n(.*?)^}/ms);
    return [...table.matchAll(/^    ([A-Z]\w+): /gm)].map(([, one]) => one);
  });

test("every event of the server has words", () => {
  const events = rows("events", "record", "playout", "edits", "marks", "ceremony");
  assert.ok(events.length > 50);
  for (const name of [...events, "TakenAward"])
    assert.ok(name in DEEDS, `${name} has no words in control/js/words/events.js`);
  assert.deepEqual(
    Object.keys(DEEDS)
      .filter((name) => name !== "TakenAward")
      .sort(),
    events.sort(),
  );
});

test("every command of the server has words", () => {
  const commands = rows("commands", "playout", "edits", "marks", "ceremony").filter(
    (name) => name !== "ImportEntries",
  );
  assert.ok(commands.length > 60);
  for (const name of commands) {
    const wire = name === "TakeBack" ? "undo" : name.replace(/(?<!^)(?=[A-Z])/g, "_").toLowerCase();
    assert.ok(wire in ASKED, `${wire} has no words in control/js/words/events.js`);
  }
});

test("a deed says what it was about, in both languages", () => {
  assert.equal(deed(speaking("zh"), { did: "Taken", what: "", of: ["07.talk"] }), "播出 07 汇报 · 市审计局");
  assert.equal(deed(speaking("en"), { did: "Taken", what: "", of: ["07.talk"] }), "take 07 Talk · 市审计局");
  assert.equal(deed(speaking("en"), { did: "ElementPut", what: "", of: ["lower_third"] }), "put Lower third");
  assert.equal(deed(speaking("en"), { did: "ElementCleared", what: "", of: ["all"] }), "clear every element");
  assert.equal(
    deed(speaking("zh"), { did: "TimerSet", what: "start", of: ["07", "talk"] }),
    "计时 开始 07 汇报",
  );
  assert.equal(deed(speaking("zh"), { did: "JudgeEdited", what: "", of: ["j3"] }), "修改评委 周敏");
  assert.equal(deed(speaking("zh"), { did: "Overridden", what: "holding", of: [] }), "安全画面");
  assert.equal(deed(speaking("en"), { did: "Overridden", what: "off", of: ["black"] }), "BLACK off");
  assert.equal(deed(speaking("zh"), { did: "Frozen", what: "", of: [] }), "冻结或解除冻结");
});

test("a step of the ceremony is its number, whatever entry has the same", () => {
  assert.equal(deed(speaking("en"), { did: "CeremonyStepped", what: "", of: ["07"] }), "ceremony, step 07");
});

test("an undo says what was undone, awards included", () => {
  assert.equal(
    deed(speaking("zh"), { did: "Undone", what: "", of: { did: "MarksEntered", what: "", of: ["07"] } }),
    "撤销：录分 07 市审计局",
  );
  assert.equal(
    deed(speaking("en"), { did: "Undone", what: "", of: { did: "Taken", what: "award", of: ["gone"] } }),
    "undo: award gone",
  );
  assert.equal(
    deed(speaking("en"), { did: "Undone", what: "", of: { did: "Frozen", what: "", of: [] } }),
    "undo: freeze or unfreeze",
  );
});
