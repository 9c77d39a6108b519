/** The organizer's words to the hall. Line breaks are the writer's. */
import { h } from "../js/dom.js";
import { masthead, ornament } from "../js/frame.js";
import { draw, rise } from "../js/motion.js";
import { loose, title } from "../js/type.js";

export default {
  mount(el, content, ctx) {
    el.append(h("div.frame", masthead(ctx), h("div.ms",
      content.title ? title([content.title], "h1.ms-title.gilt") : null,
      content.title ? ornament() : null,
      h("div.ms-room", h("p.ms-text", { "data-fit": "box" }, loose(content.text ?? ""))))));
  },
  enter(el) {
    for (const head of el.querySelectorAll(".ms-title")) rise(head);
    for (const rule of el.querySelectorAll(".ornament")) draw(rule, { delay: 140 });
    rise(el.querySelector(".ms-text"), { delay: 180 });
  },
};
