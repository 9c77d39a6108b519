/**
 * The ranking: a new score comes in and every row glides to its place, from wherever it visibly is.
 * Only one page of rows is in the document, so a hundred entries cost no more than ten.
 */
import { h } from "../js/dom.js";
import { fit } from "../js/fit.js";
import { masthead } from "../js/frame.js";
import { OUT, play, rise, stagger } from "../js/motion.js";
import { flowing, line, loose } from "../js/type.js";
import { before, glideMs, layout, pageAt, place } from "./places.js";

const WAIT_MS = 700; // the ranking as it was is read before it changes

function titled(lines, shape) {
  return shape === "wide"
    ? h("p.ranking__title", { "data-fit": "" }, h("span.line", flowing(lines)))
    : h("p.ranking__title", { "data-fit": "box" }, flowing(lines));
}

function row(one, { shape }, dense) {
  const medal = one.rank <= 3 ? `.ranking__row--top.ranking__row--${one.rank}` : "";
  return h(
    `li.ranking__row${medal}${one.fresh ? ".ranking__row--new" : ""}`,
    { "data-entry": one.entry },
    h(
      "div.ranking__plate",
      h("span.ranking__rank.digits", String(one.rank)),
      h(
        "div.ranking__who",
        dense || shape === "wide"
          ? line(one.unit, "p.ranking__unit")
          : h("p.ranking__unit", { "data-fit": "box" }, loose(one.unit)),
        dense ? null : titled(one.title, shape),
      ),
      h("span.ranking__score.digits", one.score),
    ),
  );
}

function at(index, lines) {
  const { column, line: down } = place(index, lines);
  return `translate(${column * 100}%, ${down * 100}%)`;
}

function since(ctx) {
  return ctx.now() - (ctx.view().program?.at ?? ctx.now());
}

/** Fills the list with the rows of one page, each in its place. */
function fill(el, content, page, ctx) {
  const list = el.querySelector(".ranking__list");
  const { rows, page_size: size } = content;
  const { lines, dense } = layout(content, ctx.shape);
  const shown = rows.slice(page * size, page * size + size);
  list.replaceChildren(...shown.map((one, index) => {
    const made = row(one, ctx, dense);
    made.style.transform = at(index, lines);
    return made;
  }));
  list.dataset.page = page;
  const pages = Math.ceil(rows.length / size);
  el.querySelector(".ranking__page").textContent = pages > 1 ? `${page + 1} / ${pages}` : "";
}

export default {
  mount(el, content, ctx) {
    const { category, rows, of, top } = content;
    const { columns, lines, scale, words, dense } = layout(content, ctx.shape);
    const list = h(`ol.ranking__list${dense ? ".ranking__list--dense" : ""}`);
    list.style.cssText = `--columns:${columns};--lines:${lines};--scale:${scale};--words:${words}`;
    const count = top ? ctx.say("top_n", { n: top }) : ctx.say("ranked", { n: rows.length, of });
    el.append(h("div.frame", masthead(ctx, count),
      h("div.ranking__head", line(category.name, "h1.ranking__category.gilt"), h("p.ranking__page.digits")),
      list, rows.length ? null : h("p.ranking__none", ctx.say("not_yet"))));
    fill(el, content, pageAt(content, since(ctx)), ctx);
  },
  enter(el, content, ctx) {
    rise(el.querySelector(".ranking__head"));
    const rows = [...el.querySelectorAll(".ranking__row")];
    if (content.rows.some((one) => one.fresh)) return arrive(el, content, ctx);
    return stagger(rows.map((one) => one.firstChild), rise, { each: 45, delay: 120 });
  },
  update(el, content, ctx, cause) {
    const old = visible(el);
    el.replaceChildren();
    this.mount(el, content, ctx);
    if (cause) glide(el, old);
  },
  tick(el, content, ctx) {
    const page = pageAt(content, since(ctx));
    if (String(page) === el.querySelector(".ranking__list").dataset.page) return;
    fill(el, content, page, ctx);
    fit(el.querySelector(".ranking__list"));
    stagger([...el.querySelectorAll(".ranking__plate")], rise, { each: 30, ms: 420 });
  },
};

/** Where every row is at this very moment, motion and all: entry → [x, y] in pixels. */
function visible(el) {
  return new Map([...el.querySelectorAll(".ranking__row")].map((one) => {
    const { m41, m42 } = new DOMMatrix(getComputedStyle(one).transform);
    return [one.dataset.entry, [m41, m42]];
  }));
}

/** From the old places to the new; a row that was not here comes up from below the list. */
function glide(el, old, delay = 0) {
  const list = el.querySelector(".ranking__list");
  for (const one of list.children) {
    const { m41, m42 } = new DOMMatrix(getComputedStyle(one).transform);
    const from = old.get(one.dataset.entry);
    if (!from || one.classList.contains("ranking__row--new")) comeIn(one, list, delay);
    else if (Math.abs(from[0] - m41) + Math.abs(from[1] - m42) > 0.5) {
      const ms = glideMs((from[1] - m42) / one.offsetHeight);
      play(
        one,
        [
          { transform: `translate(${from[0]}px, ${from[1]}px)` },
          { transform: `translate(${m41}px, ${m42}px)` },
        ],
        ms,
        delay,
      );
    }
  }
}

function comeIn(one, list, delay) {
  const side = [
    { opacity: 0, transform: `translateX(${list.offsetWidth * 0.12}px)` },
    { opacity: 1, transform: "none" },
  ];
  play(one.firstChild, side, 720, delay + 260, OUT);
}

/** A take with new results: the list as it was, then the newcomers' places open up. */
function arrive(el, content, ctx) {
  const list = el.querySelector(".ranking__list");
  const { rows, page_size: size } = content;
  const { lines } = layout(content, ctx.shape);
  const was = before(rows, Number(list.dataset.page) * size);
  const old = new Map();
  for (const one of rows) {
    const index = was(one);
    const shown = list.querySelector(`[data-entry="${CSS.escape(one.entry)}"]`);
    if (index == null || !shown) continue;
    const { column, line: down } = place(index, lines);
    old.set(one.entry, [column * shown.offsetWidth, down * shown.offsetHeight]);
  }
  glide(el, old, WAIT_MS);
}
