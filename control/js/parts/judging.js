/** Who counts and what else a score is made of: a judge's state, how many count, given parts, time. */
import { plain } from "../shared/marks.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button, why } from "./controls.js";

const CONFIRMED = ["confirmed", "armed", "revealed", "corrected"];
const STATES = ["recused", "absent", "unsubmitted", "abstained", "revoked"];

/** A judge's state beside the mark: submitted, excused, or proposed to be recused; a click changes it. */
export function stateOf(panel, id, sheet, judge, closed) {
  const { excused, submitted, recusals } = sheet;
  const state = excused[judge.id];
  const words = state
    ? panel.say(`excused_${state}`)
    : judge.id in submitted
      ? panel.say("submittedMark")
      : recusals.includes(judge.id)
        ? panel.say("recuseProposed")
        : "…";
  const correcting = CONFIRMED.includes(sheet.state) && panel.may("correct") && !sheet.proposed;
  if (!correcting && (closed || !panel.may("excuse")))
    return words === "…" ? nothing : html`<span class="tag">${words}</span>`;
  const kind = state ? "tagged out" : recusals.includes(judge.id) ? "tagged warn" : "tagged";
  const key = `${correcting ? "correct" : "excuse"}/${id}/${judge.id}`;
  return button(panel, {
    label: words,
    name: `${panel.say("judgeState")} ${judge.name}`,
    run: () => change(panel, id, sheet, judge, correcting),
    key,
    kind: `small ${kind}`,
  });
}

/** Before the confirmation a judge is excused; afterwards it is a correction, with all that one wants. */
async function change(panel, entry, sheet, judge, correcting) {
  const { seq } = panel.store;
  const proposed = sheet.recusals.includes(judge.id) ? "recused" : "";
  const answer = await ask(panel, {
    title: `${
      correcting ? `${panel.say("do_correct")} ${entry} · ` : ""
    }${judge.seat} ${judge.name} · ${panel.say("judgeState")}`,
    note: correcting ? panel.say("correctsWho") : "",
    fields: [
      {
        name: "state",
        label: panel.say("judgeState"),
        value: sheet.excused[judge.id] ?? proposed,
        choices: [["", panel.say("counts")], ...STATES.map((one) => [one, panel.say(`excused_${one}`)])],
      },
      {
        name: "reason",
        label: panel.say("reason"),
        value: proposed ? panel.say("sameUnit") : "",
        required: correcting,
      },
    ],
  });
  if (answer && correcting)
    panel.actOn(
      "correct",
      { entry, reason: answer.reason, excused: { [judge.id]: answer.state || null } },
      `correct/${entry}/${judge.id}`,
      seq,
    );
  else if (answer)
    panel.actOn(
      "excuse",
      { entry, judge: judge.id, state: answer.state || null, reason: answer.reason },
      `excuse/${entry}/${judge.id}`,
      seq,
    );
}

/** The questions that stand between a sheet and its confirmation. */
export function questions(panel, id, sheet) {
  return html`${accept(panel, id, sheet)} ${time(panel, id, sheet)} ${given(panel, id, sheet)}
  ${copies(panel, sheet)}`;
}

function accept(panel, id, sheet) {
  if (sheet.accepted && !sheet.needs.includes("accept"))
    return html`<p class="quiet">${panel.say("acceptedLine", sheet.accepted)}</p>`;
  if (!sheet.needs.includes("accept") || sheet.needs.includes("marks")) return nothing;
  const count = sheet.counted;
  const run = async () => {
    const { seq } = panel.store;
    const answer = await ask(panel, {
      title: panel.say("acceptAsk", { count, of: sheet.judges.length }),
      fields: [{ name: "reason", label: panel.say("reason"), required: true }],
    });
    if (answer)
      panel.actOn("accept_judges", { entry: id, count, reason: answer.reason }, `accept/${id}`, seq);
  };
  return html`<div class="row question">
      <span>${panel.say("acceptAsk", { count, of: sheet.judges.length })}</span>
      ${
        panel.may("accept_judges")
          ? button(panel, {
              label: panel.say("acceptDo", { count }),
              run,
              key: `accept/${id}`,
              kind: "primary",
            })
          : nothing
      }
    </div>
    ${why(panel, `accept/${id}`)}`;
}

function time(panel, id, sheet) {
  if (!sheet.time || !sheet.needs.includes("deduction")) return nothing;
  const { seconds, points } = sheet.time;
  const words = panel.say(seconds < 0 ? "timeShort" : "timeOver", { seconds: Math.abs(seconds) });
  const decide = (value, reason) =>
    panel.actOn("deduct", { entry: id, points: value, reason }, `deduct/${id}`);
  return html`<div class="row question">
    <span>${words} · ${panel.say("timeProposal")} <b class="digits" data-number>${points}</b></span> ${
      panel.may("deduct")
        ? html`${button(panel, {
            label: panel.say("timeTake"),
            run: () => decide(points, words),
            key: `deduct/${id}`,
            kind: "primary",
          })}
          ${button(panel, { label: panel.say("timeWaive"), run: () => waive(panel, id), kind: "" })}`
        : nothing
    }
  </div>`;
}

async function waive(panel, id) {
  const { seq } = panel.store;
  const answer = await ask(panel, {
    title: panel.say("timeWaive"),
    fields: [{ name: "reason", label: panel.say("reason"), required: true }],
  });
  if (answer) panel.actOn("deduct", { entry: id, points: "0", reason: answer.reason }, `deduct/${id}`, seq);
}

function given(panel, id, sheet) {
  const parts = panel.view.settings.scoring.parts.filter((part) => part.source === "given");
  const closed = !panel.may("give") || !sheet.open;
  return parts.map((part) => {
    const send = (event) => {
      const value = plain(event.target.value);
      if (value !== (sheet.given[part.id] ?? ""))
        panel.actOn("give", { entry: id, part: part.id, value: value || null }, `give/${id}/${part.id}`);
    };
    return html`<label class="row"
        ><span>${part.name} <small>${part.minimum}–${part.maximum} · ${part.weight}%</small></span>
        <input
          class="given__input digits"
          data-number
          inputmode="decimal"
          autocomplete="off"
          maxlength="12"
          .value=${sheet.given[part.id] ?? ""}
          ?readonly=${closed}
          @change=${send} /></label
      >${why(panel, `give/${id}/${part.id}`)}`;
  });
}

/** Double entry: where two typists differ. */
function copies(panel, sheet) {
  if (!panel.view.settings.chain.double_entry) return nothing;
  const typists = Object.keys(sheet.copies);
  const differing = panel.view.settings.judges.filter((judge) => sheet.differing.includes(judge.id));
  if (typists.length < 2)
    return html`<p class="quiet">${panel.say("secondTypist", { who: typists.join("、") || "—" })}</p>`;
  if (!differing.length) return nothing;
  return html`<div class="question">
    <p>${panel.say("differ")}</p>
    <ul class="plain">
      ${differing.map(
        (judge) =>
          html`<li data-number>
            ${judge.name}：${typists.map((who) => `${who} ${sheet.copies[who][judge.id] ?? "—"}`).join(" ≠ ")}
          </li>`,
      )}
    </ul>
  </div>`;
}
