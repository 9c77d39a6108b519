/** What a host says at a step of the ceremony: the award, who gets it, and who hands it over. Pure. */
import { say } from "../words/say.js";

/**
 * @typedef {{entry: string, unit: string, title: string[], rank: number|null, score: string|null}} Winner
 * @param {{kind: "opening"|"chapter"|"place"|"suspense"|"page"|"prize", title: string, group: string,
 *   sets: Winner[][], places: number, presenters: Array<{name: string, post: string}>}} step
 *   `sets`: those of one set share a rank and are called together
 * @param {"zh"|"en"} lang
 * @returns {{call: string, winners: string[], thanks: string}} the call, a line for each winner, the
 *   presenters; "" is not said
 */
export function announced(step, lang) {
  const { sets, presenters } = step;
  const winners = sets.flatMap((set) => set.map((one) => winner(one, set, scored(step, one), lang)));
  return { call: call(step, lang), winners, thanks: presenters.length ? thanks(presenters, lang) : "" };
}

/** A score is spoken where the hall sees it: on the board, not on a page of winners. */
function scored({ kind }, { score }) {
  return kind === "place" ? score : null;
}

function call({ kind, title, group, sets, places }, lang) {
  const what = [group, title].filter(Boolean).join(say(lang, "callBetween"));
  if (kind === "opening") return say(lang, "callOpening", { title });
  if (kind === "chapter") return say(lang, title ? "callChapter" : "callGroup", { what });
  if (kind === "suspense") return say(lang, places === 1 ? "callOpenOne" : "callOpen", { group, places });
  return [
    group && say(lang, "callOfGroup", { group }),
    kind === "place" && placed(sets[0], lang),
    say(lang, "callAward", { title }),
  ]
    .filter(Boolean)
    .join("");
}

/** The rank that is called, and how many share it. */
function placed(set, lang) {
  return say(lang, set.length > 1 ? "callShared" : "callRank", { rank: set[0].rank, count: set.length });
}

function winner({ unit, title }, set, score, lang) {
  const line = say(lang, score == null ? "winner" : "winnerScored", { unit, title: title.join("　"), score });
  return set.length > 1 ? say(lang, "winnerJoint", { line }) : line;
}

function thanks(presenters, lang) {
  const people = presenters.map((one) => (one.post ? say(lang, "presenterOf", one) : one.name));
  return say(lang, "thanks", { people: people.join(say(lang, "thanksBetween")) });
}
