/** What a host says at a step of the ceremony: the award, who gets it, and who hands it over. Pure. */

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
  const words = lang === "en" ? ENGLISH : CHINESE;
  return {
    call: words.call(step),
    winners: step.sets.flatMap((set) => set.map((one) => words.winner(one, set, scored(step, one)))),
    thanks: step.presenters.length ? words.thanks(step.presenters) : "",
  };
}

/** A score is spoken where the hall sees it: on the board, not on a page of winners. */
function scored({ kind }, { score }) {
  return kind === "place" ? score : null;
}

const CHINESE = {
  call({ kind, title, group, sets, places }) {
    if (kind === "opening") return `${title}，现在开始。`;
    if (kind === "chapter")
      return title ? `接下来颁发${[group, title].filter(Boolean).join(" ")}。` : `接下来颁发：${group}。`;
    if (kind === "suspense") return `${group}：还有 ${places} 个名次没有揭晓。`;
    const rank =
      kind === "place"
        ? `第 ${sets[0][0].rank} 名${sets[0].length > 1 ? `（${sets[0].length} 个项目并列）` : ""}，`
        : "";
    return `${group ? `${group}，` : ""}${rank}获得${title}的是：`;
  },
  winner: ({ unit, title }, set, score) =>
    `${set.length > 1 ? "并列　" : ""}${unit}《${title.join("　")}》${score == null ? "" : `，${score} 分`}。`,
  thanks: (people) => `有请${people.map(({ name, post }) => `${post} ${name}`.trim()).join("、")}颁奖。`,
};

const ENGLISH = {
  call({ kind, title, group, sets, places }) {
    if (kind === "opening") return `${title}: we begin.`;
    if (kind === "chapter") return `Next: ${[group, title].filter(Boolean).join(", ")}.`;
    if (kind === "suspense")
      return `${group}: ${places} ${places === 1 ? "place is" : "places are"} still open.`;
    const rank =
      kind === "place"
        ? `${sets[0].length > 1 ? `${sets[0].length} share place` : "place"} ${sets[0][0].rank}; `
        : "";
    return `${group ? `${group}; ` : ""}${rank}${title} goes to:`;
  },
  winner: ({ unit, title }, set, score) =>
    `${set.length > 1 ? "jointly: " : ""}${unit}, “${title.join("　")}”${score == null ? "" : `, ${score}`}.`,
  thanks: (people) =>
    `Presented by ${people.map(({ name, post }) => `${name}${post ? `, ${post}` : ""}`).join("; ")}.`,
};
