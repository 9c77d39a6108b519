/** What is wanted now and then: words to the monitor, the stream's delay, judges, the draw, screens. */
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button, why } from "./controls.js";
import { drawbox } from "./draw.js";
import { pairing } from "./pairing.js";
import { weakness } from "./redis.js";
import { restart } from "./topbar.js";

export function more(panel) {
  const { notes } = panel.view.settings;
  return html`<section class="box box--stack">
    ${message(panel)} ${streamDelay(panel)} ${judges(panel)} ${drawbox(panel)}
    ${pairing(panel)} ${weakness(panel)} ${thisPanel(panel)}
    ${
      notes.length
        ? html`<h2>${panel.say("notes")}</h2>
            ${notes.map((note) => html`<p class="quiet">${note}</p>`)}`
        : nothing
    }
  </section>`;
}

function message(panel) {
  const { view } = panel;
  const send = (event) => {
    event.preventDefault();
    panel.act("message", { text: new FormData(event.target).get("text") });
  };
  return html`<h2>${panel.say("message")}</h2>
    <form class="row" @submit=${send}>
      <input
        name="text"
        class="wide"
        maxlength="60"
        aria-label=${panel.say("message")}
        .value=${view.message}
      />
      ${button(panel, { label: panel.say("send"), key: "message", kind: "primary", type: "submit" })}
      ${button(panel, {
        label: panel.say("remove_message"),
        run: () => panel.act("message", { text: "" }),
        disabled: !view.message,
      })}
    </form>
    ${why(panel, "message")}
    <div class="row">
      ${view.settings.messages.map((text, index) => preset(panel, text, index + 1))}
    </div>`;
}

function judges(panel) {
  return html`<h2>${panel.say("judges")}</h2>
    <ul class="plain">
      ${panel.view.settings.judges.map((judge) => judgeRow(panel, judge))}
    </ul>`;
}

function judgeRow(panel, judge) {
  return html`<li class="row row--between">
      <span>${judge.seat} ${judge.name} <span class="quiet">${judge.post || judge.unit}</span></span>
      ${button(panel, {
        label: "✎",
        name: `${panel.say("editEntry")} ${judge.name}`,
        run: () => editJudge(panel, judge),
        key: `judge/${judge.id}`,
        kind: "small",
      })}
    </li>
    ${why(panel, `judge/${judge.id}`)}`;
}

function thisPanel(panel) {
  const again = {
    label: panel.say("do_restart_rehearsal"),
    run: () => restart(panel),
    key: "restart_rehearsal",
  };
  return html`<h2>${panel.say("thisPanel")}</h2>
    <p><a href="/help?lang=${panel.lang}" target="_blank">${panel.say("handbook")}</a> ·
      <a href="/preflight?lang=${panel.lang}" target="_blank">${panel.say("preflight")}</a></p>
    <div class="row">
      ${panel.view.mode === "rehearsal" ? button(panel, again) : nothing}
      <form method="post" action="/logout">
        <button class="button" type="submit">${panel.say("signOut")}</button>
      </form>
    </div>`;
}

/** One of the event file's messages for the speaker; the one on the monitor is pressed already. */
function preset(panel, text, number) {
  const run = () => panel.act("message_preset", { number }, "message");
  return button(panel, { label: text, key: "message", run, disabled: panel.view.message === text });
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
      <input
        name="seconds"
        type="number"
        min="0"
        max="120"
        step="0.1"
        required
        aria-label=${panel.say("streamDelay")}
        .value=${String((set ?? delay) / 1000)}
      />
      ${button(panel, {
        label: panel.say("streamDelaySet"),
        key: "stream_delay",
        kind: "primary",
        type: "submit",
      })}
      ${button(panel, {
        label: panel.say("streamDelayAuto"),
        run: () => panel.act("stream_delay", { seconds: null }),
        pressed: set == null,
      })}
    </form>
    ${why(panel, "stream_delay")}
    <p class="quiet">${panel.say("streamDelayHint")}</p>`;
}

async function editJudge(panel, judge) {
  const { seq } = panel.store;
  const fields = ["name", "unit", "post"].map((name) => ({
    name,
    label: panel.say(name === "name" ? "ofPerson" : name),
    value: judge[name],
    required: name === "name",
  }));
  const answer = await ask(panel, { title: `${judge.seat} ${judge.name}`, fields });
  if (answer) panel.actOn("edit_judge", { judge: judge.id, ...answer }, `judge/${judge.id}`, seq);
}
