/** The ceremony as the panel tells it: what a step is, whether it moves, how long the rest takes. Pure. */
import { span } from "./schedule.js";

/** ms until the motion of the step on air ends; 0: nothing moves, Infinity: it is held. */
export function movingFor({ motion }, now) {
  if (!motion || motion.done >= motion.ms) return 0;
  if (motion.held) return Infinity;
  return Math.max(0, motion.at + ((motion.ms - motion.done) * 100) / motion.speed - now);
}

/** The seconds planned for the rest of this step and for those after it. While paused, no time goes by. */
export function secondsLeft({ left, planned, at, held }, now) {
  if (at == null) return left;
  return left + (held ? planned : Math.max(0, planned - Math.floor((now - at) / 1000)));
}

/** 3_725 seconds → "1:02:05". */
export function length(seconds) {
  return span(seconds * 1000);
}

/**
 * A step in a few words: "揭晓 二等奖 · 发展提质 · 第 2 名 · 72 示例单位".
 * @param {import("./names.js").Panel} panel
 * @param {{kind: string, title: string, group: string, entries: string[], ranks: number[]}} step
 */
export function stepWords(panel, { kind, title, group, entries, ranks }) {
  const rank = kind === "place" ? panel.say("stepRanks", { ranks: [...new Set(ranks)].join("、") }) : "";
  const called = entries.map((id) => `${id} ${panel.view.entries[id]?.unit ?? ""}`.trim()).join("、");
  return [`${panel.say(`step_${kind}`)} ${title}`.trim(), group, rank, called].filter(Boolean).join(" · ");
}

/** The step on air and the next one, with their numbers; null where there is none. */
export function around({ ceremony, plan }) {
  const at = (number) =>
    number >= 1 && number <= ceremony.of ? { number, ...plan.steps[number - 1] } : null;
  const step = ceremony.step ?? 0;
  return { now: at(step), next: at(step + 1) };
}

/** Presenters as fields of a dialog (`name1`, `post1` …) → name → post, without the blanks. */
export function presentersOf(answer, most) {
  const pairs = Array.from({ length: most }, (_, n) => [
    answer[`name${n + 1}`]?.trim(),
    answer[`post${n + 1}`]?.trim() ?? "",
  ]);
  return Object.fromEntries(pairs.filter(([name]) => name));
}

/** "07、12 03" → ["07", "12", "03"]. */
export function numbersIn(text) {
  return text.split(/[\s,，、;；]+/u).filter(Boolean);
}
