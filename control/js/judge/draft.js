/**
 * A judge's draft on this device and on the server: which one counts. Pure, and never a guess. A
 * device keeps, beside what was typed, the server's draft that it was typed on (`base`); only when the
 * server's has changed since under somebody's other hand are the two shown for a person to choose.
 */
import { plain } from "../shared/marks.js";

/** Two drafts say the same: blanks and missing values are the same thing. */
export function same(one, other) {
  const keys = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...keys].every((key) => number(one?.[key]) === number(other?.[key]));
}

/** "9.50", "9.5" and "９。５" are one number, "" is none; what is no number yet is itself. */
function number(text) {
  const typed = plain(text ?? "");
  if (!/^\d+(\.\d*)?$/.test(typed)) return typed;
  return typed
    .replace(/(\.\d*?)0*$/, "$1")
    .replace(/\.$/, "")
    .replace(/^0+(?=\d)/, "");
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
