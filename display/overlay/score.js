/** An entry's score, once it is revealed: number, unit, score, rank. */
import { h } from "../js/dom.js";
import { grow, rise, unit } from "../js/motion.js";
import { line, number } from "../js/type.js";
import { leaveTo } from "./lower_third.js";

export default {
  mount(el, { entry, score, rank }, ctx) {
    el.append(h("div.sc.bar", h("span.sc-number.digits", number(entry.order)), h("div.sc-words", line(entry.unit, "p.sc-unit"), line(entry.title.join("　"), "p.sc-title")),
      h("span.sc-word", ctx.say("score")), h("span.sc-score.digits.gilt", score), rank == null ? null : h("span.tag", ctx.say("rank", { rank }))));
  },
  enter(el) {
    rise(el.querySelector(".sc"), { y: 60, ms: 620 });
    grow(el.querySelector(".sc-score"), { delay: 260, from: 0.8 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".sc"), `translateY(${40 * unit(el)}px)`);
  },
};
