/**
 * The transparent overlay for the livestream: seven elements, each with its own way in and out, several
 * at once. Under BLACK nothing is left; under HOLD only the logo.
 */
import { h } from "../js/dom.js";
import { Stage } from "../js/scene_swapper.js";

const WORDS = ["top", "lower_third", "score", "award_bar"]; // amid the picture
const ELEMENTS = ["ticker", ...WORDS, "bug", "logo"];
const loaded = new Map();

function load(name) {
  if (!loaded.has(name)) loaded.set(name, import(`./${name}.js`).then((module) => module.default));
  return loaded.get(name);
}

/** What identifies an appearance: its own key, or its subject. Another subject is another appearance, new
 * numbers are an update. */
function subject({ key, form, name, entry, category }) {
  return key || [form, name, entry?.id, category?.id].filter(Boolean).join("/") || "on";
}

function wanted(view, name) {
  if (view.override === "black" || (view.override === "holding" && name !== "logo")) return null;
  const content = view[name];
  return content && { key: subject(content), scene: name, content };
}

/** @returns {Face} as main.js wants it */
export function open(canvas, ctx) {
  const stages = ELEMENTS.map((name) => {
    const layer = h("div.layer");
    canvas.append(layer);
    return [name, new Stage(layer, ctx, load, { cross: false })];
  });
  return {
    prepare(view) {
      for (const [name, stage] of stages) stage.prepare(wanted(view, name), view);
    },
    async show(cause) {
      const view = ctx.view();
      canvas.classList.toggle(
        "overlay--scored",
        Boolean(wanted(view, "score") && wanted(view, "lower_third")),
      );
      canvas.classList.toggle("overlay--words", WORDS.some((name) => wanted(view, name)));
      await Promise.all(stages.map(([name, stage]) => stage.show(wanted(view, name), cause)));
    },
    tick() {
      for (const [, stage] of stages) stage.tick();
    },
    offAir: () => ELEMENTS.every((name) => name === "logo" || !wanted(ctx.view(), name)),
  };
}
