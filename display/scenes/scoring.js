/** Judges are marking: how many have, never what. A lamp a mark, in no judge's order. */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise, stagger } from "../js/motion.js";
import { line, number, title } from "../js/type.js";

function lamps({ received, of }) {
  return h(
    "div.scoring__lamps",
    Array.from({ length: of }, (_, n) => h(n < received ? "i.scoring__lit" : "i")),
  );
}

function count({ received, of }) {
  return h("p.scoring__count.digits", h("b.gilt", String(received)), h("span", `/${of}`));
}

export default {
  mount(el, content, ctx) {
    const { entry } = content;
    el.append(
      h(
        "div.frame",
        masthead(ctx, entry.category),
        h(
          "div.scoring",
          line(ctx.say("marking"), "h1.scoring__word.gilt"),
          count(content),
          lamps(content),
          h(
            "div.scoring__what",
            h("span.scoring__number.digits", number(entry.order)),
            h(
              "div.scoring__who",
              title([entry.title.join("　")], "p.scoring__title"),
              line(entry.unit, "p.scoring__unit"),
            ),
          ),
        ),
      ),
    );
  },
  enter(el) {
    rise(el.querySelector(".scoring__word"));
    grow(el.querySelector(".scoring__count"), { delay: 120 });
    stagger(el.querySelectorAll(".scoring__lamps i"), fade, { each: 40, delay: 220, ms: 320 });
    fade(el.querySelector(".scoring__what"), { delay: 320 });
  },
  /** Every mark that comes in lights one lamp more. */
  update(el, content, ctx) {
    const lit = el.querySelectorAll(".scoring__lit").length;
    el.replaceChildren();
    this.mount(el, content, ctx);
    if (content.received > lit)
      for (const lamp of [...el.querySelectorAll(".scoring__lit")].slice(lit))
        grow(lamp, { from: 0.3, ms: 420 });
  },
};
