/**
 * The server's time on a monotonic clock: a step of the machine's own clock moves nothing. Each answered
 * ping says that the offset lies between at − received and at − sent; what all of them agree on is as
 * narrow as the shortest way up and the shortest way down, and its middle is believed. (With the shortest
 * round trip alone, 50 ± 20 ms of jitter would part two screens by half a frame more.)
 *
 * Corrections are slewed, at half speed at most, so that a second on a screen is never skipped or shown
 * twice. The clock jumps only where nobody can have watched the old time: at the first answer, when a
 * page comes into sight again, and by more than JUMP_MS, which no drift explains: the machine slept, and
 * its monotonic clock with it. There the honest second is the right one, at once.
 */
const KEPT = 32;
const DRIFT = 1e-4; // two quartzes part by less than this
const JUMP_MS = 5000;
const SLEW_MS = 1000;
const TRIPS = 12;

export class Clock {
  /** @param {() => number} [monotonic] ms that only ever go forward */
  constructor(monotonic = () => performance.now()) {
    this.monotonic = monotonic;
    this.samples = [];
    this.from = this.to = 0;
    this.started = 0;
    this.span = 0;
    this.watched = false;
  }

  /** The first guess, before any ping: the page was made at `at` when our clock said `when`. */
  seed(at, when = this.monotonic()) {
    this.jump(at - when);
  }

  /** One answered ping: our clock at `sent` and `received`, the server's `at` between them. */
  sample(sent, received, at) {
    const one = { low: at - received, high: at - sent, when: received };
    const known = this.bounds(received);
    // What contradicts all that was measured is of another time: a sleep, or another server.
    if (one.low > known.high || one.high < known.low) this.samples = [];
    this.samples.push(one);
    if (this.samples.length > KEPT) this.samples.shift();
    const { low, high } = this.bounds(received);
    const offset = (low + high) / 2;
    const here = this.offset();
    const jumps = !this.watched || Math.abs(offset - here) > JUMP_MS;
    this.watched = true;
    if (jumps) return this.jump(offset);
    if (offset !== this.to) this.slew(here, offset);
    return undefined;
  }

  /** Between what the offset lies by all that was measured; older measurements say less, clocks drift. */
  bounds(when) {
    let [low, high] = [-Infinity, Infinity];
    for (const one of this.samples) {
      const slack = (when - one.when) * DRIFT;
      low = Math.max(low, one.low - slack);
      high = Math.min(high, one.high + slack);
    }
    return { low, high };
  }

  /** ms of a long round trip here: the longest but one of the last. 0 before enough are known. */
  trip() {
    const trips = this.samples.slice(-TRIPS).map(({ low, high }) => high - low);
    return trips.length < 4 ? 0 : trips.sort((one, other) => other - one)[1];
  }

  /** Nobody has watched this clock since: the next answer is believed at once. */
  unwatched() {
    this.watched = false;
  }

  /** A new server (another epoch) has another time: what was measured before does not count. */
  forget() {
    this.samples = [];
    this.watched = false;
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
