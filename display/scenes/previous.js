/** The entry before: its score stays in sight while the next one gets ready. */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise } from "../js/motion.js";
import { line, number, title } from "../js/type.js";

export default {
  mount(el, { entry, score, rank }, ctx) {
    const place = rank == null ? null : h("p.pv-rank.tag", ctx.say("rank", { rank }));
    el.append(ridges(), h("div.frame", masthead(ctx, entry.category), h("div.pv",
      h("div.pv-what", h("p.pv-word", ctx.say("previous_score")), h("p.pv-number.digits", number(entry.order)), title(entry.title, "h1.pv-title.gilt"), line(entry.unit, "p.pv-unit")),
      h("div.pv-result", h("p.pv-score.digits.gilt", score ?? "—"), place))));
  },
  enter(el) {
    rise(el.querySelector(".pv-what"));
    grow(el.querySelector(".pv-score"), { delay: 160 });
    for (const place of el.querySelectorAll(".pv-rank")) fade(place, { delay: 320 });
  },
};
