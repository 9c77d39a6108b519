/** A pause: how long, until when, and who comes after it. */
import { writeTime } from "../js/clock_face.js";
import { h } from "../js/dom.js";
import { masthead, seal } from "../js/frame.js";
import { grow, rise, slide, stagger } from "../js/motion.js";
import { until } from "../js/timing.js";
import { line, number, title } from "../js/type.js";
import { timeOfDay } from "../js/wallclock.js";

function coming(next, ctx) {
  if (!next?.length) return null;
  const row = (entry) =>
    h(
      "li.break__entry",
      seal(number(entry.order)),
      h("div.break__who", line(entry.unit, "p.break__unit"), title(entry.title, "h2.break__name")),
    );
  return h("section.break__next", h("p.kicker", ctx.say("next_up")), h("ol", next.map(row)));
}

export default {
  mount(el, content, ctx) {
    const { to } = content;
    const when =
      to == null ? null : ctx.say("resumes_at", { time: timeOfDay(to, ctx.view().contest.utc_offset) });
    const list = coming(content.next, ctx);
    el.append(
      h(
        "div.frame",
        masthead(ctx),
        h(
          list ? "div.break" : "div.break.break--alone",
          h(
            "section.break__pause",
            title([content.title || ctx.say("break")], "h1.break__title.gilt"),
            to == null ? null : h("p.break__time.digits.gilt"),
            when ? line(when, "p.break__when") : null,
          ),
          list,
        ),
      ),
    );
  },
  enter(el) {
    rise(el.querySelector(".break__title"));
    for (const time of el.querySelectorAll(".break__time")) grow(time, { delay: 100 });
    stagger(el.querySelectorAll(".break__entry"), slide, { x: 60, each: 90, delay: 200 });
  },
  tick(el, { to }, ctx) {
    const time = el.querySelector(".break__time");
    if (time) writeTime(time, until(to, ctx.now()));
  },
};
