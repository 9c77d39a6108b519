/**
 * The draw. Before it: who draws. After it: the order, and the roll in which the places settle one by
 * one, by the server's clock, so that every screen stops on the same name at the same moment.
 */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { OUT, play, rise, stagger } from "../js/motion.js";
import { style } from "../js/style.js";
import { compact, line, number } from "../js/type.js";

const LEAD_MS = 600; // all screens have heard of it by then
const ROLL_MS = 1500;
const WHOLE_MS = 9000;
const NAMES = 5; // that pass before the right one

/** Columns and lines in which `count` rows stand: one line more only where a column would be too many. */
export function grid(count, shape) {
  const lines = { wide: 7, standard: 8, tall: 14 }[shape];
  const most = { wide: 5, standard: 3, tall: 2 }[shape];
  const columns = Math.min(most, Math.max(1, Math.ceil(count / lines)));
  const down = Math.max(4, Math.ceil(count / columns));
  const room = Math.floor({ wide: 780, standard: 740, tall: 1400 }[shape] / down) - 8; // u of a row
  return { columns, lines: down, room, dense: room < 84 || columns >= Math.min(4, most) };
}

await style("draw.css", import.meta.url);

export default {
  mount(el, { session, rows, seed, drawn_at: drawn }, ctx) {
    const { columns, lines, room, dense } = grid(rows.length, ctx.shape);
    const list = h(
      `ol.draw__list${dense ? ".draw__list--dense" : ""}`,
      rows.map((row, n) =>
        h(
          "li.draw__row",
          h("span.draw__place.digits", drawn ? number(n + 1) : "·"),
          h(
            "div.draw__window",
            h("div.draw__who", line(row.unit, "p.draw__unit", "wrap"), compact(row.title, "p.draw__title")),
          ),
        ),
      ),
    );
    list.style.cssText = `--columns:${columns};--lines:${lines};--room:${room}`;
    const note = drawn ? ctx.say("draw_seed", { seed }) : ctx.say("draw_pool", { n: rows.length });
    el.append(
      h(
        "div.frame",
        masthead(ctx, session),
        h("div.draw__head", line(ctx.say("draw"), "h1.draw__name.gilt"), line(note, "p.draw__note")),
        list,
      ),
    );
  },
  enter(el) {
    rise(el.querySelector(".draw__head"));
    stagger(el.querySelectorAll(".draw__row"), rise, { each: 30, delay: 120 });
  },
  update(el, content, ctx, cause) {
    el.replaceChildren();
    this.mount(el, content, ctx);
    if (cause === "draw" && content.drawn_at && !matchMedia("(prefers-reduced-motion: reduce)").matches)
      roll(el, content.drawn_at + LEAD_MS - ctx.moment());
  },
};

/** `delay`: ms until the first place begins to roll. */
function roll(el, delay) {
  const rows = [...el.querySelectorAll(".draw__row")];
  const each = Math.min(900, (WHOLE_MS - ROLL_MS) / rows.length);
  const names = rows.map((row) => row.querySelector(".draw__who"));
  play(
    el.querySelector(".draw__note"),
    [{ opacity: 0 }, { opacity: 1 }],
    600,
    delay + ROLL_MS + each * rows.length,
  );
  rows.forEach((row, n) => {
    const reel = h("div.draw__reel");
    row.querySelector(".draw__window").append(reel);
    // Every screen sees the same names pass, and never a place's own name before its end.
    const passing = Array.from({ length: NAMES }, (_, k) => names[(n + (k + 1) * 7) % names.length]).filter(
      (name) => name !== names[n],
    );
    reel.append(names[n], ...passing.map((name) => name.cloneNode(true)));
    const from = delay + n * each;
    play(row.querySelector(".draw__place"), [{ opacity: 0.25 }, { opacity: 1 }], 300, from);
    play(
      reel,
      [
        { opacity: 0, transform: `translateY(-${passing.length * 100}%)` },
        { opacity: 1, offset: 0.08 },
        { opacity: 1, transform: "none" },
      ],
      ROLL_MS,
      from,
      OUT,
    ).addEventListener("finish", () => reel.replaceWith(names[n]));
  });
}
