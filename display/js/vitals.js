/**
 * What a screen measures of itself for the operator: its line, its clock, its frames. Pure but for the clock
 * and frames that it is given.
 */
const KEPT = 120; // intervals between frames by which the glass's own pace is known
const FEW = 10; // intervals after which the pace is known at all
const PAUSE_MS = 1000; // a longer gap is a page that was hidden, not a frame that was dropped

export class Frames {
  constructor() {
    this.gaps = [];
    this.dropped = 0;
    this.count = 0;
    this.last = null;
    this.since = null;
    this.usual = 1000 / 60;
  }

  /** A frame that is being made at `time` (ms). */
  made(time) {
    const gap = this.last == null ? 0 : time - this.last;
    this.last = time;
    this.since ??= time;
    this.count += 1;
    if (gap <= 0 || gap > PAUSE_MS) return;
    this.gaps.push(gap);
    if (this.gaps.length > KEPT) this.gaps.shift();
    if (this.gaps.length === FEW || this.count % KEPT === 0) this.usual = this.pace();
    if (this.gaps.length >= FEW) this.dropped += Math.max(0, Math.round(gap / this.usual) - 1);
  }

  /** ms between two frames of the glass: the middle of the last intervals. */
  pace() {
    const sorted = [...this.gaps].sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)];
  }

  /** Frames a second since the last report, those dropped since the page opened, the glass's own pace. */
  report(now) {
    const span = now - (this.since ?? now);
    const fps = span > 0 ? (this.count * 1000) / span : 0;
    this.count = 0;
    this.since = now;
    return { fps, dropped: this.dropped, refresh: this.gaps.length ? 1000 / this.pace() : 0 };
  }
}

/** The newest round trip, and by how much the clock may be off at most (ms). */
export function ofClock(clock, now) {
  const newest = clock.samples.at(-1);
  if (!newest) return { trip: 0, lag: 0 };
  const { low, high } = clock.bounds(now);
  return { trip: newest.high - newest.low, lag: Math.max(0, (high - low) / 2) };
}

/** A browser's name and version in two words, from what it says of itself. */
export function browserOf(agent) {
  const [, name, version] = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(agent) ?? [];
  return name ? `${{ Edg: "Edge", Version: "Safari" }[name] ?? name} ${version}` : "";
}

/** Everything that a screen tells of itself; `sounds`: whether its output rings at all. */
export function vitalsOf(clock, frames, ringer, sounds) {
  const here = performance.now();
  const sound = sounds ? (ringer?.ready() ? "ready" : "locked") : "none";
  const browser = browserOf(navigator.userAgent);
  return { ...ofClock(clock, here), ...frames.report(here), ratio: devicePixelRatio, sound, browser };
}

const EVERY_MS = 10000;

/** Counts frames from now on and tells the server in a moment, then now and again; returns what counts. */
export function tellFrom(line, clock, ringer, sounds) {
  const frames = new Frames();
  const tell = () => line.send({ type: "vitals", ...vitalsOf(clock, frames, ringer(), sounds) });
  setTimeout(tell, 1500);
  setInterval(tell, EVERY_MS);
  return frames;
}
