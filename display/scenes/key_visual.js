/**
 * The contest's own picture: its name, the cup, who holds it and where. Also what stands when nothing is on
 * air.
 */
import { ridges } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { ornament } from "../js/frame.js";
import { draw, fade, rise, stagger } from "../js/motion.js";
import { line, title } from "../js/type.js";

/** The organizer's own picture, whole frame; where it can't be loaded the typeset one stands. */
function picture(file, typeset) {
  const image = h("img.key_visual__image", { src: `/assets/${encodeURIComponent(file)}`, alt: "" });
  image.onerror = () => image.replaceWith(...typeset());
  return [image];
}

function typeset(contest, words) {
  const logo = contest.theme?.logo
    ? h("img.key_visual__logo", { src: `/assets/${encodeURIComponent(contest.theme.logo)}`, alt: "" })
    : null;
  logo?.addEventListener("error", () => logo.remove());
  return [
    ridges(),
    h(
      "div.frame.key_visual",
      h(
        "div.key_visual__top",
        logo,
        contest.organizer ? line(contest.organizer, "p.key_visual__organizer") : null,
      ),
      h(
        "div.key_visual__name",
        contest.cup ? line(contest.cup, "p.key_visual__cup.serif.gilt") : null,
        title([contest.name], "h1.key_visual__title.gilt"),
        ornament(),
        line([contest.edition, contest.subtitle].filter(Boolean).join("　"), "p.key_visual__subtitle.serif"),
      ),
      line(words || contest.place, "p.key_visual__words"),
    ),
  ];
}

/** The picture itself, for this scene and for holding. */
export function keyVisual(contest, words) {
  const make = () => typeset(contest, words);
  const file = contest.theme?.key_visual;
  return file ? picture(file, make) : make();
}

export default {
  mount(el, content, ctx) {
    el.append(...keyVisual(ctx.view().contest, content.words));
  },
  enter(el) {
    stagger(el.querySelectorAll(".key_visual__cup, .key_visual__title, .key_visual__subtitle"), rise, {
      each: 110,
      ms: 700,
      delay: 80,
    });
    stagger(el.querySelectorAll(".key_visual__organizer, .key_visual__words"), fade, {
      each: 160,
      delay: 320,
      ms: 700,
    });
    for (const rule of el.querySelectorAll(".ornament")) draw(rule, { delay: 240, ms: 700 });
  },
};
