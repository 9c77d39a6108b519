/** One judge, one card. */
import { h } from "../js/dom.js";
import { corners, masthead, ornament, seal } from "../js/frame.js";
import { draw, grow, rise } from "../js/motion.js";
import { isTwoHan, line } from "../js/type.js";

function dots(seat, of) {
  return h("div.jc-dots", Array.from({ length: of }, (_, n) => h(n + 1 === seat ? "i.jc-here" : "i")));
}

export default {
  mount(el, { seat, name, unit, post, of }, ctx) {
    el.append(h("div.frame", masthead(ctx, ctx.say("judges")), h("div.jc.plate",
      corners(),
      h("div.jc-seat", seal(String(seat)), h("p.kicker", ctx.say("judge"))),
      h("div.jc-who",
        line(name, isTwoHan(name) ? "h1.jc-name.gilt.jc-two" : "h1.jc-name.gilt"),
        h("hr.rule"),
        unit ? line(unit, "p.jc-unit") : null,
        post ? line(post, "p.jc-post") : null)),
      of > 1 ? dots(seat, of) : ornament()));
  },
  enter(el) {
    grow(el.querySelector(".jc"), { from: 0.97, ms: 600 });
    grow(el.querySelector(".seal"), { from: 0.6, delay: 120 });
    rise(el.querySelector(".jc-name"), { delay: 160, ms: 640 });
    draw(el.querySelector(".rule"), { delay: 300 });
    for (const text of el.querySelectorAll(".jc-unit, .jc-post")) rise(text, { delay: 320, y: 16 });
  },
};
