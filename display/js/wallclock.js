/** Times of day as the hall reads them, in the contest's zone and not in the machine's. */
const MINUTE = 60_000;

/**
 * @param {number} ms server time
 * @param {number} [offset] minutes east of UTC; without it the machine's own zone
 * @returns {string} "14:00"
 */
export function timeOfDay(ms, offset = -new Date(ms).getTimezoneOffset()) {
  return new Date(ms + offset * MINUTE).toISOString().slice(11, 16);
}
