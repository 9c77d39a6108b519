/**
 * What the server has said, in order. Pure: it keeps a view and answers what a message means, and the
 * shell does it. Numbers without gaps make the picture whole: patches before the snapshot are held,
 * a gap asks for a resync, a new epoch (another journal) forgets everything.
 */
const HELD_MOST = 512;

export class Store {
  /** @param {{epoch: string, seq: number, view: object}|null} [first] the page's own snapshot */
  constructor(first = null) {
    this.epoch = first?.epoch ?? null;
    this.seq = first?.seq ?? null;
    this.view = first?.view ?? {};
    this.synced = false;
    this.held = [];
  }

  /**
   * @param {object} message hello, snapshot or patch
   * @returns {{changed: Set<string>|null, cause: string|null, at?: number}|"resync"|null} what to draw
   *   anew (changed null: everything) and, where it moves, when; that a resync is wanted; or nothing
   */
  apply(message) {
    if (message.type === "hello") return this.hello(message);
    if (message.type === "snapshot") return this.snapshot(message);
    if (message.type === "patch") return this.patch(message);
    return null;
  }

  hello({ epoch }) {
    if (epoch !== this.epoch) this.seq = null;
    this.epoch = epoch;
    this.synced = false; // this connection owes us a snapshot before its patches count
    this.held = [];
    return null;
  }

  snapshot({ seq, view }) {
    this.seq = seq;
    this.view = view;
    this.synced = true;
    const waiting = this.held.filter((patch) => patch.seq > seq).sort((a, b) => a.seq - b.seq);
    this.held = [];
    for (const patch of waiting) if (this.patch(patch) === "resync") return "resync";
    return { changed: null, cause: null };
  }

  patch(patch) {
    if (!this.synced) return this.hold(patch);
    if (patch.seq <= this.seq) return null;
    if (patch.seq !== this.seq + 1) {
      this.synced = false;
      this.hold(patch);
      return "resync";
    }
    this.seq = patch.seq;
    this.view = { ...this.view, ...patch.set };
    const moves = patch.at != null; // the server says what moves, by saying when
    return { changed: new Set(Object.keys(patch.set)), cause: moves ? patch.cause : null, at: patch.at };
  }

  hold(patch) {
    this.held.push(patch);
    if (this.held.length <= HELD_MOST) return null;
    this.held = [];
    return "resync";
  }
}
