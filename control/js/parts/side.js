/** The column at the right: marks, an entry's facts, standings, words to the monitor, the log. */
import { deed } from "../words/events.js";
import { segmentWords } from "../shared/names.js";
import { clockTime } from "../shared/schedule.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ceremony } from "./ceremony.js";
import { ask, button, reason, why } from "./controls.js";
import { drawbox } from "./draw.js";
import { marksheet } from "./marksheet.js";
import { ties } from "./ties.js";
import { restart } from "./topbar.js";

const TABS = ["marks", "entry", "standings", "ceremony", "more", "log"];
const PARTS = { marks: marksheet, entry: entrybox, standings, ceremony, more, log };
const ELIGIBILITIES = ["competing", "exhibition", "withdrawn", "cancelled", "postponed"];

export function side(panel) {
  const { tab } = panel.own;
  return html`<aside class="side box" aria-label=${panel.say(tab)}>
    <div class="tabs" role="tablist" aria-label=${panel.say("more")}>
      ${TABS.map((one) => html`<button type="button" role="tab" class="tabs__tab" aria-selected=${String(one === tab)} @click=${() => panel.choose({ tab: one })}>${panel.say(one)}</button>`)}
    </div>
    <div class="side__sheet" role="tabpanel" aria-label=${panel.say(tab)} tabindex="-1">${PARTS[tab](panel)}</div>
  </aside>`;
}

function entrybox(panel) {
  const { view, own } = panel;
  const id = own.inspect ?? view.program?.entry ?? view.scoring.entry ?? Object.keys(view.entries)[0];
  const entry = view.entries[id];
  const choose = (event) => panel.choose({ inspect: event.target.value });
  return html`<section class="box box--stack">
    <h2>${panel.say("entry")}</h2>
    <select class="wide" aria-label=${panel.say("chooseEntry")} @change=${choose}>
      ${Object.values(view.entries).map((one) => html`<option value=${one.id} .selected=${one.id === id}>${one.id} ${one.unit}</option>`)}
    </select>
    <h3>${entry.title.map((line) => html`${line}<br />`)}</h3>
    <p>${entry.unit}<br />${entry.doer} ${entry.speaker}<br /><span class="quiet">${entry.category}</span></p>
    <div class="row">
      ${button(panel, { label: panel.say("editEntry"), run: () => editEntry(panel, id, entry), key: `entry/${id}` })}
      <select aria-label=${panel.say("eligibility")} @change=${(event) => eligibility(panel, id, event.target)}>
        ${ELIGIBILITIES.map((one) => html`<option value=${one} .selected=${one === entry.eligibility}>${panel.say(one)}</option>`)}
      </select>
    </div>
    ${entry.eligibility === "postponed" ? html`<div class="row question"><span>${panel.say("isPostponed")}</span>${button(panel, { label: panel.say("bringBack"), run: () => bringBack(panel, id), key: `entry/${id}`, kind: "primary" })}</div>` : nothing}
    ${why(panel, `entry/${id}`)}
    <p class="quiet">${panel.say("editHint")} <a href="/import?lang=${panel.lang}" target="_blank">${panel.say("importTable")}</a></p>
  </section>`;
}

async function editEntry(panel, id, entry) {
  const { seq } = panel.store;
  const answer = await ask(panel, {
    title: `${panel.say("editEntry")} ${id}`,
    fields: [
      { name: "unit", label: panel.say("unit"), value: entry.unit, required: true },
      { name: "line1", label: panel.say("line1"), value: entry.title[0], required: true },
      { name: "line2", label: panel.say("line2"), value: entry.title[1] ?? "" },
      { name: "doer", label: panel.say("doer"), value: entry.doer },
      { name: "speaker", label: panel.say("speaker"), value: entry.speaker },
      { name: "category", label: panel.say("category"), value: entry.category_id, choices: panel.view.settings.categories.map((one) => [one.id, one.name]) },
    ],
  });
  if (!answer) return;
  const { line1, line2, ...fields } = answer;
  panel.actOn("edit_entry", { entry: id, ...fields, title: [line1, line2].filter(Boolean) }, `entry/${id}`, seq);
}

async function eligibility(panel, entry, select) {
  const wanted = select.value;
  const { seq } = panel.store;
  const title = `${entry} ${panel.view.entries[entry].unit} → ${panel.say(wanted)}`;
  const answer = await ask(panel, { title, fields: [{ name: "reason", label: panel.say("reason") }] });
  if (answer) await panel.actOn("set_eligibility", { entry, eligibility: wanted, ...answer }, `entry/${entry}`, seq);
  select.value = panel.view.entries[entry].eligibility;
}

/** The places that are still to come: after the entry's session, or before one of the segments ahead. */
async function bringBack(panel, id) {
  const { view } = panel;
  const { seq } = panel.store;
  const on = view.rundown.findIndex((segment) => segment.cues.some((cue) => cue.id === view.program?.cue));
  const ahead = view.rundown.slice(on + 1).filter((segment) => segment.entry !== id && segment.cues.length);
  const answer = await ask(panel, {
    title: `${panel.say("bringBack")} ${id} ${view.entries[id].unit}`,
    note: panel.say("bringBackNote"),
    fields: [
      { name: "before", label: panel.say("place"), choices: [["", panel.say("endOfSession")], ...ahead.map((segment) => [segment.id, panel.say("beforeSegment", { segment: segmentWords(panel, segment) })])] },
      { name: "eligibility", label: panel.say("eligibility"), choices: ["competing", "exhibition"].map((one) => [one, panel.say(one)]) },
      { name: "reason", label: panel.say("reason") },
    ],
  });
  if (answer) panel.actOn("bring_back", { entry: id, before: answer.before || null, eligibility: answer.eligibility, reason: answer.reason }, `entry/${id}`, seq);
}

export function standings(panel) {
  const { view } = panel;
  return html`<section class="box box--stack">${view.settings.categories.map((category) => html`<h2>${category.name}</h2>
    <table><thead><tr><th>${panel.say("rank")}</th><th>${panel.say("entry")}</th><th>${panel.say("final")}</th><th>${panel.say("shownColumn")}</th></tr></thead>
      <tbody>${view.standings[category.id].map((row) => html`<tr>
        <td class="digits" data-number>${row.rank}</td><td>${row.entry} ${view.entries[row.entry].unit}</td>
        <td class="digits" data-number>${row.score}</td><td>${shownWords(panel, row)}</td></tr>`)}
      </tbody></table>${ties(panel, category.id)}`)}</section>`;
}

/** What the hall has of this row: the number, an older one, or nothing. */
function shownWords(panel, row) {
  const { state } = panel.view[`sheet/${row.entry}`];
  if (row.revealed) return panel.say(state === "revealed" ? "state_revealed" : "state_corrected");
  return panel.say("secretMark");
}

/** One of the event file's messages for the speaker; the one on the monitor is pressed already. */
function preset(panel, text, number) {
  const run = () => panel.act("message_preset", { number }, "message");
  return button(panel, { label: text, key: "message", run, disabled: panel.view.message === text });
}

function more(panel) {
  const { view } = panel;
  const send = (event) => {
    event.preventDefault();
    panel.act("message", { text: new FormData(event.target).get("text") });
  };
  return html`<section class="box box--stack">
    <h2>${panel.say("message")}</h2>
    <form class="row" @submit=${send}>
      <input name="text" class="wide" maxlength="60" aria-label=${panel.say("message")} .value=${view.message} />
      ${button(panel, { label: panel.say("send"), key: "message", kind: "primary", type: "submit" })}
      ${button(panel, { label: panel.say("remove_message"), run: () => panel.act("message", { text: "" }), disabled: !view.message })}
    </form>${why(panel, "message")}
    <div class="row">${view.settings.messages.map((text, index) => preset(panel, text, index + 1))}</div>
    ${streamDelay(panel)}
    <h2>${panel.say("judges")}</h2>
    <ul class="plain">${view.settings.judges.map((judge) => html`<li class="row row--between"><span>${judge.seat} ${judge.name} <span class="quiet">${judge.post || judge.unit}</span></span>
      ${button(panel, { label: "✎", name: `${panel.say("editEntry")} ${judge.name}`, run: () => editJudge(panel, judge), key: `judge/${judge.id}`, kind: "small" })}</li>${why(panel, `judge/${judge.id}`)}`)}</ul>
    ${drawbox(panel)}
    <h2>${panel.say("screens")}</h2>
    ${screens(panel)}
    <h2>${panel.say("thisPanel")}</h2>
    <p><a href="/help?lang=${panel.lang}" target="_blank">${panel.say("handbook")}</a></p>
    <div class="row">
      ${view.mode === "rehearsal" ? button(panel, { label: panel.say("do_restart_rehearsal"), run: () => restart(panel), key: "restart_rehearsal" }) : nothing}
      <form method="post" action="/logout"><button class="button" type="submit">${panel.say("signOut")}</button></form>
    </div>
    ${view.settings.notes.length ? html`<h2>${panel.say("notes")}</h2>${view.settings.notes.map((note) => html`<p class="quiet">${note}</p>`)}` : nothing}
  </section>`;
}

/** How far the stream lags; the number in the field is what is set, or what the event file says. */
function streamDelay(panel) {
  const { set, delay } = panel.view.stream;
  const send = (event) => {
    event.preventDefault();
    panel.act("stream_delay", { seconds: new FormData(event.target).get("seconds") });
  };
  return html`<h2>${panel.say("streamDelay")}</h2>
    <form class="row" @submit=${send}>
      <input name="seconds" type="number" min="0" max="120" step="0.1" required aria-label=${panel.say("streamDelay")} .value=${String((set ?? delay) / 1000)} />
      ${button(panel, { label: panel.say("streamDelaySet"), key: "stream_delay", kind: "primary", type: "submit" })}
      ${button(panel, { label: panel.say("streamDelayAuto"), run: () => panel.act("stream_delay", { seconds: null }), pressed: set == null })}
    </form>${why(panel, "stream_delay")}
    <p class="quiet">${panel.say("streamDelayHint")}</p>`;
}

function screens(panel) {
  const all = Object.entries(panel.presence.outputs).flatMap(([output, { list }]) => list.map((one) => ({ output, ...one })));
  if (!all.length) return html`<p class="quiet">${panel.say("noScreens")}</p>`;
  return html`<ul class="plain">${all.map((one) => html`<li>${[one.output, one.name].filter(Boolean).join(" · ")} · ${one.width}×${one.height} · ${one.shown}/${panel.store.seq}</li>`)}</ul>`;
}

async function editJudge(panel, judge) {
  const { seq } = panel.store;
  const fields = ["name", "unit", "post"].map((name) => ({ name, label: panel.say(name === "name" ? "ofPerson" : name), value: judge[name], required: name === "name" }));
  const answer = await ask(panel, { title: `${judge.seat} ${judge.name}`, fields });
  if (answer) panel.actOn("edit_judge", { judge: judge.id, ...answer }, `judge/${judge.id}`, seq);
}

function log(panel) {
  const time = (ms) => clockTime(ms, panel.view.contest.utc_offset);
  return html`<section class="box box--stack">
    <h2>${panel.say("log")}</h2>
    <ul class="plain log">${panel.desk.lines.filter((line) => line.state !== "done").map((line) => html`<li class="log__line log__line--${line.state}">${time(line.at)} ${panel.say(`do_${line.name}`)} · ${reason(panel, line)}</li>`)}</ul>
    <ul class="plain log">${[...panel.view.log].reverse().map((line) => html`<li class="log__line"><span class="digits">${time(line.at)}</span> ${deed(panel, line)} <span class="quiet">${line.by}</span></li>`)}</ul>
  </section>`;
}
