/**
 * A judge's draft on this device and on the server: which one counts. Pure, and never a guess. A
 * device keeps, beside what was typed, the server's draft that it was typed on (`base`); only when the
 * server's has changed since under somebody's other hand are the two shown for a person to choose.
 */

/** Two drafts say the same: blanks and missing values are the same thing. */
export function same(one, other) {
  const keys = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...keys].every((key) => number(one?.[key]) === number(other?.[key]));
}

/** "9.50" and "9.5" are one number, "" is none; what is no number yet is itself. */
function number(text) {
  const typed = (text ?? "").trim();
  return /^\d+(\.\d*)?$/.test(typed) ? typed.replace(/(\.\d*?)0*$/, "$1").replace(/\.$/, "").replace(/^0+(?=\d)/, "") : typed;
}

/**
 * @param {{values: Record<string, string>, base: Record<string, string>}|null} local kept on this device
 * @param {Record<string, string>} server the server's draft
 * @returns {{values: Record<string, string>, send: boolean, conflict: boolean}} what to show, whether
 *   the server has to be told, and whether a person has to choose between `values` and the server's
 */
export function reconcile(local, server) {
  if (!local) return { values: server, send: false, conflict: false };
  // As it was typed, not as the server writes it: "91.5" must not become "91.50" under the next key.
  if (same(local.values, server)) return { values: local.values, send: false, conflict: false };
  if (same(local.values, local.base)) return { values: server, send: false, conflict: false };
  return { values: local.values, send: same(local.base, server), conflict: !same(local.base, server) };
}

/** Drafts in the device's own storage: one entry each, of one journal and one judge. */
export class Drafts {
  /** @param {Storage} storage localStorage, or anything like it */
  constructor(storage, epoch, judge) {
    Object.assign(this, { storage, prefix: `limelight/${epoch}/${judge}/` });
  }

  get(entry) {
    try {
      return JSON.parse(this.storage.getItem(this.prefix + entry));
    } catch {
      return null; // a private window keeps nothing: the server's draft is all there is
    }
  }

  put(entry, values, base) {
    try {
      this.storage.setItem(this.prefix + entry, JSON.stringify({ values, base }));
    } catch {
      // The page itself still holds it.
    }
  }

  drop(entry) {
    try {
      this.storage.removeItem(this.prefix + entry);
    } catch {
      // Nothing was kept.
    }
  }
}

/**
 * Marks as thousandths of thousandths, exactly. "" and what is no number give null.
 * @param {string} text
 */
export function units(text) {
  const typed = (text ?? "").trim();
  if (!/^\d{1,6}(\.\d{0,6})?$/.test(typed)) return null;
  const [whole, part = ""] = typed.split(".");
  return BigInt(whole + part.padEnd(6, "0"));
}

/** The other way round, without zeros that say nothing beyond the step's. */
export function written(value, step) {
  const digits = String(value).padStart(7, "0");
  const places = (step.split(".")[1] ?? "").length;
  const part = digits.slice(-6).replace(/0+$/, "").padEnd(places, "0");
  return part ? `${digits.slice(0, -6)}.${part}` : digits.slice(0, -6);
}

/** One step up (+1) or down (−1), within the range; from a blank it begins at the nearer end. */
export function stepped(text, by, { minimum, maximum, step }) {
  const [least, most, size] = [minimum, maximum, step].map(units);
  const value = units(text);
  if (value == null) return written(by > 0 ? least : most, step);
  const moved = value + BigInt(by) * size;
  return written(moved < least ? least : moved > most ? most : moved, step);
}

/**
 * The sum of a judge's own criteria, or null while one is blank.
 * @param {{marks: string, step: string, criteria: Array<{id: string, weight: string}>}} rule
 */
export function sumOf(rule, values) {
  if (rule.marks === "total") return units(values.total) == null ? null : values.total;
  const parts = rule.criteria.map((one) => [units(values[one.id]), units(one.weight)]);
  if (parts.some(([value]) => value == null)) return null;
  if (rule.marks === "points") return written(parts.reduce((sum, [value]) => sum + value, 0n), rule.step);
  const weighted = parts.reduce((sum, [value, weight]) => sum + value * weight, 0n); // 10^12 × 100
  return written(weighted / 100_000_000n, rule.step);
}
