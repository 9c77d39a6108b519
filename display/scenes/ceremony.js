/**
 * The awards as a ceremony: titles, the board on which rows climb to their places, the pages of winners.
 * All that moves is derived from the step's own content, so a step looks the same from wherever it is
 * reached. Its motion is an anchor of the server's: where it stands follows from the moment, on every
 * screen alike; held, faster or slower it stays so, and when the anchor goes the motion has ended.
 */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { masthead, ornament, seal } from "../js/frame.js";
import { draw, fade, grow, play, rise, stagger } from "../js/motion.js";
import { style } from "../js/style.js";
import { flowing, line } from "../js/type.js";
import { linesOf, startOf, windowOf } from "./board.js";
import { cards, presented } from "./cards.js";

const LAND_MS = 420; // of a climb: the row has arrived, its score comes
const CLIMB = "cubic-bezier(.5,.05,.2,1)";

await Promise.all(["ceremony.css", "board.css"].map((sheet) => style(sheet, import.meta.url)));

const KINDS = {
  title: { mount: mountTitle, move: moveTitle },
  board: { mount: mountBoard, move: moveBoard },
  page: { mount: mountPage, move: movePage },
};

const still = (content) => JSON.stringify({ ...content, motion: null });

export default {
  mount(el, content, ctx) {
    el.still = still(content);
    if (content.kind !== "board") el.append(ridges());
    KINDS[content.kind].mount(el, content, ctx);
  },
  enter(el, content, ctx) {
    KINDS[content.kind].move(el, content, ctx);
    settle(el, content, ctx);
  },
  update(el, content, ctx, cause) {
    // A step and what was done with its motion may come in one frame.
    if (cause === "motion" && el.still === still(content)) return settle(el, content, ctx);
    el.replaceChildren();
    this.mount(el, content, ctx);
    if (cause && content.motion) {
      KINDS[content.kind].move(el, content, ctx);
      settle(el, content, ctx);
    }
    return undefined;
  },
};

/** Brings every motion of the step to where the anchor says; without an anchor they have ended. */
function settle(el, { motion }, ctx) {
  for (const one of el.getAnimations({ subtree: true })) {
    if (!motion) one.finish();
    else follow(one, motion, ctx);
  }
}

function follow(animation, { at, done, speed, held }, ctx) {
  const rate = speed / 100;
  animation.playbackRate = rate;
  if (held) {
    animation.pause();
    animation.currentTime = done;
  } else {
    animation.startTime = ctx.began + (at - ctx.moment()) - done / rate;
  }
}

/* --- titles ------------------------------------------------------------------------------------------- */

function mountTitle(el, { title, group }, ctx) {
  const { contest } = ctx.view();
  const opens = !title && !group;
  const above = opens
    ? [contest.cup, contest.name].filter(Boolean).join("　")
    : title && group
      ? group
      : ctx.say("ceremony");
  el.append(
    h(
      "div.frame",
      masthead(ctx),
      h(
        "div.ceremony__title",
        line(above, "p.ceremony__above"),
        line(opens ? ctx.say("ceremony") : title || group, "h1.ceremony__main.gilt"),
        ornament(),
      ),
    ),
  );
}

function moveTitle(el) {
  fade(el.querySelector(".ceremony__above"), { ms: 500 });
  grow(el.querySelector(".ceremony__main"), { ms: 700 });
  draw(el.querySelector(".ornament"), { delay: 250, ms: 600 });
}

/* --- the board ---------------------------------------------------------------------------------------- */

function mountBoard(el, content, ctx) {
  const { title, group, suspense, places, rows } = content;
  const seen = windowOf(content, ctx.shape);
  const list = h(`ol.board__list${rows.some((row) => row.joint) ? ".board__list--ties" : ""}`);
  list.style.setProperty("--lines", linesOf(ctx.shape));
  for (let place = 0; place < places; place += 1)
    if (inSight(place, seen, ctx.shape)) list.append(covered(place, seen, suspense && place < 3));
  rows.forEach(
    (row, n) => inSight(places + n, seen, ctx.shape) && list.append(...standing(row, places + n, seen)),
  );
  const aside = suspense ? ctx.say("suspense") : title;
  el.append(
    h(
      "div.frame",
      masthead(ctx, ctx.say("ceremony")),
      h(
        "div.board__head",
        line(group, "h1.board__group.gilt"),
        line(aside, `p.board__aside${suspense ? ".board__aside--waiting" : ""}`),
      ),
      list,
    ),
  );

  function standing(row, place, where) {
    const one = put(
      h(
        `li.board__row${row.now ? ".board__row--now" : ""}${row.rank <= 3 ? ".board__row--top" : ""}`,
        { "data-entry": row.entry },
        plate(row, ctx),
      ),
      place,
      where,
    );
    return row.now
      ? [
          put(
            h("li.board__row.board__row--under", h("div.board__plate.board__plate--covered")),
            place,
            where,
          ),
          one,
        ]
      : [one];
  }
}

/** Whether a place is seen now, or was before the step: what is neither is not drawn. */
function inSight(place, { from, was }, shape) {
  return place >= Math.min(from, was) && place < Math.max(from, was) + linesOf(shape);
}

function put(el, place, { from }) {
  el.dataset.place = place;
  el.style.transform = `translateY(${(place - from) * 100}%)`;
  return el;
}

function covered(place, where, waits) {
  return put(
    h(
      `li.board__row${waits ? ".board__row--suspense" : ""}`,
      h(
        "div.board__plate.board__plate--covered",
        h("span.board__rank.digits", String(place + 1)),
        h("i.board__veil"),
      ),
    ),
    place,
    where,
  );
}

function plate({ rank, unit, title, award, joint, score }, ctx) {
  return h(
    "div.board__plate",
    rank <= 3 ? seal(String(rank)) : h("span.board__rank.digits", String(rank)),
    h(
      "div.board__who",
      line(unit, "p.board__unit", ctx.shape === "standard" ? "wrap" : ""),
      h("p.board__work", { "data-fit": ctx.shape === "wide" ? "" : "wrap" }, h("span.line", flowing(title))),
    ),
    h("div.board__honour", h("span.tag", award), joint ? h("span.board__joint", ctx.say("joint")) : null),
    score == null ? null : h("span.board__score.digits", score),
  );
}

function moveBoard(el, content, ctx) {
  const ms = content.motion?.ms ?? 0;
  if (!content.rows.some((row) => row.now))
    return stagger(el.querySelectorAll(".board__row--suspense > *, .board__aside--waiting"), grow, {
      each: 180,
      delay: 200,
      ms: 700,
      from: 0.97,
    });
  const travel = Math.max(300, ms - LAND_MS);
  const seen = windowOf(content, ctx.shape);
  for (const one of el.querySelectorAll(".board__row")) {
    const to = one.dataset.place - seen.from;
    const from = one.classList.contains("board__row--now")
      ? startOf(to, seen, ctx.shape)
      : one.dataset.place - seen.was;
    if (from !== to)
      play(
        one,
        [{ transform: `translateY(${from * 100}%)` }, { transform: `translateY(${to * 100}%)` }],
        travel,
        0,
        CLIMB,
      );
  }
  for (const under of el.querySelectorAll(".board__row--under > *"))
    play(under, [{ opacity: 1 }, { opacity: 1, offset: 0.8 }, { opacity: 0 }], travel, 0, "linear");
  for (const part of el.querySelectorAll(".board__row--now :is(.board__score, .board__honour)"))
    grow(part, { delay: travel, ms: LAND_MS, from: 0.8 });
  return undefined;
}

/* --- pages -------------------------------------------------------------------------------------------- */

function mountPage(el, { title, group, sets, presenters }, ctx) {
  el.append(
    h(
      "div.frame",
      masthead(ctx, ctx.say("ceremony")),
      h("div.cards__head", line(group, "p.cards__category"), line(title, "h1.cards__name.gilt")),
      cards(sets, ctx),
      presented(presenters, ctx),
    ),
  );
}

function movePage(el) {
  fade(el.querySelector(".cards__category"), { ms: 400 });
  grow(el.querySelector(".cards__name"), { ms: 620 });
  stagger(el.querySelectorAll(".cards__joint, .cards > .cards__card"), rise, {
    each: 130,
    delay: 260,
    ms: 640,
  });
  for (const said of el.querySelectorAll(".cards__presenters")) rise(said, { delay: 420, ms: 560, y: 16 });
}
