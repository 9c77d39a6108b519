/** A main screen: the ground, the scene on air, the panic layer. */
import { backdrop } from "../js/backdrop.js";
import { h } from "../js/dom.js";
import { overrideLayer } from "../js/override.js";
import { Stage } from "../js/scene_swapper.js";

const IDLE = { key: "", scene: "key_visual", content: { words: "" } };
const OFF_AIR = new Set(["holding", "black", "key_visual", "test"]);
const loaded = new Map();

/** A scene's module, fetched once. */
function load(scene) {
  if (!loaded.has(scene)) loaded.set(scene, import(`../scenes/${scene}.js`).then((module) => module.default));
  return loaded.get(scene);
}

/**
 * @param {HTMLElement} canvas
 * @param {object} ctx
 * @returns {Face} as main.js wants it
 */
export function open(canvas, ctx) {
  const [ground, below, above] = [backdrop(), h("div.layer"), h("div.layer")];
  canvas.append(ground, below, above);
  const stage = new Stage(below, ctx, load);
  const panic = overrideLayer(above, ctx, load);
  return {
    prepare(view) {
      panic.prepare(view.override);
      stage.prepare(view.program ?? IDLE, view);
    },
    async show(cause) {
      const { program, override } = ctx.view();
      await Promise.all([panic.show(override, cause), stage.show(program ?? IDLE, cause)]);
    },
    tick() {
      stage.tick();
      panic.tick();
    },
    offAir() {
      const { program, override } = ctx.view();
      return Boolean(override) || !program || OFF_AIR.has(program.scene);
    },
  };
}
