/**
 * The server's time on a monotonic clock: offset = at − (sent + received) / 2 of the ping with the
 * shortest round trip. A step of the machine's own clock moves nothing. Corrections are slewed, at half
 * speed at most, so that a second on a screen is never skipped or shown twice.
 */
const KEPT = 12;
const JUMP_MS = 5000;
const SLEW_MS = 1000;

export class Clock {
  /** @param {() => number} [monotonic] ms that only ever go forward */
  constructor(monotonic = () => performance.now()) {
    this.monotonic = monotonic;
    this.samples = [];
    this.from = this.to = 0;
    this.started = 0;
    this.span = 0;
  }

  /** The first guess, before any ping: the page was made at `at` when our clock said `when`. */
  seed(at, when = this.monotonic()) {
    this.jump(at - when);
  }

  /**
   * One answered ping: our clock at `sent` and `received`, the server's `at` between them.
   * The first one is believed at once, since nobody has read this clock for long.
   */
  sample(sent, received, at) {
    const first = this.samples.length === 0;
    this.samples.push({ trip: received - sent, offset: at - (sent + received) / 2 });
    if (this.samples.length > KEPT) this.samples.shift();
    const { offset } = this.samples.reduce((best, one) => (one.trip <= best.trip ? one : best));
    const here = this.offset();
    // After minutes of sleep the old second is no use to anybody: no slew would be.
    if (first || Math.abs(offset - here) > JUMP_MS) return this.jump(offset);
    if (offset !== this.to) this.slew(here, offset);
    return undefined;
  }

  /** A new server (another epoch) has another time: what was measured before does not count. */
  forget() {
    this.samples = [];
  }

  jump(offset) {
    this.from = this.to = offset;
    this.span = 0;
  }

  slew(from, to) {
    Object.assign(this, { from, to, started: this.monotonic() });
    this.span = Math.max(SLEW_MS, 2 * Math.abs(to - from));
  }

  offset(when = this.monotonic()) {
    if (!this.span) return this.to;
    const part = Math.min(1, Math.max(0, when - this.started) / this.span);
    return this.from + (this.to - this.from) * part;
  }

  /**
   * @param {number} [when] our clock, for instance of the frame that is being made
   * @returns {number} ms of server time
   */
  now(when = this.monotonic()) {
    return when + this.offset(when);
  }

  /** @returns {number} our clock at a moment of server time that is near */
  local(at) {
    return at - this.offset();
  }
}
