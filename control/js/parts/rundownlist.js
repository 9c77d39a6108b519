/** The rundown: segments that unfold into cues, what is on air and in preview, and live edits. */
import { cueWords, segmentWords, subject } from "../shared/names.js";
import { html, nothing } from "../vendor/lit-html.js";
import { beside } from "../shared/rundown.js";
import { planned } from "../shared/schedule.js";
import { ask, button, whyLast } from "./controls.js";

const INSERTS = ["message", "break", "opening", "key_visual", "ranking", "previous", "story", "next", "judges", "rules", "countdown", "black", "test", "draw", "ceremony"];

export function rundownlist(panel) {
  const { own, view } = panel;
  const wanted = own.find.trim().toLowerCase();
  const shown = wanted ? view.rundown.filter((segment) => segmentWords(panel, segment).toLowerCase().includes(wanted)) : view.rundown;
  return html`<section class="rundown box ${own.edit ? "rundown--editing" : ""}" aria-labelledby="rundown-title">
    <h2 id="rundown-title">${panel.say("rundown")}
      <input class="rundown__find" type="search" placeholder=${panel.say("find")} aria-label=${panel.say("find")} .value=${own.find} @input=${(event) => panel.choose({ find: event.target.value })} /></h2>
    ${whyLast(panel, (key) => key.startsWith("rundown/"))}
    <ol class="plain rundown__segments" tabindex="0" aria-label=${panel.say("rundown")}>${sessions(panel, shown)}</ol>
  </section>`;
}

function sessions(panel, segments) {
  const names = Object.fromEntries(panel.view.settings.sessions.map((one) => [one.id, one.name]));
  return segments.map((segment, n) => html`
    ${segment.session !== segments[n - 1]?.session ? html`<li class="rundown__session">${names[segment.session] ?? segment.session}</li>` : nothing}
    ${segmentRow(panel, segment)}`);
}

function segmentRow(panel, segment) {
  const { view, own } = panel;
  const holds = (id) => segment.cues.some((cue) => cue.id === id);
  const open = own.open.has(segment.id) || holds(view.preview) || holds(view.program?.cue);
  const entry = segment.entry ? view.entries[segment.entry] : null;
  const out = entry && entry.eligibility !== "competing";
  const state = segment.entry ? view[`sheet/${segment.entry}`].state : "";
  return html`<li class="rundown__segment ${holds(view.program?.cue) ? "rundown__segment--on-air" : ""} ${holds(view.preview) ? "rundown__segment--preview" : ""} ${out ? "rundown__segment--out" : ""}"
    draggable=${own.edit ? "true" : "false"} @dragstart=${(event) => drag(event, "segment", segment.id)} @dragover=${allow} @drop=${(event) => drop(panel, event, "segment", segment.id)}>
    <div class="rundown__head">
      <button type="button" class="rundown__fold" aria-expanded=${String(open)} @mousedown=${(event) => event.preventDefault()} @click=${() => toggle(panel, segment.id)}>
        <span aria-hidden="true">${open ? "▾" : "▸"}</span> ${segmentWords(panel, segment)}
      </button>
      ${out ? html`<span class="tag">${panel.say(entry.eligibility)}</span>` : state && state !== "empty" ? html`<span class="tag tag--${state}">${panel.say(`state_${state}`)}</span>` : nothing}
      ${own.edit ? html`<span class="rundown__tools">${mover(panel, "move_segment", "segment", panel.view.rundown.map((one) => one.id), segment.id, segmentWords(panel, segment))}
      ${entry ? button(panel, { label: "✎", name: `${panel.say("editEntry")} ${segment.entry}`, run: () => panel.choose({ tab: "entry", inspect: segment.entry }), kind: "small" }) : nothing}</span>` : nothing}
    </div>
    ${open ? html`<ol class="plain">${segment.cues.map((cue) => cueRow(panel, segment, cue))}</ol>` : nothing}
  </li>`;
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
  return html`<li class="rundown__cue ${onAir ? "rundown__cue--on-air" : ""} ${next ? "rundown__cue--preview" : ""} ${cue.plays ? "" : "rundown__cue--passed"}"
    draggable=${own.edit ? "true" : "false"} @dragstart=${(event) => drag(event, "cue", cue.id)} @dragover=${allow} @drop=${(event) => drop(panel, event, "cue", cue.id)}>
    <button type="button" class="rundown__choose" data-cue=${cue.id} aria-current=${next ? "true" : nothing} aria-label="${panel.say("preview")} ${words}" @mousedown=${(event) => event.preventDefault()} @click=${() => panel.act("preview", { cue: cue.id })}>
      <span class="rundown__tally">${onAir ? "PGM" : ""}${next ? " PVW" : ""}</span>
      <span class="rundown__scene">${panel.say(`scene_${cue.scene}`)}</span>
      <span class="rundown__words">${segment.entry && cue.entry === segment.entry ? "" : [cue.entry, subject(panel, cue)].filter(Boolean).join(" ")}</span>
      <span class="rundown__planned digits">${cue.plays ? planned(cue.planned) : panel.say(cue.skipped ? "skipped" : "passedOver")}</span>
    </button>
    ${own.edit ? edits(panel, segment, cue, words) : nothing}
  </li>`;
}

function edits(panel, segment, cue, words) {
  const key = (name) => `rundown/${cue.id}/${name}`;
  const act = (name, fields, asks) => panel.actOn(name, fields, key(asks));
  return html`<span class="rundown__edits">
    ${mover(panel, "move_cue", "cue", segment.cues.map((one) => one.id), cue.id, words)}
    ${button(panel, { label: "−1′", name: `${panel.say("shorten")} ${words}`, run: () => act("extend", { cue: cue.id, seconds: -60 }, "less"), key: key("less"), kind: "small" })}
    ${button(panel, { label: "+1′", name: `${panel.say("extend")} ${words}`, run: () => act("extend", { cue: cue.id, seconds: 60 }, "more"), key: key("more"), kind: "small" })}
    ${button(panel, { label: cue.skipped ? panel.say("unskip") : panel.say("do_skip"), name: `${cue.skipped ? panel.say("unskip") : panel.say("do_skip")} ${words}`, run: () => act("skip", { cue: cue.id, on: !cue.skipped }, "skip"), key: key("skip"), kind: "small" })}
    ${button(panel, { label: "＋", name: `${panel.say("insert")} ${words}`, run: () => insert(panel, cue, words), key: key("insert"), kind: "small" })}
    ${cue.added ? button(panel, { label: panel.say("remove"), name: `${panel.say("remove")} ${words}`, run: () => act("remove_cue", { cue: cue.id }, "remove"), key: key("remove"), kind: "small danger" }) : nothing}
  </span>`;
}

function mover(panel, command, field, ids, id, words) {
  const way = (by) => `rundown/${id}/${by < 0 ? "up" : "down"}`;
  const move = async (by, { detail }) => {
    const before = beside(ids, id, by);
    if (before === undefined) return;
    const { state, seq } = await panel.actOn(command, { [field]: id, before }, way(by));
    if (state === "done" && detail === 0) follow(panel, way(by), seq);
  };
  return html`${button(panel, { label: "▲", name: `${panel.say("up")} ${words}`, run: (event) => move(-1, event), key: way(-1), kind: "small" })}
    ${button(panel, { label: "▼", name: `${panel.say("down")} ${words}`, run: (event) => move(1, event), key: way(1), kind: "small" })}`;
}

/** The keyboard goes with the row that it moves: pressed again, it moves the same row on. */
function follow(panel, key, seq, frames = 60) {
  const focus = () => document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  const seen = panel.store.seq >= seq;
  if (!seen && frames) requestAnimationFrame(() => follow(panel, key, seq, frames - 1));
  else requestAnimationFrame(() => requestAnimationFrame(focus));
}

function drag(event, kind, id) {
  event.stopPropagation();
  event.dataTransfer.setData("text/plain", JSON.stringify({ kind, id }));
}

function allow(event) {
  event.preventDefault();
}

function drop(panel, event, kind, before) {
  event.preventDefault();
  event.stopPropagation();
  const moved = JSON.parse(event.dataTransfer.getData("text/plain") || "{}");
  if (moved.kind !== kind || moved.id === before) return;
  panel.actOn(kind === "cue" ? "move_cue" : "move_segment", { [kind]: moved.id, before }, `rundown/${moved.id}/down`);
}

async function insert(panel, cue, words) {
  const { categories } = panel.view.settings;
  const { seq } = panel.store;
  const answer = await ask(panel, {
    title: panel.say("insertTitle", { cue: words }),
    fields: [
      { name: "scene", label: panel.say("scene"), value: "message", choices: INSERTS.map((scene) => [scene, panel.say(`scene_${scene}`)]) },
      { name: "title", label: panel.say("name"), scenes: ["message", "break", "countdown", "rules"] },
      { name: "text", label: panel.say("words"), scenes: ["message", "key_visual"] },
      { name: "until", label: panel.say("until"), scenes: ["break", "countdown"] },
      { name: "category", label: panel.say("category"), choices: categories.map((one) => [one.id, one.name]), scenes: ["ranking"] },
      { name: "entry", label: panel.say("entry"), value: cue.entry ?? "", choices: Object.values(panel.view.entries).map((one) => [one.id, `${one.id} ${one.unit}`]), scenes: ["previous", "story", "next"] },
      { name: "session", label: panel.say("session"), choices: panel.view.settings.sessions.map((one) => [one.id, one.name]), scenes: ["draw"] },
      { name: "kicker", label: panel.say("kicker"), scenes: ["opening"] },
      { name: "person", label: panel.say("ofPerson"), scenes: ["opening"] },
      { name: "post", label: panel.say("post"), scenes: ["opening"] },
    ],
  });
  if (answer) panel.actOn("add_cue", { after: cue.id, ...added(answer) }, `rundown/${cue.id}/insert`, seq);
}

/** Only what the chosen scene takes is sent. */
function added({ scene, title, text, until, category, entry, kicker, person, post, session }) {
  const args = {};
  if (scene === "message") args.text = text;
  if (scene === "key_visual" && text) args.words = text;
  if ((scene === "break" || scene === "countdown") && until.trim()) args.until = until.trim();
  if (scene === "draw") args.session = session;
  if (scene === "ranking") args.category = category;
  if (scene === "opening") Object.assign(args, { kicker, name: person, post });
  const of = ["previous", "story", "next"].includes(scene) ? { entry } : {};
  return { scene, title, args, ...of };
}
