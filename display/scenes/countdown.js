/** Until a time of day: the hall sees how long, and when. */
import { ridges } from "../js/backdrop.js";
import { writeTime } from "../js/clockface.js";
import { h } from "../js/dom.js";
import { masthead, ornament } from "../js/frame.js";
import { draw, fade, grow, rise } from "../js/motion.js";
import { until } from "../js/timing.js";
import { line, title } from "../js/type.js";
import { timeOfDay } from "../js/wallclock.js";

export default {
  mount(el, { title: words, to }, ctx) {
    const when = to == null ? ctx.say("soon") : ctx.say("starts_at", { time: timeOfDay(to, ctx.view().contest.utc_offset) });
    el.append(
      ridges(),
      h("div.frame", masthead(ctx), h("div.cd",
        title([words || ctx.say("soon")], "h1.cd-title.gilt"),
        to == null ? null : h("p.cd-time.digits.gilt"),
        ornament(),
        line(when, "p.cd-when"))),
    );
  },
  enter(el) {
    rise(el.querySelector(".cd-title"), { ms: 640 });
    for (const time of el.querySelectorAll(".cd-time")) grow(time, { delay: 120, ms: 640 });
    draw(el.querySelector(".ornament"), { delay: 260 });
    fade(el.querySelector(".cd-when"), { delay: 380 });
  },
  tick(el, { to }, ctx) {
    const time = el.querySelector(".cd-time");
    if (time) writeTime(time, until(to, ctx.now()));
  },
};
