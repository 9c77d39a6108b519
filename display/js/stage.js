/**
 * The scene swapper. Any scene may follow any other: a take never waits for the motion before it. The
 * leaving scene is a finished picture that only fades, the coming one is mounted whole and then moved
 * into place, and every motion ends in what was mounted. So the end of a transition is a fresh load.
 * An overlay element is a stage of its own, with its own way in and out (`cross: false`).
 */
import { fit } from "./fit.js";
import { vanish } from "./motion.js";
import { settled } from "./settled.js";

const CROSS_MS = 260;
const CROSS_DELAY = 90;
const FRAME_MS = 34;

export class Stage {
  /**
   * @param {HTMLElement} layer where the scenes stand
   * @param {object} ctx the scenes' context: now, lang, say, view, shape, output, u
   * @param {(scene: string) => Promise<object>} load gives a scene's module
   * @param {{cross?: boolean}} [options] cross: scenes fade over each other, besides their own motion
   */
  constructor(layer, ctx, load, { cross = true } = {}) {
    Object.assign(this, { layer, ctx, load, cross, on: null, setting: null });
  }

  /**
   * Brings `program` on, or takes everything off (null). Resolves when the change has begun to show.
   * @param {{key: string, scene: string, at?: number, content: object}|null} program
   * @param {string|null} cause null: no motion
   */
  async show(program, cause) {
    const moving = cause && !document.hidden ? cause : null;
    if (program && same(this.setting, program)) return this.amend(this.setting, program, moving);
    this.setting?.coming?.el.remove(); // what was being set for another take must not come on after this
    this.setting = null;
    if (program && same(this.on, program)) return this.update(program, moving);
    if (!program) return this.on && this.swap(null, moving); // what is on its way out already, goes its way
    const setting = { ...program, cause: moving, coming: null };
    this.setting = setting;
    setting.ready = this.set(setting);
    return setting.ready;
  }

  /** Mounts a take unseen and swaps it in once its fonts are there and its moment has come. */
  async set(setting) {
    try {
      const module = await this.load(setting.scene);
      if (this.setting !== setting) return;
      setting.coming = this.mount(module, setting);
      await settled(setting.coming.el, setting.cause ? setting.at - this.ctx.now() : 0);
      if (this.setting !== setting) return;
      fit(setting.coming.el);
      this.swap(setting.coming, document.hidden ? null : setting.cause);
    } finally {
      if (this.setting === setting) this.setting = null;
    }
  }

  /** The same take again while it is being set: its newest content, and still the motion it came with. */
  amend(setting, { content }, cause) {
    setting.cause ??= cause;
    setting.content = content;
    const { coming } = setting;
    if (coming && coming.drawn !== JSON.stringify(content)) {
      setting.coming = this.mount(coming.module, setting);
      coming.el.remove();
    }
    return setting.ready;
  }

  mount(module, { key, scene, content }) {
    const el = document.createElement("section");
    el.className = `scene scene-${scene}`;
    el.style.visibility = "hidden";
    this.layer.append(el);
    try {
      module.mount(el, content, this.ctx);
    } catch (error) {
      el.remove(); // the last good picture stays
      throw error;
    }
    return { key, scene, module, el, content, drawn: JSON.stringify(content) };
  }

  swap(coming, cause) {
    const leaving = this.on;
    this.on = coming;
    coming?.el.removeAttribute("style");
    this.tick();
    if (!cause) return this.clear(coming?.el);
    if (leaving) this.leave(leaving);
    if (coming) this.enter(coming, Boolean(leaving));
    return undefined;
  }

  enter({ el, module, content }, replacing) {
    if (this.cross) {
      const delay = replacing ? CROSS_DELAY : 0;
      el.animate([{ opacity: 0 }, { opacity: 1 }], { duration: CROSS_MS, delay, easing: "ease-out", fill: "backwards" });
    }
    module.enter?.(el, content, this.ctx, replacing);
  }

  /** The picture's way out. Its end is a clock and not `finished`: a hidden page finishes nothing. */
  leave({ el, module }) {
    const ms = module.leave?.(el, this.ctx) ?? vanish(el);
    setTimeout(() => el.remove(), ms + FRAME_MS);
  }

  update(program, cause) {
    const { on } = this;
    const drawn = JSON.stringify(program.content);
    if (on.drawn === drawn) return;
    Object.assign(on, { drawn, content: program.content });
    if (on.module.update) on.module.update(on.el, on.content, this.ctx, cause);
    else this.remount(on);
    fit(on.el);
    this.tick();
  }

  remount({ el, module, content }) {
    el.replaceChildren();
    module.mount(el, content, this.ctx);
  }

  /** Removes every scene but `keep`, also those on their way out. */
  clear(keep) {
    for (const el of [...this.layer.children]) if (el !== keep) el.remove();
  }

  tick() {
    this.on?.module.tick?.(this.on.el, this.on.content, this.ctx);
  }
}

/** Whether a scene that is on, or being set, is that of `program`. */
function same(one, { key, scene }) {
  return one?.key === key && one.scene === scene;
}
