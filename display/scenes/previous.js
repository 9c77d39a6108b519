/** The entry before: its score stays in sight while the next one gets ready. */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise } from "../js/motion.js";
import { line, number, title } from "../js/type.js";

export default {
  mount(el, { entry, score, rank }, ctx) {
    const place = rank == null ? null : h("p.previous__rank.tag", ctx.say("rank", { rank }));
    el.append(
      ridges(),
      h(
        "div.frame",
        masthead(ctx, entry.category),
        h(
          "div.previous",
          h(
            "div.previous__what",
            h("p.previous__word", ctx.say("previous_score")),
            h("p.previous__number.digits", number(entry.order)),
            title(entry.title, "h1.previous__title.gilt"),
            line(entry.unit, "p.previous__unit"),
          ),
          h("div.previous__result", h("p.previous__score.digits.gilt", score ?? "—"), place),
        ),
      ),
    );
  },
  enter(el) {
    rise(el.querySelector(".previous__what"));
    grow(el.querySelector(".previous__score"), { delay: 160 });
    for (const place of el.querySelectorAll(".previous__rank")) fade(place, { delay: 320 });
  },
};
