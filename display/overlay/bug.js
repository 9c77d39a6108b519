/** The small clock in the corner, as exact as the big one. */
import { h, write } from "../js/dom.js";
import { rise, unit } from "../js/motion.js";
import { reading } from "../js/timing.js";
import { leaveTo } from "./lower_third.js";

export default {
  mount(el, content, ctx) {
    el.append(h("div.bg.bar", h("span.bg-phase"), h("span.bg-time.digits")));
    this.tick(el, content, ctx);
  },
  enter(el) {
    rise(el.querySelector(".bg"), { y: -40 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".bg"), `translateY(${-30 * unit(el)}px)`);
  },
  /** Without a timer there is nothing to count, and the bug keeps out of sight. */
  tick(el, content, ctx) {
    const { timer } = ctx.view();
    const now = timer ? reading(timer, ctx.now()) : null;
    const face = el.querySelector(".bg");
    const level = now ? (timer.started_at == null ? "normal" : now.level) : "none";
    if (face.dataset.level !== level) face.dataset.level = level;
    write(face.querySelector(".bg-phase"), now ? ctx.say(now.over >= 1000 ? "over" : now.phase) : "");
    write(face.querySelector(".bg-time"), now ? now.text : "");
  },
};
