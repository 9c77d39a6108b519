/** Winners on cards, in a group that fits the stage, and who hands the award over. */
import { h } from "../js/dom.js";
import { corners } from "../js/frame.js";
import { style } from "../js/style.js";
import { line, loose, name } from "../js/type.js";

await style("cards.css", import.meta.url);

function card({ unit, title: lines, doer }) {
  const who = doer ? line("", "p.cards__doer") : null;
  who?.firstChild.append(name(doer));
  return h(
    "li.cards__card.plate",
    corners(),
    h(
      "h2.cards__title",
      { "data-fit": "box" },
      lines.map((one) => h("span", loose(one))),
    ),
    h("p.cards__unit", { "data-fit": "box" }, loose(unit)),
    who,
  );
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
  const list = h(
    "ul.cards",
    sets.flatMap((set) => (set.length > 1 ? joint(set, across, ctx) : set.map(card))),
  );
  list.style.setProperty("--columns", across);
  list.style.setProperty("--rows", Math.ceil(count / across));
  return list;
}

/** Joint winners: one frame around their cards, as wide as they need it. */
function joint(set, across, ctx) {
  const group = h(
    "li.cards__joint",
    h("p.cards__joint-word", h("span.tag", ctx.say("joint"))),
    h("ul.cards__joint-cards", set.map(card)),
  );
  group.style.setProperty("--width", Math.min(set.length, across));
  group.style.setProperty("--deep", Math.ceil(set.length / across));
  return group;
}

export function presented(presenters, ctx) {
  if (!presenters.length) return null;
  const names = presenters.flatMap(({ name: person, post }, n) => [
    n ? "　" : "",
    post ? `${post} ` : "",
    name(person),
  ]);
  const said = line("", "p.cards__presenters");
  said.firstChild.append(`${ctx.say("presented_by")}　`, ...names.filter(Boolean));
  return said;
}
