/** The panic layer: holding or black over everything, with a fade. What is below goes on living. */
import { Stage } from "./scene_swapper.js";

/**
 * @param {HTMLElement} layer
 * @param {object} ctx
 * @param {(scene: string) => Promise<object>} load
 */
export function overrideLayer(layer, ctx, load) {
  const stage = new Stage(layer, ctx, load);
  const wanted = (override) => (override ? { key: override, scene: override, content: {} } : null);
  return {
    prepare: (override) => stage.prepare(wanted(override)),
    /** @param {null|"holding"|"black"} override */
    show: (override, cause) => stage.show(wanted(override), cause),
    tick: () => stage.tick(),
  };
}
