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
  const list = h("ul.story__list", { "data-fit": "box" }, content[part].map((text) => h("li", loose(text))));
  return h("section.story__part.plate", h("h2.story__heading", ctx.say(part)), list);
}

function hero(one) {
  const value = line("", "p.story__figure.gilt");
  value.firstChild.append(figure(one));
  return h("li.story__hero", value, line(one.label, "p.story__label", "wrap"));
}

export default {
  mount(el, content, ctx) {
    const { entry, figures, firsts, honours } = content;
    const columns = parts(content);
    const heroes =
      ["all", "effect"].includes(content.part) && figures.length
        ? h("ul.story__heroes", figures.map(hero))
        : null;
    if (heroes)
      heroes.style.setProperty(
        "--columns",
        Math.min(figures.length, ctx.shape === "tall" ? 2 : ctx.shape === "wide" ? 7 : 4),
      );
    const ribbons = content.part === "all" ? [...firsts, ...honours] : [];
    el.append(
      h(
        "div.frame",
        masthead(ctx, entry.category),
        h(
          "div.story__title",
          h("span.story__number.digits", number(entry.order)),
          h("div.story__what", title(entry.title, "h1.story__name.gilt"), line(entry.unit, "p.story__unit")),
        ),
        heroes,
        columns.length
          ? h(
              "div.story__parts",
              { "data-alike": "" },
              columns.map((part) => column(part, content, ctx)),
            )
          : null,
        ribbons.length
          ? h(
              "p.story__ribbons",
              { "data-fit": "box" },
              ribbons.map((text) => h("span.tag", text)),
            )
          : null,
      ),
    );
  },
  enter(el) {
    rise(el.querySelector(".story__title"));
    stagger(el.querySelectorAll(".story__hero"), grow, { each: 80, delay: 160 });
    stagger(el.querySelectorAll(".story__part"), rise, { each: 110, delay: 320 });
    for (const ribbons of el.querySelectorAll(".story__ribbons")) fade(ribbons, { delay: 640 });
  },
};
