/** Somebody speaks: the host, a guest, the chair of the judges. */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { masthead, ornament } from "../js/frame.js";
import { draw, fade, rise } from "../js/motion.js";
import { isTwoHan, line } from "../js/type.js";

export default {
  mount(el, { kicker, name, post }, ctx) {
    const person = line(name, isTwoHan(name) ? "h1.op-name.gilt.op-two" : "h1.op-name.gilt");
    el.append(ridges(), h("div.frame", masthead(ctx), h("div.op", kicker ? line(kicker, "p.op-kicker") : null, post ? line(post, "p.op-post") : null, person, ornament())));
  },
  enter(el) {
    for (const kicker of el.querySelectorAll(".op-kicker")) fade(kicker);
    for (const post of el.querySelectorAll(".op-post")) rise(post, { delay: 120 });
    rise(el.querySelector(".op-name"), { delay: 200, ms: 700 });
    draw(el.querySelector(".ornament"), { delay: 360 });
  },
};
