/** Edits of the rundown in mid-show: move, shorten, extend, skip, insert, remove; by button or dragged. */
import { beside } from "../shared/rundown.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button } from "./controls.js";

const INSERTS = [
  "message",
  "break",
  "opening",
  "key_visual",
  "ranking",
  "previous",
  "story",
  "next",
  "judges",
  "rules",
  "countdown",
  "black",
  "test",
  "draw",
  "ceremony",
];

export function edits(panel, segment, cue, words) {
  const ids = segment.cues.map((one) => one.id);
  const key = (name) => `rundown/${cue.id}/${name}`;
  const act = (name, fields, asks) => panel.actOn(name, fields, key(asks));
  const edit = (asks, label, name, run, kind = "small") =>
    button(panel, { label, name: `${name} ${words}`, run, key: key(asks), kind });
  const extend = (asks, seconds) => act("extend", { cue: cue.id, seconds }, asks);
  const skip = panel.say(cue.skipped ? "unskip" : "do_skip");
  const remove = () => act("remove_cue", { cue: cue.id }, "remove");
  return html`<span class="rundown__edits">
    ${mover(panel, "move_cue", "cue", ids, cue.id, words)}
    ${edit("less", "−1′", panel.say("shorten"), () => extend("less", -60))}
    ${edit("more", "+1′", panel.say("extend"), () => extend("more", 60))}
    ${edit("skip", skip, skip, () => act("skip", { cue: cue.id, on: !cue.skipped }, "skip"))}
    ${edit("insert", "＋", panel.say("insert"), () => insert(panel, cue, words))}
    ${cue.added ? edit("remove", panel.say("remove"), panel.say("remove"), remove, "small danger") : nothing}
  </span>`;
}

export function mover(panel, command, field, ids, id, words) {
  const way = (by) => `rundown/${id}/${by < 0 ? "up" : "down"}`;
  const move = async (by, { detail }) => {
    const before = beside(ids, id, by);
    if (before === undefined) return;
    const { state, seq } = await panel.actOn(command, { [field]: id, before }, way(by));
    if (state === "done" && detail === 0) follow(panel, way(by), seq);
  };
  return html`${button(panel, {
    label: "▲",
    name: `${panel.say("up")} ${words}`,
    run: (event) => move(-1, event),
    key: way(-1),
    kind: "small",
  })}
  ${button(panel, {
    label: "▼",
    name: `${panel.say("down")} ${words}`,
    run: (event) => move(1, event),
    key: way(1),
    kind: "small",
  })}`;
}

/** The keyboard goes with the row that it moves: pressed again, it moves the same row on. */
function follow(panel, key, seq, frames = 60) {
  const focus = () => document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  const seen = panel.store.seq >= seq;
  if (!seen && frames) requestAnimationFrame(() => follow(panel, key, seq, frames - 1));
  else requestAnimationFrame(() => requestAnimationFrame(focus));
}

export function drag(event, kind, id) {
  event.stopPropagation();
  event.dataTransfer.setData("text/plain", JSON.stringify({ kind, id }));
}

export function allow(event) {
  event.preventDefault();
}

export function drop(panel, event, kind, before) {
  event.preventDefault();
  event.stopPropagation();
  const moved = JSON.parse(event.dataTransfer.getData("text/plain") || "{}");
  if (moved.kind !== kind || moved.id === before) return;
  panel.actOn(
    kind === "cue" ? "move_cue" : "move_segment",
    { [kind]: moved.id, before },
    `rundown/${moved.id}/down`,
  );
}

async function insert(panel, cue, words) {
  const { categories } = panel.view.settings;
  const { seq } = panel.store;
  const answer = await ask(panel, {
    title: panel.say("insertTitle", { cue: words }),
    fields: [
      {
        name: "scene",
        label: panel.say("scene"),
        value: "message",
        choices: INSERTS.map((scene) => [scene, panel.say(`scene_${scene}`)]),
      },
      { name: "title", label: panel.say("name"), scenes: ["message", "break", "countdown", "rules"] },
      { name: "text", label: panel.say("words"), scenes: ["message", "key_visual"] },
      { name: "until", label: panel.say("until"), scenes: ["break", "countdown"] },
      {
        name: "category",
        label: panel.say("category"),
        choices: categories.map((one) => [one.id, one.name]),
        scenes: ["ranking"],
      },
      {
        name: "entry",
        label: panel.say("entry"),
        value: cue.entry ?? "",
        choices: Object.values(panel.view.entries).map((one) => [one.id, `${one.id} ${one.unit}`]),
        scenes: ["previous", "story", "next"],
      },
      {
        name: "session",
        label: panel.say("session"),
        choices: panel.view.settings.sessions.map((one) => [one.id, one.name]),
        scenes: ["draw"],
      },
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
