/** The rules in one look: how long, what counts, how the score is made. */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { draw, rise, stagger } from "../js/motion.js";
import { line, title } from "../js/type.js";

function criterion({ name, weight, note }, heaviest) {
  const bar = h("i.ru-bar");
  bar.style.width = `${(100 * weight) / heaviest}%`;
  return h("li.ru-row", h("div.ru-what", line(name, "h2.ru-name"), note ? line(note, "p.ru-note") : null, bar), h("span.ru-weight.digits", String(+weight), h("small", "%")));
}

function fact(value, unit, label) {
  return h("div.ru-fact", h("p.ru-value", h("span.digits", value), h("small", unit)), h("p.ru-label", label));
}

function minutes(seconds, label, ctx) {
  return seconds ? fact(String(+(seconds / 60).toFixed(1)), ctx.say("minute_unit"), label) : null;
}

function facts(rules, ctx) {
  const { trim_high: high, trim_low: low, combine } = rules;
  const [some, all] = combine === "sum" ? ["trim_sum", "sum_of_all"] : ["trim", "mean_of_all"];
  const way = high || low ? ctx.say(some, { high, low }) : ctx.say(all);
  return h("section.ru-facts.plate",
    h("div.ru-numbers", minutes(rules.talk, ctx.say("talk"), ctx), minutes(rules.qa, ctx.say("qa"), ctx), fact(String(rules.judges), ctx.say("judge_unit"), ctx.say("judges_count"))),
    h("hr.rule"),
    h("p.ru-way", { "data-fit": "box" }, h("span", ctx.say("range", { minimum: +rules.minimum, maximum: +rules.maximum })), h("span", way), h("span", ctx.say("decimals", { count: rules.decimals }))));
}

export default {
  mount(el, rules, ctx) {
    const heaviest = Math.max(1, ...rules.criteria.map((one) => +one.weight));
    const list = rules.criteria.length ? h("ol.ru-criteria", rules.criteria.map((one) => criterion(one, heaviest))) : null;
    if (list) list.style.setProperty("--count", rules.criteria.length);
    el.append(h("div.frame", masthead(ctx),
      h("div.ru-head", title([rules.title || ctx.say("rules")], "h1.ru-title.gilt"), rules.example ? h("span.tag", ctx.say("example")) : null),
      h(list ? "div.ru" : "div.ru.ru-alone", list, facts(rules, ctx))));
  },
  enter(el) {
    rise(el.querySelector(".ru-title"));
    stagger(el.querySelectorAll(".ru-row"), rise, { each: 70, delay: 120 });
    stagger(el.querySelectorAll(".ru-bar"), draw, { each: 70, delay: 260 });
    rise(el.querySelector(".ru-facts"), { delay: 240 });
  },
};
