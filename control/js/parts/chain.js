/** Where a sheet stands on its way, who signed, and why its score is what it is. */
import { html, nothing, render } from "../vendor/lit-html.js";
import { button } from "./controls.js";

const WAY = ["complete", "checked", "confirmed", "revealed"];
const REACHED = {
  empty: 0,
  partial: 0,
  complete: 1,
  checked: 2,
  confirmed: 3,
  armed: 3,
  revealed: 4,
  corrected: 3,
};

/** 提交 → 复核 → 确认 → 亮分, with who did it. */
export function chain(panel, sheet) {
  const { check } = panel.view.settings.chain;
  const by = {
    complete: sheet.typed_by.join("、"),
    checked: sheet.checked_by,
    confirmed: sheet.confirmed_by,
  };
  const steps = WAY.filter((step) => step !== "checked" || check || sheet.checked_by);
  return html`<ol class="chain" aria-label=${panel.say("chain")}>
    ${steps.map((step) => {
      const reached = REACHED[sheet.state] > WAY.indexOf(step);
      return html`<li class="chain__step ${reached ? "chain__step--done" : ""}">
        <b aria-hidden="true">${reached ? "✓" : "·"}</b>
        ${panel.say(`chain_${step}`)}${
          reached && by[step] ? html`<small class="chain__by">${by[step]}</small>` : nothing
        }
      </li>`;
    })}
  </ol>`;
}

/** A correction that waits for a second person. */
export function proposal(panel, id, sheet) {
  const { proposed } = sheet;
  if (!proposed) return nothing;
  const changes = Object.entries(proposed.marks).map(
    ([judge, mark]) => `${nameOf(panel, judge)} ${sheet.marks[judge] ?? "—"} → ${mark ?? "—"}`,
  );
  if (proposed.deduction !== sheet.deduction)
    changes.push(`${panel.say("do_deduct")} ${sheet.deduction} → ${proposed.deduction}`);
  for (const [judge, values] of Object.entries(proposed.criteria))
    for (const [criterion, mark] of Object.entries(values))
      changes.push(
        [
          nameOf(panel, judge),
          criterionName(panel, criterion),
          `${sheet.criteria[judge]?.[criterion] ?? "—"} → ${mark ?? "—"}`,
        ].join(" "),
      );
  for (const [judge, state] of Object.entries(proposed.excused))
    changes.push(
      `${nameOf(panel, judge)} ${counting(panel, sheet.excused[judge])} → ${counting(panel, state)}`,
    );
  for (const [part, value] of Object.entries(proposed.given))
    changes.push(`${partName(panel, part)} ${sheet.given[part] ?? "—"} → ${value ?? "—"}`);
  return html`<div class="question">
    <p>${panel.say("proposedBy", { by: proposed.by, reason: proposed.reason })}</p>
    <p data-number>${changes.join("；")}</p>
  </div>`;
}

const nameOf = (panel, judge) => panel.view.settings.judges.find((one) => one.id === judge)?.name ?? judge;
const counting = (panel, state) => panel.say(state ? `excused_${state}` : "counts");
const partName = (panel, id) => panel.view.settings.scoring.parts.find((one) => one.id === id)?.name ?? id;
const criterionName = (panel, id) =>
  panel.view.settings.scoring.criteria.find((one) => one.id === id)?.name ?? id;

/** "Why": the way of a score in plain words, as the server explains it. */
export function whyButton(panel, id) {
  return button(panel, { label: panel.say("explain"), run: () => explain(panel, id), kind: "small" });
}

async function explain(panel, id) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask explain";
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  let lines = [panel.say("disconnected")];
  try {
    lines =
      (await (await fetch(`/api/explain/${encodeURIComponent(id)}?lang=${panel.lang}`)).json()).lines ??
      lines;
  } catch {
    // The line is down: the words above say so.
  }
  render(
    html`<h2>${panel.say("explain")}</h2>
      <div class="explain__lines">${lines.map((line, n) => html`<p ?data-number=${n > 0}>${line}</p>`)}</div>
      <div class="row row--end">
        <button type="button" class="button button--primary" @click=${() => dialog.close()}>
          ${panel.say("ok")}
        </button>
      </div>`,
    dialog,
  );
  dialog.setAttribute("aria-label", panel.say("explain"));
  dialog.showModal();
}
