/** The whole bench as a wall of cards. */
import { h } from "../js/dom.js";
import { masthead, seal } from "../js/frame.js";
import { rise, stagger } from "../js/motion.js";
import { line, loose, name, title } from "../js/type.js";

/** Columns so that the rows come out even on this shape. */
export function columns(count, shape) {
  const most = { wide: 9, standard: 5, tall: count > 6 ? 3 : 2 }[shape];
  return Math.ceil(count / Math.ceil(count / most));
}

function card(judge) {
  const who = line("", "h2.judges__name");
  who.firstChild.append(name(judge.name));
  return h(
    "li.judges__card.plate",
    seal(String(judge.seat)),
    who,
    h(
      "div.judges__from",
      { "data-fit": "box" },
      ["unit", "post"].map((what) => h(`p.judges__${what}`, loose(judge[what] ?? ""))),
    ),
  );
}

export default {
  mount(el, { judges }, ctx) {
    const wall = h("ol.judges", judges.map(card));
    wall.style.setProperty("--columns", columns(judges.length, ctx.shape));
    wall.style.setProperty("--rows", Math.ceil(judges.length / columns(judges.length, ctx.shape)));
    el.append(h("div.frame", masthead(ctx), title([ctx.say("judges")], "h1.judges__title.gilt"), wall));
  },
  enter(el) {
    rise(el.querySelector(".judges__title"));
    const cards = el.querySelectorAll(".judges__card");
    stagger(cards, rise, { each: Math.min(60, 600 / cards.length), delay: 140, ms: 520 });
  },
};
