/**
 * Nine paper marks an entry, at a typist's speed. A draft stays in its cell until the server has it:
 * a refused or offline mark is still there to be mended.
 */
import { plain, readMark, sameMark } from "../shared/marks.js";
import { isBad } from "../shared/refusals.js";
import { html, nothing } from "../vendor/lit-html.js";
import { chain, proposal } from "./chain.js";
import { named } from "../shared/classes.js";
import { ask, button, reason, why, whyLast } from "./controls.js";
import { criteriaGrid } from "./criteria.js";
import { questions, stateOf } from "./judging.js";
import { corrections, verdict } from "./verdict.js";

export function marksheet(panel) {
  const { view } = panel;
  const id = sheetEntry(panel);
  const sheet = id ? view[`sheet/${id}`] : null;
  return html`<section class="marksheet box box--stack" aria-labelledby="marks-title">
    <h2 id="marks-title">${panel.say("scoringEntry")}</h2>
    ${panel.may("take") ? html`${chooser(panel, id)} ${why(panel, "score_entry")}` : nothing}
    ${
      !id || id === view.scoring.entry
        ? nothing
        : html`<p class="why" role="status">${panel.say("otherEntry", { entry: view.scoring.entry })}</p>`
    }
    ${
      sheet
        ? html`${grid(panel, id, sheet)}
          ${whyLast(panel, (key) => key.startsWith(`excuse/${id}/`) || key.startsWith(`correct/${id}/`))}
          ${panel.may("enter_marks") ? html`<p class="quiet">${panel.say("markHint")}</p>` : nothing}
          ${deduction(panel, id, sheet)} ${questions(panel, id, sheet)} ${chain(panel, sheet)}
          ${proposal(panel, id, sheet)} ${verdict(panel, id, sheet)} ${corrections(panel, sheet)}`
        : html`<p>${panel.say("chooseEntry")}</p>`
    }
  </section>`;
}

function grid(panel, id, sheet) {
  const judges = panel.view.settings.judges.filter((judge) => sheet.judges.includes(judge.id));
  const shut = !panel.may("enter_marks") || !sheet.open;
  if (panel.view.settings.scoring.marks !== "total") return criteriaGrid(panel, id, sheet, judges, shut);
  return html`<div class="marksheet__grid" role="group" aria-label=${panel.say("marks")}>
    ${judges.map((judge) => cell(panel, id, sheet, judge, shut))}
  </div>`;
}

/** The entry being scored; a sheet in which somebody types stays until they leave it. */
function sheetEntry(panel) {
  // The desk chooses by itself.
  if (!panel.may("take") && panel.view.entries[panel.own.sheet]) return panel.own.sheet;
  const typing = document.activeElement?.matches(".mark__input");
  if (!typing || !panel.view.entries[panel.own.sheet]) panel.own.sheet = panel.view.scoring.entry;
  return panel.own.sheet;
}

function score(panel, entry) {
  document.activeElement?.blur(); // one's own choice is followed at once
  return panel.act("score_entry", { entry });
}

function chooser(panel, id) {
  const { view } = panel;
  const order = view.rundown.filter((segment) => segment.entry).map((segment) => segment.entry);
  const waiting = view.scoring.next;
  return html`<div class="row">
    <select
      class="wide"
      aria-label=${panel.say("chooseEntry")}
      @change=${(event) => score(panel, event.target.value)}
    >
      ${id ? nothing : html`<option selected disabled value="">${panel.say("chooseEntry")}</option>`}
      ${order.map(
        (one) =>
          html`<option value=${one} .selected=${one === id}>
            ${one} ${view.entries[one].unit} · ${panel.say(`state_${view[`sheet/${one}`].state}`)}
          </option>`,
      )}
    </select>
    ${button(panel, {
      label: panel.say("nextUnscored"),
      run: () => waiting && score(panel, waiting),
      key: "score_entry",
      disabled: !waiting || waiting === id,
      kind: "small",
    })}
  </div>`;
}

function cell(panel, entry, sheet, judge, shut) {
  const key = `${entry}/${judge.id}`;
  const own = panel.view.settings.chain.double_entry ? ownCopy(panel, sheet) : sheet.marks;
  const kept = own[judge.id] ?? "";
  const { drafts } = panel;
  const draft = drafts.get(key);
  if (
    draft &&
    !draft.typing &&
    !draft.fault &&
    !panel.desk.ahead(`marks/${key}`, panel.store.seq) &&
    sameMark(readMark(draft.text, panel.view.settings.scoring).mark, kept || null)
  )
    drafts.delete(key);
  const now = drafts.get(key);
  const fate = now && panel.desk.fate(`marks/${key}`);
  const fell = sheet.result?.marks.find((one) => one.judge === judge.id)?.dropped;
  const closed = shut || judge.id in sheet.excused || judge.id in sheet.submitted;
  const fault = now?.fault
    ? panel.say(`fault_${now.fault}`, panel.view.settings.scoring)
    : isBad(fate)
      ? reason(panel, fate)
      : "";
  return html`<div class=${named("mark", { dropped: fell, faulty: fault, draft: now && !fault })}>
    <div class="mark__judge">
      <label for="mark-${judge.id}"><b>${judge.seat}</b> ${judge.name}</label
      >${stateOf(panel, entry, sheet, judge, shut)}
    </div>
    <input
      id="mark-${judge.id}"
      class="mark__input digits"
      data-number
      inputmode="decimal"
      autocomplete="off"
      maxlength="12"
      .value=${now?.text ?? kept}
      ?readonly=${closed}
      aria-invalid=${fault ? "true" : "false"}
      aria-describedby=${fault || fell ? `note-${judge.id}` : nothing}
      @input=${(event) => typed(panel, key, event.target.value)}
      @keydown=${(event) => onKey(panel, event, entry, judge.id)}
      aria-busy=${fate?.state === "pending" ? "true" : nothing}
      @blur=${(event) => left(panel, entry, judge.id, event.target)}
    />
    <small class="mark__note" id="note-${judge.id}" role=${fault ? "alert" : nothing}
      >${fault || (fell ? panel.say(fell) : "")}</small
    >
  </div>`;
}

/** What this page's own person has typed, where two type each sheet. */
function ownCopy(panel, sheet) {
  return sheet.copies[panel.person] ?? {};
}

function typed(panel, key, text) {
  const draft = panel.drafts.get(key);
  // What is typed was decided on what stood here when the typing began: a change since is not overwritten.
  panel.drafts.set(key, { text, typing: true, seq: draft?.typing ? draft.seq : panel.store.seq });
  panel.desk.forget(`marks/${key}`);
  panel.draw();
}

function onKey(panel, event, entry, judge) {
  const by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation(); // a typist's Enter never takes
  const cells = [...document.querySelectorAll(".mark__input")];
  const at = cells.indexOf(event.target);
  if (!commit(panel, entry, judge, event.target)) return;
  const next = cells[at + by];
  if (next) {
    next.focus();
    next.select();
  } else if (by > 0) toConfirm(event.target);
}

/** From the last mark to the step after it, which comes with the answer to that mark. */
function toConfirm(cell, frames = 60) {
  const step = document.querySelector("[data-step=confirm] button");
  if (step && document.activeElement === cell) step.focus();
  else if (frames) requestAnimationFrame(() => toConfirm(cell, frames - 1));
}

/** Leaving a cell sends what was typed in it; what was refused waits for Enter. */
function left(panel, entry, judge, input) {
  if (panel.drafts.get(`${entry}/${judge}`)?.typing) commit(panel, entry, judge, input);
  panel.draw();
}

/** Sends a changed cell. False: what is typed cannot be a mark, and stays to be mended. */
function commit(panel, entry, judge, input) {
  const key = `${entry}/${judge}`;
  const { drafts } = panel;
  const draft = drafts.get(key);
  if (!draft) return true;
  const { mark = null, fault } = readMark(draft.text, panel.view.settings.scoring);
  drafts.set(key, { text: draft.text, fault });
  if (fault) {
    panel.draw();
    input.select();
    return false;
  }
  const sheet = panel.view[`sheet/${entry}`];
  const kept = (panel.view.settings.chain.double_entry ? ownCopy(panel, sheet) : sheet.marks)[judge] ?? null;
  if (sameMark(mark, kept) && !panel.desk.ahead(`marks/${key}`, panel.store.seq)) {
    drafts.delete(key);
    panel.draw();
    return true;
  }
  panel.write(
    `${entry}/${judge}`,
    "enter_marks",
    { entry, marks: { [judge]: mark } },
    `marks/${key}`,
    draft.seq,
  );
  return true;
}

function deduction(panel, id, sheet) {
  const closed = !panel.may("deduct") || !sheet.open;
  const change = async () => {
    const { seq } = panel.store;
    const answer = await ask(panel, {
      title: panel.say("do_deduct"),
      fields: [
        { name: "points", label: panel.say("points"), value: sheet.deduction, required: true, secret: true },
        { name: "reason", label: panel.say("reason"), value: sheet.deduction_reason },
      ],
    });
    if (answer)
      panel.actOn(
        "deduct",
        { entry: id, points: plain(answer.points), reason: answer.reason },
        `deduct/${id}`,
        seq,
      );
  };
  return html`<div class="row">
      <span
        >${panel.say("do_deduct")} <b class="digits" data-number>${sheet.deduction}</b>
        <span data-number>${sheet.deduction_reason}</span></span
      >
      ${button(panel, {
        label: panel.say("do_deduct"),
        run: change,
        key: `deduct/${id}`,
        disabled: closed,
        kind: "small",
      })}
    </div>
    ${why(panel, `deduct/${id}`)}`;
}
