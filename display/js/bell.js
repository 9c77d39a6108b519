/**
 * The bell. Which cue rings is decided from how much is left, never from a counter: a frame that comes
 * late finds the cue passed and rings it; one that was rung is latched, across reloads too, until the
 * operator gives back enough time for it to come again.
 */
import { elapsed, reading } from "./timing.js";

const SECOND = 1000;
const FRESH_MS = 1500; // passed while nobody looked (a reload): still worth ringing
const WATCHED_MS = 15000; // passed while we looked (a late frame, a ±): ring it
const AGAIN_MS = 1500; // time given back beyond the cue by this much makes it ring anew
const RUNS_KEPT = 8;

export class Latch {
  /** @param {Array<[string, {rung: string[], seen: string[]}]>} [kept] what an earlier page had rung */
  constructor(kept = []) {
    this.runs = new Map(kept);
  }

  /**
   * Looks at the timer; returns the number of rings that are due now (0: none).
   * @param {object|null} timer
   * @param {number} now server ms
   */
  look(timer, now) {
    if (timer?.started_at == null) return 0;
    const name = `${timer.key}|${timer.started_at}`;
    const run = this.runs.get(name) ?? { rung: [], ahead: [] };
    const rung = new Set(run.rung);
    const ahead = new Set();
    let rings = 0;
    for (const { id, bell, late } of passings(timer, now)) {
      if (late < 0) {
        ahead.add(id);
        if (late < -AGAIN_MS) rung.delete(id);
      } else if (!rung.has(id)) {
        rung.add(id);
        if (late <= (run.ahead.includes(id) ? WATCHED_MS : FRESH_MS)) rings = bell;
      }
    }
    this.changed = rung.size !== run.rung.length || ahead.size !== run.ahead.length || !this.runs.has(name);
    this.runs.set(name, { rung: [...rung], ahead: [...ahead] });
    if (this.runs.size > RUNS_KEPT) this.runs.delete(this.runs.keys().next().value);
    return rings;
  }

  /** What a reload must know. */
  kept() {
    return [...this.runs];
  }
}

/** Every ringing cue of the timer with how late we are for it, in ms (negative: it is to come). */
function passings(timer, now) {
  const { index } = reading(timer, now);
  const spent = elapsed(timer, now);
  const found = [];
  let start = 0;
  timer.phases.forEach((phase, n) => {
    for (const cue of phase.cues ?? []) {
      const at = start + phase.duration - cue.at * SECOND;
      if (cue.bell)
        found.push({
          id: `${n}:${cue.at}`,
          bell: cue.bell,
          late: Math.min(n > index ? -1 : Infinity, spent - at),
        });
    }
    start += phase.duration;
  });
  return found;
}

const KEY = "limelight-bell";
const RING_GAP = 0.55;
const PARTIALS = [[1, 0.5, 2.4], [2.01, 0.28, 1.6], [2.76, 0.2, 1.1], [5.4, 0.12, 0.5], [8.93, 0.05, 0.25]];
const PITCH = 784;

/** The bell of a page: look() each frame. Rings only where the output is chosen to sound. */
export function bell() {
  const latch = new Latch(JSON.parse(sessionStorage.getItem(KEY) ?? "[]"));
  const audio = new AudioContext();
  const wake = () => audio.state === "suspended" && audio.resume();
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, wake);
  return {
    /** Whether the browser lets this page ring: some wait until somebody has touched it. */
    ready: () => audio.state === "running",
    look(timer, now) {
      const rings = latch.look(timer, now);
      if (latch.changed) sessionStorage.setItem(KEY, JSON.stringify(latch.kept()));
      if (!rings) return;
      if (audio.state !== "running")
        console.error("The bell is silent until somebody clicks on this page once.");
      wake();
      for (let n = 0; n < rings; n += 1) strike(audio, audio.currentTime + 0.02 + n * RING_GAP);
    },
  };
}

/** One stroke of a small bronze bell: inharmonic partials that die away, the high ones first. */
function strike(audio, at) {
  for (const [ratio, loud, seconds] of PARTIALS) {
    const [tone, gain] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = PITCH * ratio;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(loud * 0.6, at + 0.004);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + seconds);
  }
}
