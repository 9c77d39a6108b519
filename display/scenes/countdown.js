/** Until a time of day: the hall sees how long, and when. */
import { ridges } from "../js/backdrop.js";
import { writeTime } from "../js/clock_face.js";
import { h } from "../js/dom.js";
import { masthead, ornament } from "../js/frame.js";
import { draw, fade, grow, rise } from "../js/motion.js";
import { until } from "../js/timing.js";
import { line, title } from "../js/type.js";
import { timeOfDay } from "../js/wallclock.js";

export default {
  mount(el, { title: words, to }, ctx) {
    const when =
      to == null
        ? ctx.say("soon")
        : ctx.say("starts_at", { time: timeOfDay(to, ctx.view().contest.utc_offset) });
    el.append(
      ridges(),
      h("div.frame", masthead(ctx), h("div.countdown",
        title([words || ctx.say("soon")], "h1.countdown__title.gilt"),
        to == null ? null : h("p.countdown__time.digits.gilt"),
        ornament(),
        line(when, "p.countdown__when"))),
    );
  },
  enter(el) {
    rise(el.querySelector(".countdown__title"), { ms: 640 });
    for (const time of el.querySelectorAll(".countdown__time")) grow(time, { delay: 120, ms: 640 });
    draw(el.querySelector(".ornament"), { delay: 260 });
    fade(el.querySelector(".countdown__when"), { delay: 380 });
  },
  tick(el, { to }, ctx) {
    const time = el.querySelector(".countdown__time");
    if (time) writeTime(time, until(to, ctx.now()));
  },
};
