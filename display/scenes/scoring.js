/** Judges are marking: how many have, never what. A lamp a mark, in no judge's order. */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise, stagger } from "../js/motion.js";
import { line, number, title } from "../js/type.js";

function lamps({ received, of }) {
  return h("div.sg-lamps", Array.from({ length: of }, (_, n) => h(n < received ? "i.sg-lit" : "i")));
}

function count({ received, of }) {
  return h("p.sg-count.digits", h("b.gilt", String(received)), h("span", `/${of}`));
}

export default {
  mount(el, content, ctx) {
    const { entry } = content;
    el.append(h("div.frame", masthead(ctx, entry.category), h("div.sg",
      line(ctx.say("marking"), "h1.sg-word.gilt"), count(content), lamps(content),
      h("div.sg-what", h("span.sg-number.digits", number(entry.order)), h("div.sg-who", title([entry.title.join("　")], "p.sg-title"), line(entry.unit, "p.sg-unit"))))));
  },
  enter(el) {
    rise(el.querySelector(".sg-word"));
    grow(el.querySelector(".sg-count"), { delay: 120 });
    stagger(el.querySelectorAll(".sg-lamps i"), fade, { each: 40, delay: 220, ms: 320 });
    fade(el.querySelector(".sg-what"), { delay: 320 });
  },
  /** Every mark that comes in lights one lamp more. */
  update(el, content, ctx) {
    const lit = el.querySelectorAll(".sg-lit").length;
    el.replaceChildren();
    this.mount(el, content, ctx);
    if (content.received > lit) for (const lamp of [...el.querySelectorAll(".sg-lit")].slice(lit)) grow(lamp, { from: 0.3, ms: 420 });
  },
};
