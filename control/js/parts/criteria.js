/**
 * A sheet on which judges mark by criterion: a row a judge, a column a criterion. Typed like the plain
 * grid, Enter moves on; the judge's sum is the server's.
 */
import { named } from "../shared/classes.js";
import { readMark, sameMark } from "../shared/marks.js";
import { isBad } from "../shared/refusals.js";
import { html, nothing } from "../vendor/lit-html.js";
import { reason } from "./controls.js";
import { stateOf } from "./judging.js";

export function criteriaGrid(panel, id, sheet, judges, closed) {
  const { scoring } = panel.view.settings;
  return html`<div class="scroll">
    <table class="criteria">
      <thead>
        <tr>
          <th scope="col">${panel.say("judge")}</th>
          ${scoring.criteria.map(
            (one) =>
              html`<th scope="col">
                ${one.name}<small>${scoring.marks === "points" ? `0–${one.weight}` : `${one.weight}%`}</small>
              </th>`,
          )}
          <th scope="col">${panel.say("sum")}</th>
        </tr>
      </thead>
      <tbody>
        ${judges.map((judge) => row(panel, id, sheet, judge, closed))}
      </tbody>
    </table>
  </div>`;
}

function row(panel, id, sheet, judge, closed) {
  const { scoring } = panel.view.settings;
  const fell = sheet.result?.marks.find((one) => one.judge === judge.id)?.dropped;
  const shut = closed || judge.id in sheet.excused || judge.id in sheet.submitted;
  return html`<tr class="criteria__row ${fell ? "criteria__row--dropped" : ""}">
    <th scope="row"><b>${judge.seat}</b> ${judge.name} ${stateOf(panel, id, sheet, judge, closed)}</th>
    ${scoring.criteria.map((one) => html`<td>${cell(panel, id, sheet, judge, one, shut)}</td>`)}
    <td class="criteria__sum digits" data-number>
      ${sheet.marks[judge.id] ?? "—"}${fell ? html`<small>${panel.say(fell)}</small>` : nothing}
    </td>
  </tr>`;
}

function cell(panel, entry, sheet, judge, criterion, shut) {
  const key = `${entry}/${judge.id}/${criterion.id}`;
  const kept = sheet.criteria[judge.id]?.[criterion.id] ?? "";
  const range = { ...criterion, step: panel.view.settings.scoring.step };
  const draft = panel.drafts.get(key);
  if (
    draft &&
    !draft.typing &&
    !draft.fault &&
    !panel.desk.ahead(`marks/${key}`, panel.store.seq) &&
    sameMark(readMark(draft.text, range).mark, kept || null)
  )
    panel.drafts.delete(key);
  const now = panel.drafts.get(key);
  const fate = now && panel.desk.fate(`marks/${key}`);
  const fault = now?.fault ? panel.say(`fault_${now.fault}`, range) : isBad(fate) ? reason(panel, fate) : "";
  return html`<div class=${named("mark", { faulty: fault, draft: now && !fault })}>
    <input
      class="mark__input digits"
      data-number
      inputmode="decimal"
      autocomplete="off"
      maxlength="12"
      aria-label="${judge.name} ${criterion.name}"
      .value=${now?.text ?? kept}
      ?readonly=${shut}
      aria-invalid=${fault ? "true" : "false"}
      title=${typeof fault === "string" ? fault : nothing}
      @input=${(event) => typed(panel, key, event.target.value)}
      @keydown=${(event) => onKey(panel, event, entry, judge.id, criterion)}
      @blur=${(event) =>
        panel.drafts.get(key)?.typing && commit(panel, entry, judge.id, criterion, event.target)}
    />
    ${fault ? html`<small class="mark__note" role="alert">${fault}</small>` : nothing}
  </div>`;
}

function typed(panel, key, text) {
  const draft = panel.drafts.get(key);
  panel.drafts.set(key, { text, typing: true, seq: draft?.typing ? draft.seq : panel.store.seq });
  panel.desk.forget(`marks/${key}`);
  panel.draw();
}

function onKey(panel, event, entry, judge, criterion) {
  const cells = [...document.querySelectorAll(".mark__input:not([readonly])")];
  const across = panel.view.settings.scoring.criteria.length;
  const by = { Enter: 1, ArrowDown: across, ArrowUp: -across }[event.key];
  if (!by || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation(); // a typist's Enter never takes
  if (!commit(panel, entry, judge, criterion, event.target)) return;
  const next = cells[cells.indexOf(event.target) + by];
  next?.focus();
  next?.select();
}

/** Sends a changed cell. False: what is typed cannot be a mark, and stays to be mended. */
function commit(panel, entry, judge, criterion, input) {
  const key = `${entry}/${judge}/${criterion.id}`;
  const draft = panel.drafts.get(key);
  if (!draft) return true;
  const { mark = null, fault } = readMark(draft.text, {
    ...criterion,
    step: panel.view.settings.scoring.step,
  });
  panel.drafts.set(key, { text: draft.text, fault });
  if (fault) {
    panel.draw();
    input.select();
    return false;
  }
  const kept = panel.view[`sheet/${entry}`].criteria[judge]?.[criterion.id] ?? null;
  if (sameMark(mark, kept) && !panel.desk.ahead(`marks/${key}`, panel.store.seq)) panel.drafts.delete(key);
  else
    panel.write(
      `${entry}/${judge}`,
      "enter_criteria",
      { entry, judge, values: { [criterion.id]: mark } },
      `marks/${key}`,
      draft.seq,
    );
  panel.draw();
  return true;
}
