import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk } from "../../../../control/js/shared/pending_commands.js";

function desk({ up = true } = {}) {
  const sent = [];
  let id = 0;
  const line = { up };
  const made = new Desk(
    (message) => line.up && Boolean(sent.push(message)),
    () => {},
    { id: () => `c${(id += 1)}`, now: () => 0 },
  );
  return { made, sent, line };
}

test("a command is pending until its ack, then done with the seq", async () => {
  const { made, sent } = desk();
  const fate = made.do("go", { expect: "x" }, "go");
  assert.deepEqual(sent, [{ id: "c1", do: "go", expect: "x" }]);
  assert.equal(made.fate("go").state, "pending");
  made.answered({ type: "ack", id: "c1", seq: 7 });
  assert.deepEqual(await fate, { state: "done", seq: 7 });
});

test("a refusal says why and what it is now", async () => {
  const { made } = desk();
  const fate = made.do("take", {}, "take");
  made.answered({ type: "refused", id: "c1", code: "expected", why: "预监已变", now: "02.next" });
  assert.deepEqual(await fate, { state: "refused", why: "预监已变", code: "expected", is: "02.next" });
});

test("what is clicked while the line is down is refused at once and never sent later", async () => {
  const { made, sent, line } = desk({ up: false });
  assert.equal((await made.do("go")).state, "offline");
  line.up = true;
  made.do("take");
  assert.deepEqual(
    sent.map((message) => message.do),
    ["take"],
  );
});

test("a line that breaks under a command leaves its fate unknown; a late answer is none", async () => {
  const { made } = desk();
  const fate = made.do("go");
  made.lineLost();
  assert.equal((await fate).state, "unknown");
  made.answered({ type: "ack", id: "c1", seq: 3 });
  assert.equal(made.fate("go").state, "unknown");
});

test("what is typed anew forgets a refusal, but not what is still on its way", () => {
  const { made } = desk();
  made.do("enter_marks", {}, "marks/01/J1");
  made.forget("marks/01/J1");
  assert.equal(made.ahead("marks/01/J1", 4), true);
  made.answered({ type: "ack", id: "c1", seq: 5 });
  made.forget("marks/01/J1");
  assert.equal(made.ahead("marks/01/J1", 4), true);
  assert.equal(made.ahead("marks/01/J1", 5), false);
  made.do("enter_marks", {}, "marks/01/J1");
  made.answered({ type: "refused", id: "c2", code: "changed", why: "" });
  made.forget("marks/01/J1");
  assert.equal(made.fate("marks/01/J1"), null);
});

test("what is asked anew in one place waits for the answer before it", async () => {
  const { made, sent, line } = desk();
  const fields = (last) => ({ seq: last?.seq ?? 1 });
  made.doAfter("01/J1", "enter_marks", fields, "a");
  const second = made.doAfter("01/J1", "enter_marks", fields, "b");
  made.doAfter("01/J2", "enter_marks", fields, "c");
  await Promise.resolve().then(() => {});
  assert.deepEqual(
    sent.map((one) => [one.id, one.seq]),
    [
      ["c1", 1],
      ["c2", 1],
    ],
    "another place waits for nobody",
  );
  made.answered({ type: "ack", id: "c1", seq: 5 });
  setTimeout(() => made.answered({ type: "ack", id: "c3", seq: 6 }));
  assert.deepEqual(await second, { state: "done", seq: 6 });
  assert.equal(sent[2].seq, 5);
  const third = made.doAfter("01/J1", "enter_marks", fields, "a");
  const lost = made.doAfter("01/J1", "enter_marks", fields, "a");
  await new Promise(setImmediate);
  line.up = false;
  made.lineLost();
  assert.deepEqual([(await third).state, (await lost).state], ["unknown", "offline"]);
  assert.equal(sent.length, 4, "nothing is sent late");
});

test("each command has an id of its own, made of what a page has over plain HTTP", () => {
  const sent = [];
  const { randomUUID } = crypto;
  crypto.randomUUID = undefined;
  try {
    const made = new Desk(
      (message) => Boolean(sent.push(message.id)),
      () => {},
    );
    for (let n = 0; n < 50; n += 1) made.do("preview");
  } finally {
    crypto.randomUUID = randomUUID;
  }
  assert.equal(new Set(sent).size, 50);
  assert.match(sent[0], /^[0-9a-f]{32}$/);
});

test("lines are bounded, newest first", () => {
  const { made } = desk();
  for (let n = 0; n < 100; n += 1) made.do("preview");
  assert.equal(made.lines.length, 60);
  assert.equal(made.lines[0].id, "c100");
});
