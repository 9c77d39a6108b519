/** Winners on cards, in a group that fits the stage, and who hands the award over. */
import { h } from "../js/dom.js";
import { corners } from "../js/frame.js";
import { line, loose, name } from "../js/type.js";

function card({ unit, title: lines, doer }) {
  const who = doer ? line("", "p.aw-doer") : null;
  who?.firstChild.append(name(doer));
  return h("li.aw-card.plate", corners(), h("h2.aw-title", { "data-fit": "box" }, lines.map((one) => h("span", loose(one)))), h("p.aw-unit", { "data-fit": "box" }, loose(unit)), who);
}

/** Columns so that the rows come out even: one card alone is large, six are two rows of three. */
export function columns(count, shape) {
  const most = { wide: 6, standard: 3, tall: 1 }[shape];
  return Math.max(1, Math.ceil(count / Math.ceil(count / most)));
}

/**
 * @param {object[][]} sets winners; those of one set are called together and share a frame
 * @param {object} ctx
 */
export function cards(sets, ctx) {
  const count = sets.flat().length;
  const across = columns(count, ctx.shape);
  const list = h("ul.aw", sets.flatMap((set) => (set.length > 1 ? joint(set, across, ctx) : set.map(card))));
  list.style.setProperty("--columns", across);
  list.style.setProperty("--rows", Math.ceil(count / across));
  return list;
}

/** Joint winners: one frame around their cards, as wide as they need it. */
function joint(set, across, ctx) {
  const group = h("li.aw-joint", h("p.aw-joint-word", h("span.tag", ctx.say("joint"))), h("ul.aw-joint-cards", set.map(card)));
  group.style.setProperty("--width", Math.min(set.length, across));
  group.style.setProperty("--deep", Math.ceil(set.length / across));
  return group;
}

export function presented(presenters, ctx) {
  if (!presenters.length) return null;
  const names = presenters.flatMap(({ name: person, post }, n) => [n ? "　" : "", post ? `${post} ` : "", name(person)]);
  const said = line("", "p.aw-presenters");
  said.firstChild.append(`${ctx.say("presented_by")}　`, ...names.filter(Boolean));
  return said;
}
