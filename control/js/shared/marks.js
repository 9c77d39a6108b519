/**
 * Reading a typed mark, and the total of a judge's marks before they are sent. Pure, exact (no floating
 * point), and never a guess: a blank is a blank, and what is out of range is said with the range.
 * `tests/mark_vectors.json` holds it to what the server keeps (server/show/marks/scoring.py).
 */
const PLACES = 12; // decimals that are looked at; a mark and a weight have four at most
const PER_CENT = 2; // decimals that a weight in per cent adds

/** "９２。５" → "92.5": what a Chinese keyboard types into a number. */
export function plain(text) {
  return text
    .replace(/[０-９]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(/[。．，,]/g, ".")
    .replace(/\s/g, "");
}

/** "92.5" as a whole number of 10^-places, or null if it has more places than that. */
function scaled(text, places = PLACES) {
  const [whole, part = ""] = text.split(".");
  const kept = part.replace(/0+$/, "");
  if (kept.length > places) return null;
  return BigInt(whole + kept.padEnd(places, "0"));
}

/** The other way round: `value` of 10^-places, with at least `least` decimals and no zeros beyond them. */
function written(value, places, least) {
  const digits = String(value).padStart(places + 1, "0");
  const at = digits.length - places;
  const part = digits.slice(at).replace(/0+$/, "").padEnd(least, "0");
  return part ? `${digits.slice(0, at)}.${part}` : digits.slice(0, at);
}

/**
 * @param {string} text as typed
 * @param {{minimum: string, maximum: string, step: string}} range
 * @returns {{mark: string|null}|{fault: "number"|"range"|"step"}} mark null: a blank
 */
export function readMark(text, range) {
  const typed = plain(text);
  if (typed === "") return { mark: null };
  if (!/^\d+(\.\d*)?$/.test(typed)) return { fault: "number" };
  const [value, least, most, step] = [typed, range.minimum, range.maximum, range.step].map((one) =>
    scaled(one),
  );
  if (value == null) return { fault: "step" }; // finer than any step
  if (value < least || value > most) return { fault: "range" };
  if ((value - least) % step !== 0n) return { fault: "step" };
  return { mark: typed.endsWith(".") ? typed.slice(0, -1) : typed };
}

const decimals = (text) => text.split(".")[1]?.length ?? 0;

/** A mark as the server writes it: "92.5" → "92.50" where steps are of a hundredth. */
export function asKept(mark, { minimum, step }) {
  return written(scaled(mark), PLACES, Math.max(decimals(step), decimals(minimum)));
}

/** One step up (+1) or down (−1), within the range; from a blank it begins at the nearer end. */
export function stepped(text, by, range) {
  const [least, most, step] = [range.minimum, range.maximum, range.step].map((one) => scaled(one));
  const typed = plain(text ?? "");
  const value = /^\d+(\.\d*)?$/.test(typed) ? scaled(typed) : null;
  const moved = value == null ? (by > 0 ? least : most) : value + BigInt(by) * step;
  return written(moved < least ? least : moved > most ? most : moved, PLACES, decimals(range.step));
}

/** Two marks are the same number: "92.5" and "92.50". */
export function sameMark(one, other) {
  if (one == null || other == null) return one == other; // eslint-disable-line eqeqeq
  return scaled(one) === scaled(other);
}

/**
 * The total of a judge's marks as the server will keep it, or null while one is blank or none.
 * @param {{marks: "total"|"points"|"weighted", minimum: string, maximum: string, step: string,
 *   rounding: {decimals: number, least: number},
 *   criteria: Array<{id: string, weight: string, minimum: string, maximum: string}>}} rule
 * @param {Record<string, string>} values as typed
 */
export function totalOf(rule, values) {
  if (rule.marks === "total")
    return readMark(values.total ?? "", rule).mark ? asKept(plain(values.total), rule) : null;
  const marks = rule.criteria.map((one) => readMark(values[one.id] ?? "", { ...one, step: rule.step }).mark);
  if (marks.some((mark) => mark == null)) return null;
  if (rule.marks === "points")
    return rounded(
      marks.reduce((sum, mark) => sum + scaled(mark), 0n),
      PLACES,
      rule.rounding,
    );
  const weighted = rule.criteria.reduce((sum, { weight }, n) => sum + scaled(marks[n]) * scaled(weight), 0n);
  return rounded(weighted, 2 * PLACES + PER_CENT, rule.rounding);
}

/** `value` of 10^-places rounded half up, as the rules round a judge's total. */
function rounded(value, places, { decimals: wanted, least }) {
  const unit = 10n ** BigInt(places - wanted);
  return written((2n * value + unit) / (2n * unit), wanted, least);
}
