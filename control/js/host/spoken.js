/**
 * The lines that a host speaks when a result is read: what falls, the mean, points off, the parts, the
 * score. Pure.
 */
import { say } from "../words/say.js";

/**
 * @param {{entry: {order: number, unit: string}, high: string[], low: string[], combine: "mean"|"sum",
 *   mean: string, deduction: string, deduction_reason: string,
 *   parts: Array<{name: string, value: string, weight: string}>, score: string, corrected: boolean}} result
 * @param {"zh"|"en"} lang
 * @returns {string[]} sentences, in the order of speaking
 */
export function spoken(result, lang) {
  const { entry, combine, mean, deduction, deduction_reason: why, parts, score, corrected } = result;
  const off = Number(deduction) !== 0;
  return [
    corrected && say(lang, "spokenCorrected"),
    fell(result, lang),
    (off || parts.length > 0) && say(lang, combine === "sum" ? "spokenSum" : "spokenMean", { mean }),
    off && say(lang, why ? "spokenOffWhy" : "spokenOff", { deduction, why }),
    ...parts.map((part) => say(lang, "spokenPart", part)),
    say(lang, "spokenScore", { order: entry.order, unit: entry.unit, score }),
  ].filter(Boolean);
}

/** The extremes that fall, as one sentence that begins with a capital; "" where none does. */
function fell({ high, low }, lang) {
  const marks = [
    ...high.map((mark) => say(lang, "spokenHighest", { mark })),
    ...low.map((mark) => say(lang, "spokenLowest", { mark })),
  ];
  if (!marks.length) return "";
  return say(lang, "spokenFell", { marks: marks.join(say(lang, "spokenBetween")) }).replace(/^t/, "T");
}
