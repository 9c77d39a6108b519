/** The rules in one look: how long, what counts, how the score is made. */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { draw, rise, stagger } from "../js/motion.js";
import { line, title } from "../js/type.js";

function criterion({ name, weight, note }, heaviest) {
  const bar = h("i.rules__bar");
  bar.style.width = `${(100 * weight) / heaviest}%`;
  return h(
    "li.rules__row",
    h("div.rules__what", line(name, "h2.rules__name"), note ? line(note, "p.rules__note") : null, bar),
    h("span.rules__weight.digits", String(+weight), h("small", "%")),
  );
}

function fact(value, unit, label) {
  return h(
    "div.rules__fact",
    h("p.rules__value", h("span.digits", value), h("small", unit)),
    h("p.rules__label", label),
  );
}

function minutes(seconds, label, ctx) {
  return seconds ? fact(String(+(seconds / 60).toFixed(1)), ctx.say("minute_unit"), label) : null;
}

function facts(rules, ctx) {
  const { trim_high: high, trim_low: low, combine } = rules;
  const [some, all] = combine === "sum" ? ["trim_sum", "sum_of_all"] : ["trim", "mean_of_all"];
  const way = high || low ? ctx.say(some, { high, low }) : ctx.say(all);
  return h(
    "section.rules__facts.plate",
    h(
      "div.rules__numbers",
      minutes(rules.talk, ctx.say("talk"), ctx),
      minutes(rules.qa, ctx.say("qa"), ctx),
      fact(String(rules.judges), ctx.say("judge_unit"), ctx.say("judges_count")),
    ),
    h("hr.rule"),
    h(
      "p.rules__way",
      { "data-fit": "box" },
      h("span", ctx.say("range", { minimum: +rules.minimum, maximum: +rules.maximum })),
      h("span", way),
      h("span", ctx.say("decimals", { count: rules.decimals })),
    ),
  );
}

export default {
  mount(el, rules, ctx) {
    const heaviest = Math.max(1, ...rules.criteria.map((one) => +one.weight));
    const list = rules.criteria.length
      ? h(
          "ol.rules__criteria",
          rules.criteria.map((one) => criterion(one, heaviest)),
        )
      : null;
    if (list) list.style.setProperty("--count", rules.criteria.length);
    el.append(
      h(
        "div.frame",
        masthead(ctx),
        h(
          "div.rules__head",
          title([rules.title || ctx.say("rules")], "h1.rules__title.gilt"),
          rules.example ? h("span.tag", ctx.say("example")) : null,
        ),
        h(list ? "div.rules" : "div.rules.rules--alone", list, facts(rules, ctx)),
      ),
    );
  },
  enter(el) {
    rise(el.querySelector(".rules__title"));
    stagger(el.querySelectorAll(".rules__row"), rise, { each: 70, delay: 120 });
    stagger(el.querySelectorAll(".rules__bar"), draw, { each: 70, delay: 260 });
    rise(el.querySelector(".rules__facts"), { delay: 240 });
  },
};
