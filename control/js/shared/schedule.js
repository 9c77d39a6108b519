/** Are we late, by how much, when will we end. Pure sums over the `schedule` slice, in ms. */

/**
 * @param {{planned_end: number|null, current: {started_at: number, planned: number},
 *   remaining: number}|null} schedule
 *   planned and remaining in seconds
 * @param {number} now server ms
 * @returns {{end: number, late: number|null}|null} the expected end, and how late that is (negative: early)
 */
export function expected(schedule, now) {
  if (!schedule) return null;
  const { current, remaining, planned_end: planned } = schedule;
  const freed = Math.max(now, current.started_at + current.planned * 1000);
  const end = freed + remaining * 1000;
  return { end, late: planned == null ? null : end - planned };
}

/** 75_000 → "1:15", 3_675_000 → "1:01:15"; the sign is the caller's. */
export function span(ms) {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Whole seconds planned → "6′", "1′30″", "—". */
export function planned(seconds) {
  if (!seconds) return "—";
  const [m, s] = [Math.floor(seconds / 60), seconds % 60];
  return `${m ? `${m}′` : ""}${s ? `${String(s).padStart(m ? 2 : 1, "0")}″` : ""}`;
}

/** A moment as the hall's clock shows it, wherever this panel stands: 13:09:05. */
export function clockTime(ms, offset) {
  return new Date(ms + offset * 60000).toISOString().slice(11, 19);
}
