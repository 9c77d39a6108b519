/**
 * The scene swapper. Any scene may follow any other: a take never waits for the motion before it. The
 * leaving scene is a finished picture that only fades, the coming one is mounted whole and then moved
 * into place, and every motion ends in what was mounted. So the end of a transition is a fresh load.
 * A take that is announced is mounted unseen, so that its moment finds it whole; its motion counts from
 * that moment (`ctx.began`, on the document's timeline) even where the picture was not ready in time.
 * An overlay element is a stage of its own, with its own way in and out (`cross: false`).
 */
import { fit } from "./fit.js";
import { counting, play, vanish } from "./motion.js";
import { settled } from "./fonts_ready.js";

const CROSS_MS = 260;
const CROSS_DELAY = 90;
const FRAME_MS = 34;

export class Stage {
  /**
   * @param {HTMLElement} layer where the scenes stand
   * @param {object} ctx the scenes' context: now, lang, say, view, shape, output, u, began
   * @param {(scene: string) => Promise<object>} load gives a scene's module
   * @param {{cross?: boolean}} [options] cross: scenes fade over each other, besides their own motion
   */
  constructor(layer, ctx, load, { cross = true } = {}) {
    Object.assign(this, { layer, ctx, load, cross, on: null, setting: null });
  }

  /**
   * Mounts unseen what `view` will bring on; what was mounted for another announcement goes.
   * @param {{key: string, scene: string, content: object}|null} program
   * @param {object} [view] as it will be by then
   */
  prepare(program, view = null) {
    if (program && same(this.setting, program)) return this.amend(this.setting, program);
    this.drop();
    if (!program || same(this.on, program)) return null;
    const ctx = view ? { ...this.ctx, view: () => view } : this.ctx;
    this.setting = { ...program, ctx, asked: false, cause: null, began: null, coming: null };
    this.setting.ready = this.set(this.setting);
    this.setting.ready.catch(() => {}); // whoever shows it hears of it
    return this.setting;
  }

  /**
   * Brings `program` on, or takes everything off (null). Resolves when the change has begun to show.
   * @param {{key: string, scene: string, content: object}|null} program
   * @param {string|null} cause null: no motion
   */
  async show(program, cause) {
    const moving = cause && !document.hidden ? cause : null;
    const here = !program || same(this.on, program);
    if (here) {
      if (this.setting?.asked) this.drop(); // what was being set for another take must not come on after this
      if (program) return this.update(program, moving);
      // What is on its way out already, goes its way.
      return this.on && this.swap(null, moving, this.ctx.began);
    }
    const setting = this.prepare(program);
    if (moving && !setting.cause) Object.assign(setting, { cause: moving, began: this.ctx.began });
    setting.asked = true;
    if (!setting.whole) await setting.ready;
    if (this.setting !== setting) return undefined;
    this.setting = null;
    return this.swap(setting.coming, document.hidden ? null : setting.cause, setting.began);
  }

  /** Until a take is mounted and its fonts are there. */
  async set(setting) {
    try {
      const module = await this.load(setting.scene);
      if (this.setting !== setting) return;
      setting.coming = this.mount(module, setting);
      await settled(setting.coming.el);
      fit(setting.coming.el);
      setting.whole = true;
    } catch (error) {
      if (this.setting === setting) this.setting = null;
      throw error;
    }
  }

  /** The same take again while it is being set: its newest content. */
  amend(setting, { content }) {
    setting.content = content;
    const { coming } = setting;
    if (coming && coming.drawn !== JSON.stringify(content)) {
      setting.coming = this.mount(coming.module, setting);
      coming.el.remove();
      if (setting.whole) fit(setting.coming.el);
    }
    return setting;
  }

  drop() {
    this.setting?.coming?.el.remove();
    this.setting = null;
  }

  mount(module, { key, scene, content, ctx }) {
    const el = document.createElement("section");
    el.className = `scene scene--${scene}`;
    el.style.visibility = "hidden";
    this.layer.append(el);
    try {
      module.mount(el, content, ctx);
    } catch (error) {
      el.remove(); // the last good picture stays
      throw error;
    }
    return { key, scene, module, el, content, drawn: JSON.stringify(content) };
  }

  swap(coming, cause, began = null) {
    const leaving = this.on;
    this.on = coming;
    coming?.el.removeAttribute("style");
    this.tick();
    if (!cause) return this.clear(coming?.el);
    return counting(began, () => {
      if (leaving) this.leave(leaving);
      if (coming) this.enter(coming, Boolean(leaving));
    });
  }

  enter({ el, module, content }, replacing) {
    if (this.cross)
      play(el, [{ opacity: 0 }, { opacity: 1 }], CROSS_MS, replacing ? CROSS_DELAY : 0, "ease-out");
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
    if (!on.module.update) this.remount(on);
    else counting(cause ? this.ctx.began : null, () => on.module.update(on.el, on.content, this.ctx, cause));
    fit(on.el);
    this.tick();
  }

  remount({ el, module, content }) {
    el.replaceChildren();
    module.mount(el, content, this.ctx);
  }

  /** Removes every scene but `keep`, also those on their way out. */
  clear(keep) {
    this.drop();
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
