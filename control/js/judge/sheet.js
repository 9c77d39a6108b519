/** The judge's page as it is drawn: the entry, its boxes with steppers and keypad, and what was sent. */
import { asKept, readMark, stepped, totalOf } from "../shared/marks.js";
import { isBad } from "../shared/refusals.js";
import { html, nothing } from "../vendor/lit-html.js";

const PASSAGES = ["practice", "progress", "effect", "firsts", "honours"];

export function page(judge) {
  const { seat } = judge;
  const { entry } = judge;
  return html`${header(seat)}
    ${seat.online ? nothing : html`<p class="note bad" role="status">${seat.say("downNote")}</p>`}
    <main>
      ${elsewhere(judge, entry)}
      ${entry ? html`${about(seat, entry)} ${sheet(judge, entry)}` : html`<h1 class="wait">${seat.say("judgeWaiting")}</h1>`}
      ${others(judge, entry)}
    </main>
    ${judge.state.field && entry && open(judge, entry) ? keypad(judge, entry) : nothing}`;
}

function header(seat) {
  const { me, contest, mode } = seat.view;
  return html`<header class="top">
    <div><p class="contest">${contest.name}</p><p class="me"><b>${me.name}</b> ${seat.say("judgeSeat", { seat: me.seat })}</p></div>
    ${mode === "rehearsal" ? html`<strong class="chip rehearsal">${seat.say("rehearsal")}</strong>` : nothing}
    <span class="chip line ${seat.online ? "up" : "down"}" role="status">${seat.say(seat.online ? "connected" : "notConnected")}</span>
    <button type="button" class="lang" @click=${() => seat.speak(seat.lang === "en" ? "zh" : "en")}>${seat.say("language")}</button>
  </header>`;
}

/** Another entry is being scored now than the one that is open. */
function elsewhere(judge, entry) {
  const { now, order } = judge.seat.view;
  if (!entry || now === entry || !order.includes(now)) return nothing;
  return html`<p class="note elsewhere" role="status"><span>${judge.seat.say("nowScoring", { entry: judge.seat.view[`entry/${now}`].order })}</span>
    <button type="button" @click=${() => judge.choose(now)}>${judge.seat.say("back")}</button></p>`;
}

function about(seat, entry) {
  const facts = seat.view[`entry/${entry}`];
  const told = PASSAGES.filter((name) => facts[name].length);
  return html`<section class="entry" aria-labelledby="entry-title">
    <p class="number digits">${seat.say("entryNumber", { n: facts.order })}</p>
    <div><p class="unit">${facts.unit}</p>
    <h1 id="entry-title">${facts.title.map((line) => html`<span>${line}</span>`)}</h1></div>
    ${told.length ? html`<details><summary>${seat.say("facts")}</summary>${told.map((name) => html`<h2>${seat.say(name)}</h2><ul>${facts[name].map((one) => html`<li>${one}</li>`)}</ul>`)}</details>` : nothing}
  </section>`;
}

/** Whether the judge may write now. */
function open(judge, entry) {
  const own = judge.own(entry);
  return !own.excused && !own.submitted && !own.locked;
}

function sheet(judge, entry) {
  const { seat } = judge;
  const own = judge.own(entry);
  if (own.excused) return html`<p class="note stop">${seat.say(`excusedMe_${own.excused}`)}</p>`;
  if (own.submitted) return submitted(judge, entry, own);
  if (own.locked) return html`<p class="note stop">${seat.say("judgeLocked")}</p>`;
  const { values, conflict } = judge.draft(entry);
  return html`<section class="boxes" aria-label=${seat.say("yourMark")}>
    ${conflict ? choice(judge, entry) : nothing}
    ${judge.fields().map((field) => box(judge, entry, field, values[field.id] ?? ""))}
    ${total(judge, values)} ${sending(judge, entry, values)}
  </section>`;
}

function choice(judge, entry) {
  const { seat } = judge;
  const say = (values) => judge.fields().map(({ id }) => values[id] || "—").join(" / ");
  return html`<div class="note conflict" role="alert"><p>${seat.say("conflict")}</p>
    <button type="button" @click=${() => judge.settle(entry, true)}>${seat.say("thisDevice")}<b class="digits">${say(judge.draft(entry).values)}</b></button>
    <button type="button" @click=${() => judge.settle(entry, false)}>${seat.say("otherDevice")}<b class="digits">${say(judge.own(entry).draft)}</b></button></div>`;
}

function box(judge, entry, field, text) {
  const { seat } = judge;
  const { fault } = readMark(text, field);
  const hint = [field.weight && seat.say(seat.view.rule.marks === "points" ? "outOf" : "share", field), seat.say("range", field)].filter(Boolean).join(" · ");
  const step = (by) => judge.type(entry, field.id, stepped(text, by, field));
  return html`<div class="box ${fault ? "faulty" : ""} ${judge.state.field === field.id ? "open" : ""}">
    <label for="box-${field.id}">${field.name}</label>
    <div class="stepper">
      <button type="button" aria-label=${seat.say("markLess", field)} @click=${() => step(-1)}>−</button>
      <input id="box-${field.id}" class="digits" inputmode="none" autocomplete="off" maxlength="10" placeholder="—" .value=${text}
        aria-invalid=${fault ? "true" : "false"} aria-describedby="hint-${field.id}"
        @input=${(event) => judge.type(entry, field.id, event.target.value)} @focus=${() => judge.focus(field.id)}
        @keydown=${(event) => event.key === "Enter" && toNext(judge, field.id)} />
      <button type="button" aria-label=${seat.say("markMore", field)} @click=${() => step(1)}>+</button>
    </div>
    <small id="hint-${field.id}" role=${fault ? "alert" : nothing}>${fault ? seat.say(`judgeFault_${fault}`, field) : (field.note ? `${field.note} · ${hint}` : hint)}</small>
  </div>`;
}

function total(judge, values) {
  const { rule } = judge.seat.view;
  if (rule.marks === "total") return nothing;
  return html`<p class="total"><span>${judge.seat.say("judgeTotal")}</span> <b class="digits">${totalOf(rule, values) ?? "—"}</b></p>`;
}

function sending(judge, entry, values) {
  const { seat, state } = judge;
  const fate = seat.desk.fate(`submit/${entry}`);
  const missing = judge.fields().filter((field) => readMark(values[field.id] ?? "", field).mark == null).length;
  const words = { pending: "sending", offline: seat.online ? "notSentYet" : "notSent", unknown: "unknownArrival" }[fate?.state];
  return html`<p class="kept" role="status">${keptWords(judge, entry)}</p>
    ${fate && isBad(fate) ? html`<p class="note bad" role="alert">${words ? seat.say(words) : fate.why}</p>` : nothing}
    <button type="button" class="submit" ?disabled=${missing > 0 || fate?.state === "pending"} @click=${() => judge.ask(true)}>
      ${fate?.state === "pending" ? seat.say("sending") : missing ? seat.say("fillAll", { n: missing }) : seat.say("submit")}</button>
    ${state.asking ? asking(judge, entry, values) : nothing}`;
}

function keptWords(judge, entry) {
  const { seat } = judge;
  const { values, send } = judge.draft(entry);
  if (!Object.values(values).some(Boolean)) return "";
  if (seat.desk.fate(`draft/${entry}`)?.state === "pending") return seat.say("saving");
  return seat.say(send ? (seat.online ? "saving" : "savedHere") : "saved");
}

function asking(judge, entry, values) {
  const { seat } = judge;
  const facts = seat.view[`entry/${entry}`];
  const sum = seat.view.rule.marks === "total" ? nothing : html`<tr class="sum"><th>${seat.say("judgeTotal")}</th><td class="digits">${totalOf(seat.view.rule, values)}</td></tr>`;
  return html`<dialog aria-labelledby="ask-title" @cancel=${() => judge.ask(false)}>
    <h2 id="ask-title">${seat.say("submitAsk")}</h2>
    <p>${seat.say("entryNumber", { n: facts.order })} ${facts.unit}</p>
    <table>${judge.fields().map((field) => html`<tr><th>${field.name}</th><td class="digits">${toKeep(values[field.id], field)}</td></tr>`)}${sum}</table>
    <p class="quiet">${seat.say("submitNote")}</p>
    <div class="pair"><button type="button" @click=${() => judge.ask(false)}>${seat.say("notYet")}</button>
    <button type="button" class="submit" @click=${() => judge.submit(entry)}>${seat.say("confirmSubmit")}</button></div>
  </dialog>`;
}

/** A typed mark as the server will write it. */
function toKeep(text, field) {
  const { mark } = readMark(text ?? "", field);
  return mark == null ? "—" : asKept(mark, field);
}

function submitted(judge, entry, own) {
  const { seat } = judge;
  const fate = seat.desk.fate(`withdraw/${entry}`);
  return html`<section class="done">
    <p class="tick" role="status"><b>✓</b> ${seat.say("received", { time: seat.timeOf(own.submitted) })}</p>
    <p class="quiet">${seat.say("receivedNote")}</p>
    <table>${seat.view.rule.marks === "total" ? nothing : judge.fields().map((field) => html`<tr><th>${field.name}</th><td class="digits">${own.values[field.id]}</td></tr>`)}
      <tr class="sum"><th>${seat.say("judgeTotal")}</th><td class="digits">${own.mark}</td></tr></table>
    ${own.locked ? html`<p class="note">${seat.say("judgeLocked")}</p>` : html`<button type="button" class="withdraw" @click=${() => judge.withdraw(entry)}>${seat.say("withdraw")}</button>`}
    ${fate && isBad(fate) ? html`<p class="note bad" role="alert">${fate.why ?? seat.say(fate.state === "offline" ? "notSent" : "unknownArrival")}</p>` : nothing}
  </section>`;
}

function others(judge, entry) {
  const { seat } = judge;
  return html`<details class="others"><summary>${seat.say("others")}</summary><ol>${seat.view.order.map((id) => {
    const facts = seat.view[`entry/${id}`];
    return html`<li><button type="button" aria-current=${id === entry ? "true" : nothing} @click=${() => judge.choose(id)}>
      <b class="digits">${facts.order}</b><span>${facts.unit}</span><i class=${standing(judge, id)}>${seat.say(`own_${standing(judge, id)}`)}</i></button></li>`;
  })}</ol></details>`;
}

function standing(judge, id) {
  const own = judge.own(id);
  if (own.excused) return "out";
  if (own.submitted) return "done";
  return Object.values(judge.draft(id).values).some(Boolean) ? "draft" : "none";
}

/** Our own keypad: a phone's covers half of what it is for. */
function keypad(judge, entry) {
  const { seat, state } = judge;
  const text = judge.draft(entry).values[state.field] ?? "";
  const press = (key) => (key === "⌫" ? judge.type(entry, state.field, text.slice(0, -1)) : judge.type(entry, state.field, (text + key).slice(0, 10)));
  const keep = (event) => event.preventDefault(); // the box keeps the focus
  return html`<section class="keypad" aria-label=${seat.say("keypad")}>
    ${[..."123456789.0⌫"].map((key) => html`<button type="button" aria-label=${key === "⌫" ? seat.say("erase") : nothing} @pointerdown=${keep} @click=${() => press(key)}>${key}</button>`)}
    <button type="button" class="next" @pointerdown=${keep} @click=${() => toNext(judge, state.field)}>${seat.say("nextField")}</button>
  </section>`;
}

function toNext(judge, id) {
  const all = judge.fields().map((field) => field.id);
  const next = all[all.indexOf(id) + 1];
  if (next) return document.getElementById(`box-${next}`).focus();
  document.activeElement?.blur();
  judge.focus(null);
  return document.querySelector(".submit")?.scrollIntoView({ block: "center" });
}
