/** An award: its winners in a group that fits the stage, and who hands it over. */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise, stagger } from "../js/motion.js";
import { line } from "../js/type.js";
import { cards, presented } from "./cards.js";

export default {
  mount(el, { award, category, page, pages, winners, presenters, joint }, ctx) {
    const aside = [joint ? ctx.say("joint") : "", pages > 1 ? `${page} / ${pages}` : ""]
      .filter(Boolean)
      .join("　");
    el.append(
      ridges(),
      h(
        "div.frame",
        masthead(ctx, aside),
        h("div.cards__head", line(category, "p.cards__category"), line(award, "h1.cards__name.gilt")),
        winners.length
          ? cards(
              winners.map((one) => [one]),
              ctx,
            )
          : h("p.cards__none", ctx.say("nobody")),
        presented(presenters, ctx),
      ),
    );
  },
  enter(el) {
    fade(el.querySelector(".cards__category"));
    grow(el.querySelector(".cards__name"), { delay: 80, ms: 760 });
    stagger(el.querySelectorAll(".cards__card"), rise, { each: 130, delay: 420, ms: 640 });
    for (const said of el.querySelectorAll(".cards__presenters")) fade(said, { delay: 900 });
  },
};
