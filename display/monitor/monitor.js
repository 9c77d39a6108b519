/**
 * The stage-edge return: what a speaker sees at a glance from eight metres. How long is left, in colour
 * AND in words, who is next, and what the operator has to say.
 */
import { h, write } from "../js/dom.js";
import { fit } from "../js/fit.js";
import { overrideLayer } from "../js/override.js";
import { grow } from "../js/motion.js";
import { reading, running } from "../js/timing.js";
import { compact, line, number } from "../js/type.js";
import { timeOfDay } from "../js/wallclock.js";
import { goingOn } from "../js/words.js";

const PULSES = { duration: 1000, iterations: 3, easing: "ease-in-out" };

const load = (scene) => import(`../scenes/${scene}.js`).then((module) => module.default);

function nowBlock(now, ctx) {
  if (!now) return null;
  if (!now.entry) return line(goingOn(now, ctx.say), "p.monitor__title");
  return [
    h("span.monitor__order.digits", number(now.entry.order)),
    h(
      "div.monitor__who",
      line(now.entry.unit, "p.monitor__unit"),
      compact(now.entry.title, "p.monitor__title"),
    ),
  ];
}

function nextBlock(next, ctx) {
  if (!next) return null;
  return [
    h("span.monitor__label", ctx.say("next")),
    h("span.monitor__order.digits", number(next.order)),
    h("div.monitor__who", line([next.unit, next.speaker].filter(Boolean).join("　"), "p.monitor__title")),
  ];
}

/** The words beside the number: the cue's own, or what the clock is doing. */
function stateWords(timer, now, ctx) {
  if (timer.started_at == null) return ctx.say("ready");
  if (!running(timer)) return ctx.say("paused");
  const { words, over, remaining } = now;
  if (over >= 1000) return ctx.say("over");
  if (remaining === 0) return words || ctx.say("time_up");
  return words || ctx.say("remaining");
}

/** @returns {Face} as main.js wants it */
export function open(canvas, ctx) {
  const parts = {
    now: h("header.monitor__now"),
    phase: h("p.monitor__phase"),
    time: h("p.monitor__time.digits"),
    words: h("p.monitor__words"),
    next: h("footer.monitor__next"),
    message: h("div.monitor__message"),
    panic: h("div.layer"),
    flash: h("div.layer.monitor__flash"),
  };
  const face = h(
    "div.layer.monitor",
    parts.flash,
    h(
      "div.frame",
      parts.now,
      h("div.monitor__clock", { "data-fit": "box" }, parts.phase, parts.time, parts.words),
      parts.next,
    ),
  );
  canvas.append(face, parts.panic, parts.message);
  const panic = overrideLayer(parts.panic, ctx, load);
  const state = { drawn: "", level: "" };
  return {
    prepare: (view) => panic.prepare(view.override),
    async show(cause) {
      await panic.show(ctx.view().override, cause);
      draw(face, parts, state, ctx);
      tick(face, parts, state, ctx);
      fit(canvas);
    },
    tick: () => tick(face, parts, state, ctx),
    offAir: () => Boolean(ctx.view().override) || !running(ctx.view().timer),
  };
}

function draw(face, parts, state, ctx) {
  const { now, next, message, timer } = ctx.view();
  const drawn = JSON.stringify([now, next, message]);
  if (drawn === state.drawn) return;
  const fresh = message && message !== state.message && state.drawn;
  Object.assign(state, { drawn, message });
  parts.now.replaceChildren(...[nowBlock(now, ctx)].flat().filter(Boolean));
  parts.next.replaceChildren(...[nextBlock(next, ctx)].flat().filter(Boolean));
  parts.message.replaceChildren(
    ...(message ? [h("p.monitor__message-text", { "data-fit": "box" }, message)] : []),
  );
  // The clock makes room: neither hides the other.
  face.classList.toggle("monitor--message", Boolean(message));
  if (fresh && !document.hidden) grow(parts.message, { from: 0.96, ms: 320 });
}

function tick(face, parts, state, ctx) {
  const { timer } = ctx.view();
  const now = timer ? reading(timer, ctx.now()) : null;
  const level = now ? (timer.started_at == null ? "ready" : now.level) : "none";
  if (level !== state.level) {
    // Only who watched zero come sees it pulse; a reload finds the steady picture.
    if (level === "over" && state.level === "danger")
      parts.flash.animate([{ opacity: 0 }, { opacity: 1 }, { opacity: 0 }], PULSES);
    state.level = face.dataset.level = level;
  }
  write(parts.phase, now ? ctx.say(now.phase) : ctx.say("clock"));
  write(
    parts.time,
    now
      ? now.over >= 1000
        ? `+${now.text}`
        : now.text
      : timeOfDay(ctx.now(), ctx.view().contest.utc_offset),
  );
  write(parts.words, now ? stateWords(timer, now, ctx) : "");
  face.classList.toggle("monitor--paused", Boolean(timer && timer.started_at != null && !running(timer)));
}
