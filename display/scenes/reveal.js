/**
 * The reveal. Covered: a card a judge, face down. Revealed: the marks turn one by one, the dropped
 * extremes are struck and said in words, then the deduction, then the score. The page holds nothing
 * that is still covered, so the turning can only begin when the numbers come.
 */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { draw, fade, grow, play, rise, stagger } from "../js/motion.js";
import { line, name, number, oneLine, title } from "../js/type.js";

const EACH_MS = 340;
const TURN_MS = 420;
const STRIKE_MS = 420;

function card(seat, ctx) {
  const who = line("", "p.reveal__judge");
  who.firstChild.append(name(seat.name));
  const mark = seat.excused
    ? h("p.reveal__mark.reveal__mark--excused", { "data-fit": "" }, ctx.say(seat.excused))
    : seat.mark == null
      ? null
      : h("p.reveal__mark.digits", { "data-fit": "" }, seat.mark);
  const fell = seat.dropped ? [h("i.reveal__strike"), line(ctx.say(seat.dropped), "p.reveal__fell")] : null;
  return h(
    `li.reveal__card.plate${seat.dropped ? ".reveal__card--dropped" : ""}`,
    who,
    h("div.reveal__face", mark, mark ? null : h("i.reveal__back"), fell),
  );
}

function sums({ combine, mean, deduction, deduction_reason: reason, parts }, ctx) {
  const cut = Number(deduction) > 0;
  return h(
    `p.reveal__sums${parts.length > 2 ? ".reveal__sums--many" : ""}`,
    h("span", ctx.say(combine), " ", h("b.digits", mean)),
    cut
      ? h(
          "span.reveal__cut",
          ctx.say("deduction"),
          " ",
          h("b.digits", `−${deduction}`),
          reason ? h("small", reason) : null,
        )
      : null,
    parts.map((part) =>
      h("span", part.name, " ", h("b.digits", part.value), h("small", `× ${part.weight}%`)),
    ),
  );
}

export default {
  mount(el, content, ctx) {
    const { entry, covered, seats } = content;
    const cards = h("ol.reveal__cards", seats.map((seat) => card(seat, ctx)));
    cards.style.setProperty("--columns", columns(seats.length, ctx.shape));
    el.append(
      h(
        "div.frame",
        masthead(ctx, entry.category),
        h(
          "div.reveal__what",
          h("span.reveal__number.digits", number(entry.order)),
          h(
            "div.reveal__who",
            title(oneLine(entry.title, ctx), "h1.reveal__title"),
            line(entry.unit, "p.reveal__unit"),
          ),
        ),
        cards,
        h(
          "div.reveal__result",
          covered
            ? h("p.reveal__wait", ctx.say("score_coming"))
            : [
                sums(content, ctx),
                h("p.reveal__score", h("small", ctx.say("final")), h("b.digits.gilt", content.score)),
              ],
        ),
      ),
    );
  },
  enter(el, content) {
    rise(el.querySelector(".reveal__what"));
    stagger(el.querySelectorAll(".reveal__card"), rise, { each: 50, delay: 120 });
    if (content.covered) fade(el.querySelector(".reveal__wait"), { delay: 500 });
    else turn(el, 120, 420);
  },
  update(el, content, ctx, cause) {
    const wasCovered = Boolean(el.querySelector(".reveal__back"));
    el.replaceChildren();
    this.mount(el, content, ctx);
    if (cause && wasCovered && !content.covered) turn(el, EACH_MS, 200);
  },
};

/** Nine cards stand in one row on a wall, in two or three elsewhere. */
export function columns(count, shape) {
  const most = { wide: 15, standard: 9, tall: 3 }[shape];
  return Math.ceil(count / Math.ceil(count / most));
}

/** Every mark in its turn, then what falls, then the sum and the score. */
function turn(el, each, delay) {
  const cards = [...el.querySelectorAll(".reveal__card")];
  cards.forEach((card, n) => {
    const frames = [{ transform: "rotateX(88deg)", opacity: 0 }, { transform: "none", opacity: 1 }];
    play(card.querySelector(".reveal__mark"), frames, TURN_MS, delay + n * each);
  });
  const turned = delay + cards.length * each + TURN_MS / 2;
  for (const card of el.querySelectorAll(".reveal__card--dropped")) {
    play(card, [{ opacity: 1 }, { opacity: getComputedStyle(card).opacity }], STRIKE_MS, turned);
    draw(card.querySelector(".reveal__strike"), { delay: turned, ms: STRIKE_MS });
    fade(card.querySelector(".reveal__fell"), { delay: turned + 120 });
  }
  rise(el.querySelector(".reveal__sums"), { delay: turned + STRIKE_MS });
  grow(el.querySelector(".reveal__score"), { delay: turned + STRIKE_MS + 500, ms: 760, from: 0.8 });
}
