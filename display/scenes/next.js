/** Who comes next: the number that the hall calls out, whose project it is and what it is called. */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { draw, fade, rise, slide } from "../js/motion.js";
import { line, name, number, title } from "../js/type.js";

/** The people of a project in one line: its doer, its speaker, its members, each once. */
export function people({ doer, speaker }, members = []) {
  return [...new Set([doer, speaker, ...members].filter(Boolean))];
}

export default {
  mount(el, { entry, members }, ctx) {
    const who = people(entry, members).flatMap((one, n) => [n ? "　" : "", name(one)]);
    const persons = line("", "p.next__people");
    persons.firstChild.append(...who.filter(Boolean));
    el.append(
      ridges(),
      h(
        "div.frame",
        masthead(ctx, entry.category),
        h(
          "div.next",
          h(
            "div.next__call",
            h("p.next__word", ctx.say("next_up")),
            h("p.next__number.digits.gilt", number(entry.order)),
          ),
          h(
            "div.next__what",
            title(entry.title, "h1.next__title.gilt"),
            h("hr.rule"),
            line(entry.unit, "p.next__unit"),
            who.length ? persons : null,
          ),
        ),
      ),
    );
  },
  enter(el) {
    fade(el.querySelector(".next__word"));
    slide(el.querySelector(".next__number"), { delay: 80, ms: 700, x: -60 });
    rise(el.querySelector(".next__title"), { delay: 180, ms: 700 });
    draw(el.querySelector(".rule"), { delay: 340 });
    rise(el.querySelector(".next__unit"), { delay: 420 });
    for (const persons of el.querySelectorAll(".next__people")) rise(persons, { delay: 500 });
  },
};
