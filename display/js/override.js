/** The panic layer: holding or black over everything, with a fade. What is below goes on living. */
import { Stage } from "./stage.js";

/**
 * @param {HTMLElement} layer
 * @param {object} ctx
 * @param {(scene: string) => Promise<object>} load
 */
export function overrideLayer(layer, ctx, load) {
  const stage = new Stage(layer, ctx, load);
  return {
    /** @param {null|"holding"|"black"} override */
    show: (override, cause) =>
      stage.show(override ? { key: override, scene: override, at: 0, content: {} } : null, cause),
    tick: () => stage.tick(),
  };
}
