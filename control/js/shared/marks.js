/**
 * Reading a typed mark. Pure, exact (no floating point), and never a guess: a blank is a blank, and
 * what is out of range is said with the range.
 */

/** "９２。５" → "92.5": what a Chinese keyboard types into a number. */
export function plain(text) {
  return text
    .replace(/[０-９]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(/[。．，,]/g, ".")
    .replace(/\s/g, "");
}

/** "92.5" as a whole number of 10^-places, or null if it has more places than that. */
function scaled(text, places) {
  const [whole, part = ""] = text.split(".");
  const kept = part.replace(/0+$/, "");
  if (kept.length > places) return null;
  return BigInt(whole + kept.padEnd(places, "0"));
}

/**
 * @param {string} text as typed
 * @param {{minimum: string, maximum: string, step: string}} rule
 * @returns {{mark: string|null}|{fault: "number"|"range"|"step"}} mark null: a blank
 */
export function readMark(text, rule) {
  const typed = plain(text);
  if (typed === "") return { mark: null };
  if (!/^\d{1,6}(\.\d{0,6})?$/.test(typed)) return { fault: "number" };
  const places = 6;
  const [value, least, most, step] = [typed, rule.minimum, rule.maximum, rule.step].map((one) => scaled(one, places));
  if (value < least || value > most) return { fault: "range" };
  if ((value - least) % step !== 0n) return { fault: "step" };
  return { mark: typed.endsWith(".") ? typed.slice(0, -1) : typed };
}

/** Two marks are the same number: "92.5" and "92.50". */
export function sameMark(one, other) {
  if (one == null || other == null) return one == other; // eslint-disable-line eqeqeq
  return scaled(one, 12) === scaled(other, 12);
}
