/**
 * Why something was not done, and what it is now, in words. Pure. `secret` says that the words may
 * hold a mark, so that they hide with every other number of the panel.
 */
import { deed } from "../words/events.js";
import { cueName } from "./names.js";

const BAD = new Set(["refused", "offline", "unknown"]);
const NUMBERED = new Set(["out_of_range", "off_step", "bad_deduction"]);

/** Whether a command came to nothing, or nobody knows what came of it. */
export const isBad = (fate) => fate != null && BAD.has(fate.state);

/**
 * @param {import("./names.js").Panel} panel
 * @param {{state: string, why?: string, code?: string, is?: any, key: string}} fate
 * @returns {{words: string, secret: boolean}}
 */
export function refusal(panel, fate) {
  const { state, why, code, key = "" } = fate;
  if (state !== "refused") return { words: panel.say(state), secret: false };
  if (code === "expected")
    return { words: panel.say("refusedExpected", { cue: cueName(panel, fate.is) }), secret: false };
  const now = nowWords(panel, code === "undo_changed" ? panel.view.undo : fate.is);
  const first = code === "undo_changed" ? panel.say("refusedUndo") : why || code;
  const words = now ? `${first} ${panel.say("itIsNow", { now })}` : first;
  return {
    words,
    secret: NUMBERED.has(code) || (Boolean(now) && key.split("/").some((part) => SHEETS.has(part))),
  };
}

/** Controls of the marks sheet: what a thing of theirs is now may be a number. */
const SHEETS = new Set(["marks", "deduct", "confirm", "unconfirm", "correct", "arm", "reveal"]);

/** What the server says that a thing is now: a cue, words, an entry's facts, an action, or marks. */
function nowWords(panel, is) {
  if (is == null) return "";
  if (typeof is !== "object") return cueName(panel, String(is));
  if (is.did) return deed(panel, is);
  if (is.unit)
    return [is.unit, is.title?.join(" "), is.eligibility && panel.say(is.eligibility)]
      .filter(Boolean)
      .join(" · ");
  const { judges } = panel.view.settings;
  return judges
    .filter((judge) => judge.id in is)
    .map((judge) => `${judge.name} ${is[judge.id]}`)
    .join("，");
}
