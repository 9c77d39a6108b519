/** A pause: how long, until when, and who comes after it. */
import { writeTime } from "../js/clockface.js";
import { h } from "../js/dom.js";
import { masthead, seal } from "../js/frame.js";
import { grow, rise, slide, stagger } from "../js/motion.js";
import { until } from "../js/timing.js";
import { line, number, title } from "../js/type.js";
import { timeOfDay } from "../js/wallclock.js";

function coming(next, ctx) {
  if (!next?.length) return null;
  const row = (entry) => h("li.br-entry", seal(number(entry.order)), h("div.br-who", line(entry.unit, "p.br-unit"), title(entry.title, "h2.br-name")));
  return h("section.br-next", h("p.kicker", ctx.say("next_up")), h("ol", next.map(row)));
}

export default {
  mount(el, content, ctx) {
    const { to } = content;
    const when = to == null ? null : ctx.say("resumes_at", { time: timeOfDay(to, ctx.view().contest.utc_offset) });
    const list = coming(content.next, ctx);
    el.append(h("div.frame", masthead(ctx), h(list ? "div.br" : "div.br.br-alone",
      h("section.br-pause", title([content.title || ctx.say("break")], "h1.br-title.gilt"), to == null ? null : h("p.br-time.digits.gilt"), when ? line(when, "p.br-when") : null),
      list)));
  },
  enter(el) {
    rise(el.querySelector(".br-title"));
    for (const time of el.querySelectorAll(".br-time")) grow(time, { delay: 100 });
    stagger(el.querySelectorAll(".br-entry"), slide, { x: 60, each: 90, delay: 200 });
  },
  tick(el, { to }, ctx) {
    const time = el.querySelector(".br-time");
    if (time) writeTime(time, until(to, ctx.now()));
  },
};
