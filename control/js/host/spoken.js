/**
 * The line that a host speaks when a result is read, as in the published procedure of 郫县's interviews
 * of 2016. Pure.
 */

/**
 * @param {{entry: {order: number, unit: string}, high: string[], low: string[], combine: "mean"|"sum",
 *   mean: string, deduction: string, deduction_reason: string,
 *   parts: Array<{name: string, value: string, weight: string}>, score: string, corrected: boolean}} result
 * @param {"zh"|"en"} lang
 * @returns {string[]} sentences, in the order of speaking
 */
export function spoken(result, lang) {
  return (lang === "en" ? english : chinese)(result);
}

function chinese({
  entry,
  high,
  low,
  combine,
  mean,
  deduction,
  deduction_reason: why,
  parts,
  score,
  corrected,
}) {
  const fell = [
    ...high.map((mark) => `去掉一个最高分 ${mark} 分`),
    ...low.map((mark) => `去掉一个最低分 ${mark} 分`),
  ];
  return [
    corrected ? "更正：" : "",
    fell.length ? `${fell.join("，")}，` : "",
    Number(deduction) || parts.length ? `${combine === "sum" ? "合计" : "平均分"} ${mean} 分，` : "",
    Number(deduction) ? `扣 ${deduction} 分${why ? `（${why}）` : ""}，` : "",
    ...parts.map((part) => `${part.name} ${part.value} 分，占百分之 ${part.weight}，`),
    `${entry.order} 号　${entry.unit}，最后得分 ${score} 分。`,
  ].filter(Boolean);
}

function english({
  entry,
  high,
  low,
  combine,
  mean,
  deduction,
  deduction_reason: why,
  parts,
  score,
  corrected,
}) {
  const fell = [
    ...high.map((mark) => `the highest mark, ${mark}, is dropped`),
    ...low.map((mark) => `the lowest mark, ${mark}, is dropped`),
  ];
  return [
    corrected ? "A correction:" : "",
    fell.length ? `${fell.join("; ")};`.replace(/^t/, "T") : "",
    Number(deduction) || parts.length ? `the ${combine === "sum" ? "sum" : "mean"} is ${mean};` : "",
    Number(deduction) ? `${deduction} points off${why ? ` (${why})` : ""};` : "",
    ...parts.map((part) => `${part.name} ${part.value}, ${part.weight} per cent;`),
    `number ${entry.order}, ${entry.unit}: the final score is ${score}.`,
  ].filter(Boolean);
}
