/** The talk's clock as the hall sees it: minutes and seconds, the phase in words, what is left as a bar. */
import { h, write } from "./dom.js";
import { reading, running } from "./timing.js";

/** @returns {HTMLElement} the empty clock; `tickClock` fills it */
export function clock() {
  return h(
    "div.clock_face",
    h("p.clock_face__phase"),
    h("p.clock_face__time.digits"),
    h("div.clock_face__track", h("i.clock_face__bar")),
    h("p.clock_face__words"),
  );
}

/** Writes a time; one with hours (or a plus) is told how much smaller it must be than "00:00". */
export function writeTime(el, text) {
  if (el.textContent === text) return;
  write(el, text);
  el.style.setProperty("--part", Math.min(1, 5 / text.length).toFixed(3));
}

/** Writes what the timer says now. Without a timer the clock is empty. */
export function tickClock(el, ctx) {
  const face = el.querySelector(".clock_face");
  const { timer } = ctx.view();
  const now = timer ? reading(timer, ctx.now()) : null;
  const level = now ? (timer.started_at == null ? "normal" : now.level) : "none";
  if (face.dataset.level !== level) face.dataset.level = level;
  write(face.querySelector(".clock_face__phase"), now ? ctx.say(now.phase) : "");
  writeTime(face.querySelector(".clock_face__time"), now ? `${now.over >= 1000 ? "+" : ""}${now.text}` : "");
  write(face.querySelector(".clock_face__words"), now ? words(timer, now, ctx) : "");
  const bar = face.querySelector(".clock_face__bar");
  const part = now ? (now.remaining / now.duration).toFixed(4) : "0";
  if (bar.dataset.part === part) return;
  bar.dataset.part = part;
  bar.style.transform = `scaleX(${part})`;
}

function words(timer, { over, remaining, words: cue }, ctx) {
  if (timer.started_at == null) return ctx.say("ready");
  if (!running(timer)) return ctx.say("paused");
  if (over >= 1000) return ctx.say("over");
  return cue || (remaining === 0 ? ctx.say("time_up") : ctx.say("remaining"));
}
