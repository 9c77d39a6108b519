/** The organizer's words to the hall. Line breaks are the writer's. */
import { h } from "../js/dom.js";
import { masthead, ornament } from "../js/frame.js";
import { draw, rise } from "../js/motion.js";
import { loose, title } from "../js/type.js";

export default {
  mount(el, content, ctx) {
    el.append(h("div.frame", masthead(ctx), h("div.message",
      content.title ? title([content.title], "h1.message__title.gilt") : null,
      content.title ? ornament() : null,
      h("div.message__room", h("p.message__text", { "data-fit": "box" }, loose(content.text ?? ""))))));
  },
  enter(el) {
    for (const head of el.querySelectorAll(".message__title")) rise(head);
    for (const rule of el.querySelectorAll(".ornament")) draw(rule, { delay: 140 });
    rise(el.querySelector(".message__text"), { delay: 180 });
  },
};
