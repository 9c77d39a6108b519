/** The talk: its clock over the whole screen, or as a strip below pictures from another source. */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise } from "../js/motion.js";
import { line, number, oneLine, title } from "../js/type.js";
import { clock, tickClock } from "../js/clock_face.js";

function label({ entry, asker }, ctx, tag) {
  return h(
    "div.talk__what",
    h("span.talk__number.digits", number(entry.order)),
    h(
      "div.talk__who",
      title(tag === "strip" ? oneLine(entry.title, ctx) : entry.title, "h1.talk__title"),
      line(
        [entry.unit, asker && ctx.say("asks", { name: asker })].filter(Boolean).join("　"),
        "p.talk__unit",
      ),
    ),
  );
}

export default {
  mount(el, content, ctx) {
    const { layout, entry } = content;
    if (layout === "strip")
      el.append(h("div.talk__room"), h("div.talk__strip", label(content, ctx, "strip"), clock()));
    else
      el.append(
        h("div.frame", masthead(ctx, entry.category), h("div.talk", clock(), label(content, ctx, "full"))),
      );
    this.tick(el, content, ctx);
  },
  enter(el, { layout }) {
    if (layout === "strip") return rise(el.querySelector(".talk__strip"), { y: 60 });
    grow(el.querySelector(".clock_face"), { ms: 640 });
    return fade(el.querySelector(".talk__what"), { delay: 240 });
  },
  tick(el, content, ctx) {
    tickClock(el, ctx);
  },
};
