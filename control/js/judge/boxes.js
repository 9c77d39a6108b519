/** A judge's sheet of one entry: a box with steppers for each mark, and their total. */
import { readMark, stepped, totalOf } from "../shared/marks.js";
import { html, nothing } from "../vendor/lit-html.js";
import { sending, submitted } from "./submission.js";

/** Whether the judge may write now. */
export function isOpen(judge, entry) {
  const own = judge.own(entry);
  return !own.excused && !own.submitted && !own.locked;
}

export function sheet(judge, entry) {
  const { seat } = judge;
  const own = judge.own(entry);
  if (own.excused) return html`<p class="note stop">${seat.say(`excusedMe_${own.excused}`)}</p>`;
  if (own.submitted) return submitted(judge, entry, own);
  if (own.locked) return html`<p class="note stop">${seat.say("judgeLocked")}</p>`;
  const { values, conflict } = judge.draft(entry);
  return html`<section class="boxes" aria-label=${seat.say("yourMark")}>
    ${conflict ? choice(judge, entry) : nothing}
    ${judge.fields().map((field) => box(judge, entry, field, values[field.id] ?? ""))} ${total(judge, values)}
    ${sending(judge, entry, values)}
  </section>`;
}

function choice(judge, entry) {
  const { seat } = judge;
  const say = (values) =>
    judge
      .fields()
      .map(({ id }) => values[id] || "—")
      .join(" / ");
  return html`<div class="note conflict" role="alert">
    <p>${seat.say("conflict")}</p>
    <button type="button" @click=${() => judge.settle(entry, true)}>
      ${seat.say("thisDevice")}<b class="digits">${say(judge.draft(entry).values)}</b>
    </button>
    <button type="button" @click=${() => judge.settle(entry, false)}>
      ${seat.say("otherDevice")}<b class="digits">${say(judge.own(entry).draft)}</b>
    </button>
  </div>`;
}

function box(judge, entry, field, text) {
  const { seat } = judge;
  const { fault } = readMark(text, field);
  const hint = [
    field.weight && seat.say(seat.view.rule.marks === "points" ? "outOf" : "share", field),
    seat.say("range", field),
  ]
    .filter(Boolean)
    .join(" · ");
  const step = (by) => judge.type(entry, field.id, stepped(text, by, field));
  return html`<div class="box ${fault ? "faulty" : ""} ${judge.state.field === field.id ? "open" : ""}">
    <label for="box-${field.id}">${field.name}</label>
    <div class="stepper">
      <button type="button" aria-label=${seat.say("markLess", field)} @click=${() => step(-1)}>−</button>
      <input
        id="box-${field.id}"
        class="digits"
        inputmode="none"
        autocomplete="off"
        maxlength="10"
        placeholder="—"
        .value=${text}
        aria-invalid=${fault ? "true" : "false"}
        aria-describedby="hint-${field.id}"
        @input=${(event) => judge.type(entry, field.id, event.target.value)}
        @focus=${() => judge.focus(field.id)}
        @keydown=${(event) => event.key === "Enter" && toNext(judge, field.id)}
      />
      <button type="button" aria-label=${seat.say("markMore", field)} @click=${() => step(1)}>+</button>
    </div>
    <small id="hint-${field.id}" role=${fault ? "alert" : nothing}
      >${
        fault ? seat.say(`judgeFault_${fault}`, field) : field.note ? `${field.note} · ${hint}` : hint
      }</small
    >
  </div>`;
}

function total(judge, values) {
  const { rule } = judge.seat.view;
  if (rule.marks === "total") return nothing;
  return html`<p class="total">
    <span>${judge.seat.say("judgeTotal")}</span> <b class="digits">${totalOf(rule, values) ?? "—"}</b>
  </p>`;
}

export function toNext(judge, id) {
  const all = judge.fields().map((field) => field.id);
  const next = all[all.indexOf(id) + 1];
  if (next) return document.getElementById(`box-${next}`).focus();
  document.activeElement?.blur();
  judge.focus(null);
  return document.querySelector(".submit")?.scrollIntoView({ block: "center" });
}
