import assert from "node:assert/strict";
import { test } from "node:test";

import { actionFor, keycap, KEYS } from "../../../../control/js/panel/keys.js";

test("the panel's keys do what the list of keys says", () => {
  const wanted = {
    " ": "go",
    Enter: "take",
    Escape: "hold",
    b: "black",
    t: "clock",
    "+": "more",
    "-": "less",
    PageDown: "go",
    PageUp: "previous",
    "?": "help",
  };
  for (const [key, action] of Object.entries(wanted)) assert.equal(actionFor({ key }, "none"), action);
});

test("letters work with caps lock, and = is + without its shift", () => {
  assert.equal(actionFor({ key: "B" }, "none"), "black");
  assert.equal(actionFor({ key: "=" }, "none"), "more");
});

test("while typing, every shortcut is dead but panic; Esc leaves the field first", () => {
  for (const [key] of KEYS) {
    const wanted = key === "F9" ? "hold" : key === "Escape" ? "leave" : null;
    assert.equal(actionFor({ key }, "field"), wanted, key);
  }
  assert.equal(actionFor({ key: "Escape", shiftKey: true }, "field"), "hold");
});

// Its slide-show button is HOLD, or the browser's reload.
test("a clicker goes on, goes back and blacks out", () => {
  const sent = { PageDown: "go", PageUp: "previous", b: "black", ".": "black", Escape: "hold", F5: null };
  for (const [key, action] of Object.entries(sent)) assert.equal(actionFor({ key }, "none"), action, key);
  assert.equal(actionFor({ key: "F5", shiftKey: true }, "none"), null);
});

test("the point of a mark is no black-out: not on the number pad, and not on the heels of a digit", () => {
  assert.equal(actionFor({ key: ".", code: "NumpadDecimal" }, "none"), null);
  assert.equal(actionFor({ key: ".", code: "Period" }, "none", 400), null);
  assert.equal(actionFor({ key: ".", code: "Period" }, "none", 4000), "black");
  assert.equal(actionFor({ key: "b" }, "none", 400), "black");
});

test("a control reached by keyboard keeps its own Space and Enter", () => {
  assert.equal(actionFor({ key: " " }, "control"), null);
  assert.equal(actionFor({ key: "Enter" }, "control"), null);
  assert.equal(actionFor({ key: "Escape" }, "control"), "hold");
});

test("a key held down acts once, except where stepping is meant", () => {
  for (const key of [" ", "Enter", "Escape", "b", "F9", "t"])
    assert.equal(actionFor({ key, repeat: true }, "none"), null);
  for (const key of ["ArrowUp", "ArrowDown", "+", "-"]) assert.ok(actionFor({ key, repeat: true }, "none"));
});

test("the browser's own chords stay the browser's", () => {
  assert.equal(actionFor({ key: "t", ctrlKey: true }, "none"), null);
  assert.equal(actionFor({ key: "r", metaKey: true }, "none"), null);
});

test("keycaps are written as on the keyboard", () => {
  assert.deepEqual([" ", "Escape", "b", "-"].map(keycap), ["Space", "Esc", "B", "−"]);
});
