/** The first five of a category, at the side of the picture. */
import { h } from "../js/dom.js";
import { rise, slide, stagger, unit } from "../js/motion.js";
import { line, loose } from "../js/type.js";
import { leaveTo } from "./lower_third.js";

function row({ rank, unit: of, score }) {
  return h("li.tp-row", h("span.tp-rank.digits", String(rank)), h("p.tp-unit", { "data-fit": "box" }, loose(of)), h("span.tp-score.digits", score));
}

export default {
  mount(el, { category, rows }, ctx) {
    const list = rows.length ? h("ol.tp-rows", rows.map(row)) : h("p.tp-none", ctx.say("not_yet"));
    el.append(h("div.tp.bar", h("header.tp-head", line(category.name, "h2.tp-name.gilt"), h("p.tp-word", ctx.say("top"))), list));
  },
  enter(el) {
    slide(el.querySelector(".tp"), { x: 90, ms: 620 });
    stagger(el.querySelectorAll(".tp-row"), rise, { each: 60, delay: 200, y: 16 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".tp"), `translateX(${60 * unit(el)}px)`);
  },
};
