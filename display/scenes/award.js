/** An award: its winners in a group that fits the stage, and who hands it over. */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { corners, masthead } from "../js/frame.js";
import { fade, grow, rise, stagger } from "../js/motion.js";
import { line, name } from "../js/type.js";

function winner({ unit, title: lines, doer }) {
  const who = doer ? line("", "p.aw-doer") : null;
  who?.firstChild.append(name(doer));
  return h("li.aw-card.plate", corners(), h("h2.aw-title", { "data-fit": "box" }, lines.map((one) => h("span", one))), h("p.aw-unit", { "data-fit": "box" }, unit), who);
}

/** Columns so that the rows come out even: one card alone is large, six are two rows of three. */
export function columns(count, shape) {
  const most = { wide: 6, standard: 3, tall: 1 }[shape];
  return Math.max(1, Math.ceil(count / Math.ceil(count / most)));
}

function presented(presenters, ctx) {
  if (!presenters.length) return null;
  const names = presenters.flatMap(({ name: person, post }, n) => [n ? "　" : "", post ? `${post} ` : "", name(person)]);
  const said = line("", "p.aw-presenters");
  said.firstChild.append(`${ctx.say("presented_by")}　`, ...names.filter(Boolean));
  return said;
}

export default {
  mount(el, { award, category, page, pages, winners, presenters, joint }, ctx) {
    const list = h("ul.aw", winners.map(winner));
    list.style.setProperty("--columns", columns(winners.length, ctx.shape));
    list.style.setProperty("--rows", Math.ceil(winners.length / columns(winners.length, ctx.shape)));
    const aside = [joint ? ctx.say("joint") : "", pages > 1 ? `${page} / ${pages}` : ""].filter(Boolean).join("　");
    el.append(ridges(), h("div.frame", masthead(ctx, aside),
      h("div.aw-head", line(category, "p.aw-category"), line(award, "h1.aw-name.gilt")),
      winners.length ? list : h("p.aw-none", ctx.say("nobody")), presented(presenters, ctx)));
  },
  enter(el) {
    fade(el.querySelector(".aw-category"));
    grow(el.querySelector(".aw-name"), { delay: 80, ms: 760 });
    stagger(el.querySelectorAll(".aw-card"), rise, { each: 130, delay: 420, ms: 640 });
    for (const said of el.querySelectorAll(".aw-presenters")) fade(said, { delay: 900 });
  },
};
