/** The project's story in its parts, any of which may be empty, with the key figures as its heroes. */
import { h } from "../js/dom.js";
import { masthead } from "../js/frame.js";
import { fade, grow, rise, stagger } from "../js/motion.js";
import { figure, line, loose, number, title } from "../js/type.js";

const PARTS = ["practice", "progress", "effect"];

/** The parts that have something to say and were asked for, in their order. */
export function parts(content) {
  return PARTS.filter((part) => ["all", part].includes(content.part) && content[part].length);
}

function column(part, content, ctx) {
  const list = h("ul.st-list", { "data-fit": "box" }, content[part].map((text) => h("li", loose(text))));
  return h("section.st-part.plate", h("h2.st-head", ctx.say(part)), list);
}

function hero(one) {
  const value = line("", "p.st-figure.gilt");
  value.firstChild.append(figure(one));
  return h("li.st-hero", value, line(one.label, "p.st-label", "wrap"));
}

export default {
  mount(el, content, ctx) {
    const { entry, figures, firsts, honours } = content;
    const columns = parts(content);
    const heroes = ["all", "effect"].includes(content.part) && figures.length ? h("ul.st-heroes", figures.map(hero)) : null;
    if (heroes) heroes.style.setProperty("--columns", Math.min(figures.length, ctx.shape === "tall" ? 2 : ctx.shape === "wide" ? 7 : 4));
    const ribbons = content.part === "all" ? [...firsts, ...honours] : [];
    el.append(h("div.frame", masthead(ctx, entry.category),
      h("div.st-title", h("span.st-number.digits", number(entry.order)), h("div.st-what", title(entry.title, "h1.st-name.gilt"), line(entry.unit, "p.st-unit"))),
      heroes,
      columns.length ? h("div.st", { "data-alike": "" }, columns.map((part) => column(part, content, ctx))) : null,
      ribbons.length ? h("p.st-ribbons", { "data-fit": "box" }, ribbons.map((text) => h("span.tag", text))) : null));
  },
  enter(el) {
    rise(el.querySelector(".st-title"));
    stagger(el.querySelectorAll(".st-hero"), grow, { each: 80, delay: 160 });
    stagger(el.querySelectorAll(".st-part"), rise, { each: 110, delay: 320 });
    for (const ribbons of el.querySelectorAll(".st-ribbons")) fade(ribbons, { delay: 640 });
  },
};
