/** The rundown: segments that unfold into cues, what is on air and in preview. */
import { named } from "../shared/classes.js";
import { cueWords, segmentWords, subject } from "../shared/names.js";
import { planned } from "../shared/schedule.js";
import { html, nothing } from "../vendor/lit-html.js";
import { button, whyLast } from "./controls.js";
import { allow, drag, drop, edits, mover } from "./cueedits.js";

export function rundownlist(panel) {
  const { own, view } = panel;
  const wanted = own.find.trim().toLowerCase();
  const shown = wanted
    ? view.rundown.filter((segment) => segmentWords(panel, segment).toLowerCase().includes(wanted))
    : view.rundown;
  return html`<section
    class="rundown box ${own.edit ? "rundown--editing" : ""}"
    aria-labelledby="rundown-title"
  >
    <h2 id="rundown-title">
      ${panel.say("rundown")}
      <input
        class="rundown__find"
        type="search"
        placeholder=${panel.say("find")}
        aria-label=${panel.say("find")}
        .value=${own.find}
        @input=${(event) => panel.choose({ find: event.target.value })}
      />
    </h2>
    ${whyLast(panel, (key) => key.startsWith("rundown/"))}
    <ol class="plain rundown__segments" tabindex="0" aria-label=${panel.say("rundown")}>
      ${sessions(panel, shown)}
    </ol>
  </section>`;
}

function sessions(panel, segments) {
  const names = Object.fromEntries(panel.view.settings.sessions.map((one) => [one.id, one.name]));
  return segments.map(
    (segment, n) =>
      html` ${
        segment.session !== segments[n - 1]?.session
          ? html`<li class="rundown__session">${names[segment.session] ?? segment.session}</li>`
          : nothing
      }
      ${segmentRow(panel, segment)}`,
  );
}

function segmentRow(panel, segment) {
  const { view, own } = panel;
  const holds = (id) => segment.cues.some((cue) => cue.id === id);
  const open = own.open.has(segment.id) || holds(view.preview) || holds(view.program?.cue);
  const entry = segment.entry ? view.entries[segment.entry] : null;
  const out = entry && entry.eligibility !== "competing";
  const state = segment.entry ? view[`sheet/${segment.entry}`].state : "";
  const now = { "on-air": holds(view.program?.cue), preview: holds(view.preview), out };
  return html`<li
    class=${named("rundown__segment", now)}
    draggable=${own.edit ? "true" : "false"}
    @dragstart=${(event) => drag(event, "segment", segment.id)}
    @dragover=${allow}
    @drop=${(event) => drop(panel, event, "segment", segment.id)}
  >
    <div class="rundown__head">
      ${fold(panel, segment, open)}
      ${
        out
          ? html`<span class="tag">${panel.say(entry.eligibility)}</span>`
          : state && state !== "empty"
            ? html`<span class="tag tag--${state}">${panel.say(`state_${state}`)}</span>`
            : nothing
      }
      ${own.edit ? tools(panel, segment, entry) : nothing}
    </div>
    ${
      open
        ? html`<ol class="plain">
            ${segment.cues.map((cue) => cueRow(panel, segment, cue))}
          </ol>`
        : nothing
    }
  </li>`;
}

function fold(panel, segment, open) {
  return html`<button
    type="button"
    class="rundown__fold"
    aria-expanded=${String(open)}
    @mousedown=${(event) => event.preventDefault()}
    @click=${() => toggle(panel, segment.id)}
  >
    <span aria-hidden="true">${open ? "▾" : "▸"}</span> ${segmentWords(panel, segment)}
  </button>`;
}

function tools(panel, segment, entry) {
  const ids = panel.view.rundown.map((one) => one.id);
  const edit = {
    label: "✎",
    name: `${panel.say("editEntry")} ${segment.entry}`,
    run: () => panel.choose({ tab: "entry", inspect: segment.entry }),
    kind: "small",
  };
  return html`<span class="rundown__tools"
    >${mover(panel, "move_segment", "segment", ids, segment.id, segmentWords(panel, segment))}
    ${entry ? button(panel, edit) : nothing}</span
  >`;
}

function toggle(panel, id) {
  const open = new Set(panel.own.open);
  if (!open.delete(id)) open.add(id);
  panel.choose({ open });
}

function cueRow(panel, segment, cue) {
  const { view, own } = panel;
  const onAir = view.program?.cue === cue.id;
  const next = view.preview === cue.id;
  const words = cueWords(panel, cue);
  return html`<li
    class=${named("rundown__cue", { "on-air": onAir, preview: next, passed: !cue.plays })}
    draggable=${own.edit ? "true" : "false"}
    @dragstart=${(event) => drag(event, "cue", cue.id)}
    @dragover=${allow}
    @drop=${(event) => drop(panel, event, "cue", cue.id)}
  >
    <button
      type="button"
      class="rundown__choose"
      data-cue=${cue.id}
      aria-current=${next ? "true" : nothing}
      aria-label="${panel.say("preview")} ${words}"
      @mousedown=${(event) => event.preventDefault()}
      @click=${() => panel.act("preview", { cue: cue.id })}
    >
      <span class="rundown__tally">${onAir ? "PGM" : ""}${next ? " PVW" : ""}</span>
      <span class="rundown__scene">${panel.say(`scene_${cue.scene}`)}</span>
      <span class="rundown__words"
        >${
          segment.entry && cue.entry === segment.entry
            ? ""
            : [cue.entry, subject(panel, cue)].filter(Boolean).join(" ")
        }</span
      >
      <span class="rundown__planned digits"
        >${cue.plays ? planned(cue.planned) : panel.say(cue.skipped ? "skipped" : "passedOver")}</span
      >
    </button>
    ${own.edit ? edits(panel, segment, cue, words) : nothing}
  </li>`;
}
