/**
 * What a timer says at a moment, the same on every screen (tests/timing_vectors.json holds it and the
 * server to the same answers). Seconds are rounded up while time remains, so 06:00 stands for the whole
 * first second and 00:00 comes exactly at zero; overtime is rounded down and counts upward.
 */
const SECOND = 1000;

/** ms that have counted so far, never below zero; 0 before the start */
export function elapsed(timer, now) {
  if (timer.started_at == null) return 0;
  return Math.max(0, (timer.held_at ?? now) - timer.started_at - (timer.held_for ?? 0));
}

export function running(timer) {
  return timer?.started_at != null && timer.held_at == null;
}

/**
 * @param {object} timer the `timer` slice
 * @param {number} now server ms
 * @returns {{phase: string, index: number, duration: number, remaining: number, over: number,
 *   level: string, words: string, text: string, cue: object|null}} durations in ms
 */
export function reading(timer, now) {
  let spent = elapsed(timer, now);
  let index = 0;
  const last = timer.phases.length - 1;
  while (index < last && spent >= timer.phases[index].duration) {
    spent -= timer.phases[index].duration;
    index += 1;
  }
  const phase = timer.phases[index];
  const remaining = Math.max(0, phase.duration - spent);
  const over = Math.max(0, spent - phase.duration);
  const cue = reached(phase, remaining);
  const level = remaining === 0 ? "over" : (cue?.level ?? "normal");
  return {
    phase: phase.name,
    index,
    duration: phase.duration,
    remaining,
    over,
    level,
    words: cue?.words ?? "",
    text: clockText(remaining, over),
    cue,
  };
}

/** The latest cue that `remaining` has come down to. */
function reached(phase, remaining) {
  let latest = null;
  for (const cue of phase.cues ?? []) {
    if (remaining <= cue.at * SECOND && (!latest || cue.at < latest.at)) latest = cue;
  }
  return latest;
}

function clockText(remaining, over) {
  return minutes(remaining > 0 ? Math.ceil(remaining / SECOND) : Math.floor(over / SECOND));
}

/** 359 → "05:59" */
export function minutes(seconds) {
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A countdown to a moment: "1:02:05", "12:30"; "00:00" from the moment on. */
export function until(to, now) {
  const seconds = Math.max(0, Math.ceil((to - now) / SECOND));
  const hours = Math.floor(seconds / 3600);
  return hours ? `${hours}:${minutes(seconds % 3600)}` : minutes(seconds);
}
