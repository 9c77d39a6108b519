/** The talk: its clock over the whole screen, or as a strip below pictures from another source. */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise } from "../js/motion.js";
import { line, number, oneLine, title } from "../js/type.js";
import { clock, tickClock } from "../js/clockface.js";

function label({ entry, asker }, ctx, tag) {
  return h("div.tk-what", h("span.tk-number.digits", number(entry.order)),
    h("div.tk-who", title(tag === "strip" ? oneLine(entry.title, ctx) : entry.title, "h1.tk-title"), line([entry.unit, asker && ctx.say("asks", { name: asker })].filter(Boolean).join("　"), "p.tk-unit")));
}

export default {
  mount(el, content, ctx) {
    const { layout, entry } = content;
    if (layout === "strip") el.append(h("div.tk-room"), h("div.tk-strip", label(content, ctx, "strip"), clock()));
    else el.append(h("div.frame", masthead(ctx, entry.category), h("div.tk", clock(), label(content, ctx, "full"))));
    this.tick(el, content, ctx);
  },
  enter(el, { layout }) {
    if (layout === "strip") return rise(el.querySelector(".tk-strip"), { y: 60 });
    grow(el.querySelector(".ck"), { ms: 640 });
    return fade(el.querySelector(".tk-what"), { delay: 240 });
  },
  tick(el, content, ctx) {
    tickClock(el, ctx);
  },
};
