/** An entry's facts, its corrections in mid-show, and the way back of one that was postponed. */
import { segmentWords } from "../shared/names.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button, why } from "./controls.js";

const ELIGIBILITIES = ["competing", "exhibition", "withdrawn", "cancelled", "postponed"];

export function entrybox(panel) {
  const { view, own } = panel;
  const id = own.inspect ?? view.program?.entry ?? view.scoring.entry ?? Object.keys(view.entries)[0];
  const entry = view.entries[id];
  const choose = (event) => panel.choose({ inspect: event.target.value });
  return html`<section class="box box--stack">
    <h2>${panel.say("entry")}</h2>
    <select class="wide" aria-label=${panel.say("chooseEntry")} @change=${choose}>
      ${Object.values(view.entries).map(
        (one) => html`<option value=${one.id} .selected=${one.id === id}>${one.id} ${one.unit}</option>`,
      )}
    </select>
    <h3>${entry.title.map((line) => html`${line}<br />`)}</h3>
    <p>${entry.unit}<br />${entry.doer} ${entry.speaker}<br /><span class="quiet">${entry.category}</span></p>
    <div class="row">
      ${button(panel, {
        label: panel.say("editEntry"),
        run: () => editEntry(panel, id, entry),
        key: `entry/${id}`,
      })}
      <select
        aria-label=${panel.say("eligibility")}
        @change=${(event) => eligibility(panel, id, event.target)}
      >
        ${ELIGIBILITIES.map(
          (one) =>
            html`<option value=${one} .selected=${one === entry.eligibility}>${panel.say(one)}</option>`,
        )}
      </select>
    </div>
    ${
      entry.eligibility === "postponed"
        ? html`<div class="row question">
            <span>${panel.say("isPostponed")}</span>${button(panel, {
              label: panel.say("bringBack"),
              run: () => bringBack(panel, id),
              key: `entry/${id}`,
              kind: "primary",
            })}
          </div>`
        : nothing
    }
    ${why(panel, `entry/${id}`)}
    <p class="quiet">
      ${panel.say("editHint")}
      <a href="/import?lang=${panel.lang}" target="_blank">${panel.say("importTable")}</a>
    </p>
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
      {
        name: "category",
        label: panel.say("category"),
        value: entry.category_id,
        choices: panel.view.settings.categories.map((one) => [one.id, one.name]),
      },
    ],
  });
  if (!answer) return;
  const { line1, line2, ...fields } = answer;
  panel.actOn(
    "edit_entry",
    { entry: id, ...fields, title: [line1, line2].filter(Boolean) },
    `entry/${id}`,
    seq,
  );
}

async function eligibility(panel, entry, select) {
  const wanted = select.value;
  const { seq } = panel.store;
  const title = `${entry} ${panel.view.entries[entry].unit} → ${panel.say(wanted)}`;
  const answer = await ask(panel, { title, fields: [{ name: "reason", label: panel.say("reason") }] });
  if (answer)
    await panel.actOn("set_eligibility", { entry, eligibility: wanted, ...answer }, `entry/${entry}`, seq);
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
      {
        name: "before",
        label: panel.say("place"),
        choices: [
          ["", panel.say("endOfSession")],
          ...ahead.map((segment) => [
            segment.id,
            panel.say("beforeSegment", { segment: segmentWords(panel, segment) }),
          ]),
        ],
      },
      {
        name: "eligibility",
        label: panel.say("eligibility"),
        choices: ["competing", "exhibition"].map((one) => [one, panel.say(one)]),
      },
      { name: "reason", label: panel.say("reason") },
    ],
  });
  if (answer)
    panel.actOn(
      "bring_back",
      { entry: id, before: answer.before || null, eligibility: answer.eligibility, reason: answer.reason },
      `entry/${id}`,
      seq,
    );
}
