/**
 * Remote viewers: the stream with the live overlay on top, and what a phone has room to say beside it.
 * The stream lags behind the hall; so this page lives that much in the past: what comes waits that long,
 * and its clock is as late. Who loads it, or comes back to it, sees the present at once.
 */
import { backdrop } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { fit } from "../js/fit.js";
import { open as openOverlay } from "../overlay/overlay.js";
import { keyVisual } from "../scenes/key_visual.js";
import { beside } from "./beside.js";
import { play } from "./player.js";

const MOST_MS = 120_000;
const STEP_MS = 400; // a player's delay trembles; less than this is not followed
const LOOK_MS = 1000;

/** @returns {Face} as main.js wants it */
export function open(canvas, ctx) {
  const frame = canvas.parentElement;
  const sound = frame.querySelector(".watch__sound");
  const ground = h(
    "div.layer.watch__ground",
    backdrop(),
    h("div.layer.watch__key-visual", keyVisual(ctx.view().contest, "")),
  );
  canvas.append(ground);
  const over = openOverlay(canvas, ctx);
  const side = beside(document.querySelector(".beside"), ctx);
  const { stream } = ctx.view();
  frame.classList.toggle("watch__frame--playing", stream.kind === "embed");
  sound.textContent = ctx.say("sound_on");
  const player = play(frame.querySelector(".watch__stream"), stream, {
    playing: (on) => frame.classList.toggle("watch__frame--playing", on),
    muted: (on) => { sound.hidden = !on; },
  });
  sound.onclick = () => player.sound();
  const lag = lagOf(player, ctx);
  return {
    prepare: over.prepare,
    async show(cause) {
      side.draw();
      side.tick();
      // Another show has another policy of the page.
      if (ctx.view().stream.address !== stream.address) location.reload();
      fit(ground);
      await over.show(cause);
    },
    tick() {
      over.tick();
      side.tick();
    },
    offAir: () => !player.date() && over.offAir(),
    hold() {
      const { set, delay } = ctx.latest().stream;
      return set ?? lag() ?? delay;
    },
    wake: () => player.wake(),
  };
}

/** How late the player says it is, in ms, steadied; null where it does not tell, or tells nonsense. */
function lagOf(player, ctx) {
  let known = null;
  setInterval(() => {
    const date = player.date();
    const late = date == null ? null : ctx.server() - date;
    if (late == null || late < 0 || late > MOST_MS) known = null;
    else if (known == null || Math.abs(late - known) > STEP_MS) known = late;
  }, LOOK_MS);
  return () => known;
}
