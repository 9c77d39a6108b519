/** What the marks come to, and the way from there to the hall: confirm, arm, reveal, correct. */
import { html, nothing } from "../vendor/lit-html.js";
import { plain } from "../shared/marks.js";
import { whyButton } from "./chain.js";
import { ask, button, why } from "./controls.js";

export function verdict(panel, id, sheet) {
  const missing = sheet.missing.length;
  return html`<div class="verdict verdict--${sheet.state}" tabindex="-1" @keydown=${calm}>
    <p class="verdict__state">
      <strong>${panel.say(`state_${sheet.state}`)}</strong
      >${missing ? html` · ${panel.say("waiting", { n: missing })}` : nothing}
      ${sheet.result ? whyButton(panel, id) : nothing}
    </p>
    ${
      sheet.result
        ? html`<p class="verdict__sum">
            <span
              >${panel.say(panel.view.settings.scoring.combine)}
              <b class="digits" data-number>${sheet.result.mean}</b></span
            >
            <span>${panel.say("do_deduct")} <b class="digits" data-number>${sheet.result.deduction}</b></span>
            <span class="verdict__score"
              >${panel.say("final")} <b class="digits" data-number>${sheet.result.score}</b></span
            >
            ${
              sheet.rank
                ? html`<span>${panel.say("rank")} <b class="digits" data-number>${sheet.rank}</b></span>`
                : nothing
            }
          </p>`
        : nothing
    }
    <div class="row">${steps(panel, id, sheet)}</div>
    ${STEPS.map((key) => why(panel, `${key}/${id}`))}
  </div>`;
}

const STEPS = [
  "check",
  "uncheck",
  "confirm",
  "unconfirm",
  "arm",
  "disarm",
  "reveal",
  "hide",
  "correct",
  "approve_correction",
  "reject_correction",
];
const SETTLE = 400;
const CALM = 1500;
let shown = { step: "", at: 0 };
let stepped = -Infinity; // when a step was last taken by keyboard

/** Whether arming or revealing is meant: the second half of a double click on the step before is not. */
function meant(state) {
  return !["confirmed", "armed"].includes(state) || performance.now() - shown.at > SETTLE;
}

/** One Enter too many after a step by keyboard is no TAKE; a moment later, or after another key, it is. */
function calm(event) {
  if (event.target !== event.currentTarget) return;
  if (event.key === "Enter" && performance.now() - stepped < CALM) event.stopPropagation();
  else event.currentTarget.blur();
}

/** By keyboard: the button turns into the next step's, so the focus leaves it for where it stands. */
function toPlace(verdict) {
  stepped = performance.now();
  verdict.focus();
}

/** The buttons that make sense in this state, in the order of the way. */
function steps(panel, id, sheet) {
  const now = `${id}/${sheet.state}`;
  if (shown.step !== now) shown = { step: now, at: performance.now() };
  const way = (key, kind, does, label = panel.say(`do_${key}`)) => {
    if (!panel.may(key)) return nothing;
    const run = (event) => {
      if (!meant(sheet.state)) return;
      if (event.detail === 0) toPlace(event.target.closest(".verdict"));
      does();
    };
    return html`<span data-step=${key}>${button(panel, { label, run, key: `${key}/${id}`, kind })}</span>`;
  };
  const act = (key, kind, label) =>
    way(key, kind, () => panel.actOn(key, { entry: id }, `${key}/${id}`), label);
  const because = (key, kind = "") => way(key, kind, () => withReason(panel, id, key));
  const correct = sheet.proposed
    ? [act("approve_correction", "primary"), because("reject_correction")]
    : way("correct", "", () => askCorrection(panel, id, sheet));
  const disarm = way("disarm", "", () => panel.act("disarm", {}, `disarm/${id}`));
  return (waysOf(panel, sheet, { act, because, correct, disarm })[sheet.state] ?? (() => []))();
}

/** The ways on from each state: `act` at once, `because` with a reason. */
function waysOf(panel, sheet, { act, because, correct, disarm }) {
  const { chain } = panel.view.settings;
  const reveal = panel.say(sheet.revealed ? "pushCorrection" : "do_reveal");
  const again = `${panel.say("do_arm")} · ${panel.say("do_correct")}`;
  return {
    complete: () =>
      chain.check
        ? [act("check", "primary")]
        : [act("confirm", "primary"), chain.supervise ? act("check", "") : nothing],
    checked: () => [act("confirm", "primary"), because("uncheck")],
    confirmed: () => [act("arm", "primary"), because("unconfirm"), correct],
    armed: () => [act("reveal", "reveal", reveal), disarm, correct],
    corrected: () => [act("arm", "primary", again), correct, because("hide", "danger")],
    revealed: () => [correct, because("hide", "danger")],
  };
}

async function withReason(panel, id, key) {
  const { seq } = panel.store;
  const answer = await ask(panel, {
    title: panel.say(`do_${key}`),
    note: key === "hide" ? panel.say("askHide") : "",
    fields: [{ name: "reason", label: panel.say("reason"), required: true }],
    danger: key === "hide",
  });
  if (answer) panel.actOn(key, { entry: id, ...answer }, `${key}/${id}`, seq);
}

async function askCorrection(panel, id, sheet) {
  const { judges } = panel.view.settings;
  const { seq } = panel.store;
  if (panel.view.settings.scoring.marks !== "total") return void correctCriteria(panel, id, sheet, seq);
  const marking = judges.filter((judge) => sheet.judges.includes(judge.id) && !(judge.id in sheet.excused));
  const fields = marking.map((judge) => ({
    name: judge.id,
    label: `${judge.seat} ${judge.name}`,
    value: sheet.marks[judge.id] ?? "",
    required: true,
    secret: true,
  }));
  const answer = await ask(panel, {
    title: `${panel.say("do_correct")} ${id}`,
    fields: [
      ...fields,
      ...givenFields(panel, sheet),
      { name: "deduction", label: panel.say("do_deduct"), value: sheet.deduction, secret: true },
      { name: "reason", label: panel.say("reason"), required: true },
    ],
  });
  if (!answer) return;
  const changed = marking.filter((judge) => plain(answer[judge.id]) !== (sheet.marks[judge.id] ?? ""));
  const marks = Object.fromEntries(changed.map((judge) => [judge.id, plain(answer[judge.id]) || null]));
  panel.actOn(
    "correct",
    {
      entry: id,
      reason: answer.reason,
      deduction: plain(answer.deduction),
      marks,
      given: changedGiven(panel, sheet, answer),
    },
    `correct/${id}`,
    seq,
  );
}

const givenParts = (panel) => panel.view.settings.scoring.parts.filter((part) => part.source === "given");
const givenFields = (panel, sheet) =>
  givenParts(panel).map((part) => ({
    name: `given.${part.id}`,
    label: part.name,
    value: sheet.given[part.id] ?? "",
    required: true,
    secret: true,
  }));

function changedGiven(panel, sheet, answer) {
  const typed = givenParts(panel).map((part) => [part.id, plain(answer[`given.${part.id}`])]);
  return Object.fromEntries(
    typed
      .filter(([id, value]) => value !== (sheet.given[id] ?? ""))
      .map(([id, value]) => [id, value || null]),
  );
}

/** Criteria are corrected one judge's and one criterion's at a time: the dialog would not end otherwise. */
async function correctCriteria(panel, id, sheet, seq) {
  const { judges, scoring } = panel.view.settings;
  const marking = judges.filter((judge) => sheet.judges.includes(judge.id) && !(judge.id in sheet.excused));
  const answer = await ask(panel, {
    title: `${panel.say("do_correct")} ${id}`,
    fields: [
      {
        name: "judge",
        label: panel.say("judge"),
        choices: marking.map((one) => [one.id, `${one.seat} ${one.name}`]),
      },
      {
        name: "criterion",
        label: panel.say("criterion"),
        choices: scoring.criteria.map((one) => [one.id, one.name]),
      },
      { name: "mark", label: panel.say("newMark"), secret: true },
      ...givenFields(panel, sheet),
      { name: "deduction", label: panel.say("do_deduct"), value: sheet.deduction, secret: true },
      { name: "reason", label: panel.say("reason"), required: true },
    ],
  });
  if (!answer) return;
  const mark = plain(answer.mark);
  const criteria = mark ? { [answer.judge]: { [answer.criterion]: mark } } : {};
  panel.actOn(
    "correct",
    {
      entry: id,
      reason: answer.reason,
      deduction: plain(answer.deduction),
      criteria,
      given: changedGiven(panel, sheet, answer),
    },
    `correct/${id}`,
    seq,
  );
}

export function corrections(panel, sheet) {
  if (!sheet.corrections.length) return nothing;
  return html`<h3>${panel.say("corrections")}</h3>
    <ul class="plain">
      ${sheet.corrections.map(
        (one) =>
          html`<li data-number>
            ${panel.say("correctedLine", {
              before: one.before.score,
              after: one.after.score,
              reason: one.reason,
              by: one.by,
            })}
          </li>`,
      )}
    </ul>`;
}
