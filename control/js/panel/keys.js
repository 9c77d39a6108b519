/**
 * The panel's keys. Pure: an event's facts in, an action's name out. Shortcuts are dead while typing,
 * except the panic keys; a key that is held down acts once.
 */

/** key → action, for keys that act outside fields. The help page is made from this table. */
export const KEYS = [
  [" ", "go"],
  ["Enter", "take"],
  ["Escape", "hold"],
  ["b", "black"],
  [".", "black"],
  ["f", "freeze"],
  ["u", "undo"],
  ["c", "clear"],
  ["t", "clock"],
  ["+", "more"],
  ["-", "less"],
  ["ArrowUp", "previous"],
  ["ArrowDown", "next"],
  ["ArrowLeft", "segmentBack"],
  ["ArrowRight", "segmentOn"],
  ["PageDown", "go"],
  ["PageUp", "previous"],
  ["m", "marks"],
  ["n", "numbers"],
  ["l", "lock"],
  ["e", "edit"],
  ["?", "help"],
  ["F9", "hold"],
];

const REPEATS = new Set(["previous", "next", "segmentBack", "segmentOn", "more", "less"]);
const ACTIONS = new Map(KEYS);
const UNSHIFTED = { "=": "+", _: "-" }; // the same key of the main row, with or without Shift
/** A clicker's black-out button sends "." or "b". On the heels of a digit the point is a mark's (91.5),
 *  typed by somebody who has lost the field. */
const DECIMAL_MS = 3000;

/**
 * @param {{key: string, code?: string, repeat?: boolean, shiftKey?: boolean, ctrlKey?: boolean,
 *   altKey?: boolean, metaKey?: boolean}} event
 * @param {"field"|"control"|"none"} focus where the keyboard is: a field to type in, a button or link
 *   reached by keyboard, or nothing of that kind
 * @param {number} sinceDigit milliseconds since a digit was typed
 * @returns {string|null} the action, "leave" (the field), or null
 */
export function actionFor(event, focus, sinceDigit = Infinity) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  if (event.key === "F9" || (event.key === "Escape" && event.shiftKey)) return event.repeat ? null : "hold";
  if (focus === "field") return event.key === "Escape" ? "leave" : null;
  if (focus === "control" && (event.key === " " || event.key === "Enter")) return null;
  if (event.key === "." && (event.code === "NumpadDecimal" || sinceDigit < DECIMAL_MS)) return null;
  const key = UNSHIFTED[event.key] ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const action = ACTIONS.get(key) ?? null;
  return event.repeat && !REPEATS.has(action) ? null : action;
}

/** How a key is written on a keycap. */
export function keycap(key) {
  const caps = {
    " ": "Space",
    Escape: "Esc",
    ArrowUp: "↑",
    ArrowDown: "↓",
    ArrowLeft: "←",
    ArrowRight: "→",
    PageDown: "PgDn",
    PageUp: "PgUp",
    "-": "−",
  };
  return caps[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}
