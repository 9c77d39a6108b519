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
  return h("li.award_bar__who", line(of, "p.award_bar__unit", count > 1 ? "wrap" : ""),
    count > WORKS ? null : line(title.join("　"), "p.award_bar__work", "wrap"),
    score == null || count > SCORES ? null : h("span.award_bar__score.digits", score));
}

function winners(called) {
  const { length: count } = called;
  const shape = count > SCORES ? ".award_bar__list--many" : count > WORKS ? ".award_bar__list--three" : "";
  const list = h(`ul.award_bar__list${shape}`, called.map((one) => winner(one, count)));
  list.style.setProperty("--across", count > SCORES ? Math.ceil(count / 2) : count);
  return list;
}

export default {
  mount(el, content, ctx) {
    const [main, under] = heading(content, ctx);
    const called = content.sets.flat();
    const joint = content.sets.some((set) => set.length > 1);
    const list = called.length ? winners(called) : null;
    const people = content.presenters
      .map(({ name, post }) => [post, name].filter(Boolean).join(" "))
      .join("　");
    el.append(
      h(
        `div.award_bar.overlay__bar${list ? "" : ".award_bar--title"}`,
        h("i.overlay__edge"),
        h(
          "div.award_bar__what",
          line(main, "p.award_bar__main.gilt"),
          line([under, joint ? ctx.say("joint") : ""].filter(Boolean).join("　"), "p.award_bar__under"),
        ),
        list,
        people ? h("p.award_bar__people", `${ctx.say("presented_by")}　${people}`) : null,
      ),
    );
  },
  enter(el, content) {
    if (!content.motion && content.kind !== "opening") return;
    slide(el.querySelector(".award_bar"), { x: -90, ms: 620 });
    draw(el.querySelector(".overlay__edge"), { ms: 480 });
    grow(el.querySelector(".award_bar__main"), { delay: 160 });
    stagger(el.querySelectorAll(".award_bar__who"), rise, { each: 90, delay: 240, y: 18 });
    for (const said of el.querySelectorAll(".award_bar__people")) fade(said, { delay: 500 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".award_bar"), `translateY(${40 * unit(el)}px)`);
  },
};
