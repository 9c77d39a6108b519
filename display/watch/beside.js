/** What stands beside the stream, or below it on a phone: now, next, and the ranking as the hall knows it. */
import { h, write } from "../js/dom.js";
import { reading, until } from "../js/timing.js";
import { flowing, loose, number } from "../js/type.js";
import { goingOn } from "../js/words.js";

function entryCard(label, entry, ctx, extra = null) {
  return h(
    "section.beside__card",
    h("p.beside__label", ctx.say(label), extra),
    h(
      "div.beside__entry",
      h("span.beside__order.digits", number(entry.order)),
      h("div", h("p.beside__unit", loose(entry.unit)), h("p.beside__title", flowing(entry.title))),
    ),
  );
}

function nowCard({ now, pause, on }, ctx) {
  const timer = h("b.beside__time.digits");
  if (pause)
    return h(
      "section.beside__card",
      h("p.beside__label", ctx.say("break"), timer),
      h("p.beside__unit", pause.title),
    );
  if (now) return entryCard("now", now, ctx, timer);
  const words = on && goingOn(on, ctx.say);
  return words
    ? h("section.beside__card", h("p.beside__label", ctx.say("now")), h("p.beside__unit", words))
    : null;
}

function ranking({ name, rows }, ctx) {
  const row = (one) =>
    h(
      "li",
      h("span.beside__rank.digits", String(one.rank)),
      h("span.beside__who", loose(one.unit)),
      h("b.beside__score.digits", one.score),
    );
  return h(
    "section.beside__card",
    h("p.beside__label", `${name}　${ctx.say("top")}`),
    h("ol.beside__rows", rows.map(row)),
  );
}

/**
 * @param {HTMLElement} el
 * @param {object} ctx
 * @returns {{draw(): void, tick(): void}}
 */
export function beside(el, ctx) {
  let drawn = "";
  return {
    draw() {
      const { now, next, pause, on, session, standings, contest } = ctx.view();
      const wanted = JSON.stringify([now, next, pause, on, session, standings, contest]);
      if (wanted === drawn) return;
      drawn = wanted;
      const own = ({ name }) => Number(name !== now?.category);
      const ranked = standings.filter(({ rows }) => rows.length).sort((one, other) => own(one) - own(other));
      const held = [contest.edition, contest.subtitle, contest.place].filter(Boolean).join(" · ");
      el.replaceChildren(
        ...[
          h(
            "header.beside__head",
            h(
              "h1",
              [contest.cup, contest.name].filter(Boolean).map((part) => h("span.gilt", part)),
            ),
            held ? h("p", held) : null,
          ),
          nowCard({ now, pause, on }, ctx),
          next ? entryCard("next", next, ctx) : null,
          !now && !next && !pause && !on
            ? h(
                "p.beside__card",
                session ? ctx.say("session_starts", { time: session.start }) : ctx.say("soon"),
              )
            : null,
          ranked.map((one) => ranking(one, ctx)),
          ranked.length ? h("p.beside__note", ctx.say("as_announced")) : null,
        ]
          .flat()
          .filter(Boolean),
      );
    },
    tick() {
      const time = el.querySelector(".beside__time");
      if (time) write(time, timeOf(ctx));
    },
  };
}

/** The talk's clock, or until when a break lasts. */
function timeOf(ctx) {
  const { pause, timer } = ctx.view();
  if (pause) return pause.to == null ? "" : until(pause.to, ctx.now());
  if (timer?.started_at == null) return "";
  const { phase, over, text } = reading(timer, ctx.now());
  return `${ctx.say(phase)} ${over >= 1000 ? "+" : ""}${text}`;
}
