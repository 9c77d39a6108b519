/** The ceremony in the livestream: who is called at the step that the hall sees, in step with it. */
import { h } from "../js/dom.js";
import { draw, fade, grow, rise, slide, stagger, unit } from "../js/motion.js";
import { line } from "../js/type.js";
import { leaveTo } from "./lower_third.js";

const WORKS = 2; // up to so many winners have room for what they did …
const SCORES = 3; // … and up to so many for their scores

function heading({ kind, title, group }, ctx) {
  if (kind === "opening") return [ctx.say("ceremony"), ctx.view().contest.name];
  if (kind === "suspense") return [ctx.say("suspense"), group];
  return title ? [title, group] : [group, ctx.say("ceremony")];
}

function winner({ unit: of, title, score }, count) {
  return h("li.ab-who", line(of, "p.ab-unit", count > 1 ? "wrap" : ""),
    count > WORKS ? null : line(title.join("　"), "p.ab-work", "wrap"),
    score == null || count > SCORES ? null : h("span.ab-score.digits", score));
}

function winners(called) {
  const { length: count } = called;
  const shape = count > SCORES ? ".ab-many" : count > WORKS ? ".ab-three" : "";
  const list = h(`ul.ab-list${shape}`, called.map((one) => winner(one, count)));
  list.style.setProperty("--across", count > SCORES ? Math.ceil(count / 2) : count);
  return list;
}

export default {
  mount(el, content, ctx) {
    const [main, under] = heading(content, ctx);
    const called = content.sets.flat();
    const joint = content.sets.some((set) => set.length > 1);
    const list = called.length ? winners(called) : null;
    const people = content.presenters.map(({ name, post }) => [post, name].filter(Boolean).join(" ")).join("　");
    el.append(h(`div.ab.bar${list ? "" : ".ab-title"}`, h("i.lt-edge"),
      h("div.ab-what", line(main, "p.ab-main.gilt"), line([under, joint ? ctx.say("joint") : ""].filter(Boolean).join("　"), "p.ab-under")), list,
      people ? h("p.ab-people", `${ctx.say("presented_by")}　${people}`) : null));
  },
  enter(el, content) {
    if (!content.motion && content.kind !== "opening") return;
    slide(el.querySelector(".ab"), { x: -90, ms: 620 });
    draw(el.querySelector(".lt-edge"), { ms: 480 });
    grow(el.querySelector(".ab-main"), { delay: 160 });
    stagger(el.querySelectorAll(".ab-who"), rise, { each: 90, delay: 240, y: 18 });
    for (const said of el.querySelectorAll(".ab-people")) fade(said, { delay: 500 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".ab"), `translateY(${40 * unit(el)}px)`);
  },
};
