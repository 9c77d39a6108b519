import assert from "node:assert/strict";
import { test } from "node:test";

import { draw, fade, grow, play, rise, slide, stagger } from "../../../../display/js/motion.js";

function element() {
  const played = [];
  return { played, animate: (frames, timing) => played.push({ frames, timing }) };
}

const MOTIONS = [rise, slide, fade, draw, grow];
const RESTS = { opacity: 1, transform: "none" };

test("a motion moves and fades, nothing else, and ends in the picture that was mounted", () => {
  for (const motion of MOTIONS) {
    const el = element();
    motion(el, { u: 1 });
    const [{ frames, timing }] = el.played;
    for (const [property, value] of Object.entries(frames.at(-1))) assert.equal(value, RESTS[property], motion.name);
    assert.equal(timing.fill, "backwards", `${motion.name} leaves nothing behind`);
    assert.ok(timing.duration <= 700, motion.name);
  }
});

test("distances are in u", () => {
  const el = element();
  rise(el, { y: 30, u: 2 });
  slide(el, { x: -40, u: 0.5 });
  assert.equal(el.played[0].frames[0].transform, "translateY(60px)");
  assert.equal(el.played[1].frames[0].transform, "translateX(-20px)");
});

test("one after the other, with what the motion itself is told", () => {
  const els = [element(), element(), element()];
  stagger(els, rise, { each: 50, delay: 100, ms: 300, u: 1 });
  assert.deepEqual(els.map((el) => el.played[0].timing.delay), [100, 150, 200]);
  assert.ok(els.every((el) => el.played[0].timing.duration === 300));
});

test("play starts at once and decelerates unless told otherwise", () => {
  const el = element();
  play(el, [], 200);
  play(el, [], 200, 40, "linear");
  assert.deepEqual(el.played.map(({ timing }) => [timing.delay, timing.easing.slice(0, 6)]), [[0, "cubic-"], [40, "linear"]]);
});
