/** One judge, one card. */
import { h } from "../js/dom.js";
import { corners, masthead, ornament, seal } from "../js/frame.js";
import { draw, grow, rise } from "../js/motion.js";
import { isTwoHan, line } from "../js/type.js";

function dots(seat, of) {
  return h(
    "div.judge__dots",
    Array.from({ length: of }, (_, n) => h(n + 1 === seat ? "i.judge__here" : "i")),
  );
}

export default {
  mount(el, { seat, name, unit, post, of }, ctx) {
    el.append(h("div.frame", masthead(ctx, ctx.say("judges")), h("div.judge.plate",
      corners(),
      h("div.judge__seat", seal(String(seat)), h("p.kicker", ctx.say("judge"))),
      h("div.judge__who",
        line(name, isTwoHan(name) ? "h1.judge__name.gilt.judge__name--two" : "h1.judge__name.gilt"),
        h("hr.rule"),
        unit ? line(unit, "p.judge__unit") : null,
        post ? line(post, "p.judge__post") : null)),
      of > 1 ? dots(seat, of) : ornament()));
  },
  enter(el) {
    grow(el.querySelector(".judge"), { from: 0.97, ms: 600 });
    grow(el.querySelector(".seal"), { from: 0.6, delay: 120 });
    rise(el.querySelector(".judge__name"), { delay: 160, ms: 640 });
    draw(el.querySelector(".rule"), { delay: 300 });
    for (const text of el.querySelectorAll(".judge__unit, .judge__post")) rise(text, { delay: 320, y: 16 });
  },
};
