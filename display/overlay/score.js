/** An entry's score, once it is revealed: number, unit, score, rank. */
import { h } from "../js/dom.js";
import { grow, rise, unit } from "../js/motion.js";
import { line, number } from "../js/type.js";
import { leaveTo } from "./lower_third.js";

export default {
  mount(el, { entry, score, rank }, ctx) {
    el.append(
      h(
        "div.score.overlay__bar",
        h("span.score__number.digits", number(entry.order)),
        h(
          "div.score__words",
          line(entry.unit, "p.score__unit"),
          line(entry.title.join("　"), "p.score__title"),
        ),
        h("span.score__word", ctx.say("score")),
        h("span.score__value.digits.gilt", score),
        rank == null ? null : h("span.tag", ctx.say("rank", { rank })),
      ),
    );
  },
  enter(el) {
    rise(el.querySelector(".score"), { y: 60, ms: 620 });
    grow(el.querySelector(".score__value"), { delay: 260, from: 0.8 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".score"), `translateY(${40 * unit(el)}px)`);
  },
};
