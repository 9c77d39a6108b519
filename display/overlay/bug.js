/** The small clock in the corner, as exact as the big one. */
import { h, write } from "../js/dom.js";
import { rise, unit } from "../js/motion.js";
import { reading } from "../js/timing.js";
import { leaveTo } from "./lower_third.js";

export default {
  mount(el, content, ctx) {
    el.append(h("div.bug.overlay__bar", h("span.bug__phase"), h("span.bug__time.digits")));
    this.tick(el, content, ctx);
  },
  enter(el) {
    rise(el.querySelector(".bug"), { y: -40 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".bug"), `translateY(${-30 * unit(el)}px)`);
  },
  /** Without a timer there is nothing to count, and the bug keeps out of sight. */
  tick(el, content, ctx) {
    const { timer } = ctx.view();
    const now = timer ? reading(timer, ctx.now()) : null;
    const face = el.querySelector(".bug");
    const level = now ? (timer.started_at == null ? "normal" : now.level) : "none";
    if (face.dataset.level !== level) face.dataset.level = level;
    write(face.querySelector(".bug__phase"), now ? ctx.say(now.over >= 1000 ? "over" : now.phase) : "");
    write(face.querySelector(".bug__time"), now ? now.text : "");
  },
};
