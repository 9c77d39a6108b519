/** Who is on: an entry with its unit and title, or a person with a post. */
import { h } from "../js/dom.js";
import { draw, fade, play, rise, slide, unit } from "../js/motion.js";
import { line, name, number } from "../js/type.js";

const OUT_MS = 300;

function entryLines({ order, unit: of, title, doer }) {
  return [
    h("span.lower_third__number.digits", number(order)),
    h(
      "div.lower_third__words",
      line(title.join("　"), "p.lower_third__main"),
      line([of, doer].filter(Boolean).join("　"), "p.lower_third__under"),
    ),
  ];
}

function personLines({ name: person, post }) {
  const main = line("", "p.lower_third__main.lower_third__name");
  main.firstChild.append(name(person));
  return [h("div.lower_third__words", main, post ? line(post, "p.lower_third__under") : null)];
}

export default {
  mount(el, content) {
    el.append(
      h(
        `div.lower_third.overlay__bar.lower_third--${content.form}`,
        h("i.overlay__edge"),
        content.form === "entry" ? entryLines(content.entry) : personLines(content),
      ),
    );
  },
  enter(el) {
    slide(el.querySelector(".lower_third"), { x: -90, ms: 620 });
    draw(el.querySelector(".overlay__edge"), { ms: 480 });
    for (const part of el.querySelectorAll(".lower_third__number")) fade(part, { delay: 180 });
    rise(el.querySelector(".lower_third__words"), { delay: 220, y: 18 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".lower_third"), `translateX(${-60 * unit(el)}px)`);
  },
};

/** Out the way it came; from where it visibly is, so that a quick clear does not jump. */
export function leaveTo(part, transform) {
  const { opacity, transform: from } = getComputedStyle(part);
  const gone = play(part, [{ opacity, transform: from }, { opacity: 0, transform }], OUT_MS, 0, "ease-in");
  gone.effect.updateTiming({ fill: "forwards" });
  return OUT_MS;
}
