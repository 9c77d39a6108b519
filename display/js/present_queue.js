/**
 * When each picture's moment comes. The store knows what is true; this knows what is on the glass. A take
 * waits here for the moment that all screens share, and what comes after it waits behind it, so that no
 * screen shows things in another order. Pure: the shell asks once a frame what is due.
 */
const MOST = 512;

export class Moments {
  /** @param {{view: object, seq: number|null}} first what the page shows from its beginning */
  constructor(first, most = MOST) {
    Object.assign(this, { shown: first, most, waiting: [] });
  }

  /**
   * @param {{view: object, seq: number, cause: string|null}} state cause: null changes without motion
   * @param {number} at server ms at which it is to be on the glass
   * @returns {boolean} false: too much waits, all of it is dropped, and a resync is wanted
   */
  add(state, at) {
    const last = this.waiting.at(-1);
    if (last && at <= last.at && !state.cause) {
      Object.assign(last, { view: state.view, seq: state.seq }); // comes with the one that it follows
      return true;
    }
    this.waiting.push({ ...state, at }); // behind those that wait, and still counted from its own moment
    if (this.waiting.length <= this.most) return true;
    this.waiting = [];
    return false;
  }

  /**
   * What is to be drawn now: the newest state whose moment has come, with the newest motion among them.
   * @param {number} now server ms
   * @returns {{view: object, seq: number, cause: string|null, at: number}|null} at: when the motion began
   */
  take(now) {
    let due = null;
    while (this.waiting.length && this.waiting[0].at <= now) {
      const one = this.waiting.shift();
      due = one.cause || !due?.cause ? one : { ...one, cause: due.cause, at: due.at };
    }
    if (due) this.shown = due;
    return due;
  }

  /** Nothing that waits is worth drawing any more. */
  forget() {
    this.waiting = [];
  }

  /** Nothing waits any longer: `state` is the present, and is drawn without motion. */
  present(state, now) {
    this.forget();
    this.add({ ...state, cause: null }, now);
  }
}
