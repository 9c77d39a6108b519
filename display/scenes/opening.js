/** Somebody speaks: the host, a guest, the chair of the judges. */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { masthead, ornament } from "../js/frame.js";
import { draw, fade, rise } from "../js/motion.js";
import { isTwoHan, line } from "../js/type.js";

export default {
  mount(el, { kicker, name, post }, ctx) {
    const person = line(
      name,
      isTwoHan(name) ? "h1.opening__name.gilt.opening__name--two" : "h1.opening__name.gilt",
    );
    el.append(
      ridges(),
      h(
        "div.frame",
        masthead(ctx),
        h(
          "div.opening",
          kicker ? line(kicker, "p.opening__kicker") : null,
          post ? line(post, "p.opening__post") : null,
          person,
          ornament(),
        ),
      ),
    );
  },
  enter(el) {
    for (const kicker of el.querySelectorAll(".opening__kicker")) fade(kicker);
    for (const post of el.querySelectorAll(".opening__post")) rise(post, { delay: 120 });
    rise(el.querySelector(".opening__name"), { delay: 200, ms: 700 });
    draw(el.querySelector(".ornament"), { delay: 360 });
  },
};
