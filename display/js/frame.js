/** The parts that full frames share, so that they look like one evening. */
import { drawing, h } from "./dom.js";
import { line } from "./type.js";

/** Whose evening it is, small and always in the same place; `aside` at the right, e.g. a category. */
export function masthead(ctx, aside = "") {
  const { contest } = ctx.view();
  return h(
    "header.masthead",
    line([contest.cup, contest.name].filter(Boolean).join("　"), "p.masthead__name"),
    aside ? h("p.masthead__aside", aside) : null,
  );
}

/** The house's ornament: a lozenge between two rules that taper away. */
export function ornament() {
  return h("div.ornament", h("i"), h("b"), h("i"));
}

const FRET = "M3 57V3h54M15 45V15h30v18H33v-6";

/** Four fretwork corners for a plate that deserves them. */
export function corners() {
  return ["top-left", "top-right", "bottom-left", "bottom-right"].map((place) =>
    drawing("0 0 60 60", `<path d="${FRET}"/>`, `corner corner--${place}`),
  );
}

/** A number in its seal. */
export function seal(text) {
  return h("span.seal.digits", h("span", text));
}
