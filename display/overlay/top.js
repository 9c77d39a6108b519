/** The first five of a category, at the side of the picture. */
import { h } from "../js/dom.js";
import { rise, slide, stagger, unit } from "../js/motion.js";
import { line, loose } from "../js/type.js";
import { leaveTo } from "./lower_third.js";

function row({ rank, unit: of, score }) {
  return h(
    "li.top__row",
    h("span.top__rank.digits", String(rank)),
    h("p.top__unit", { "data-fit": "box" }, loose(of)),
    h("span.top__score.digits", score),
  );
}

export default {
  mount(el, { category, rows }, ctx) {
    const list = rows.length ? h("ol.top__rows", rows.map(row)) : h("p.top__none", ctx.say("not_yet"));
    el.append(
      h(
        "div.top.overlay__bar",
        h("header.top__head", line(category.name, "h2.top__name.gilt"), h("p.top__word", ctx.say("top"))),
        list,
      ),
    );
  },
  enter(el) {
    slide(el.querySelector(".top"), { x: 90, ms: 620 });
    stagger(el.querySelectorAll(".top__row"), rise, { each: 60, delay: 200, y: 16 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".top"), `translateX(${60 * unit(el)}px)`);
  },
};
