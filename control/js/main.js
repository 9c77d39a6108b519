/** The operator's panel: draws the whole page from the panel's state, and hands keys to actions. */
import { actionFor, keycap, KEYS } from "./keys.js";
import { cueName } from "./names.js";
import { Panel } from "./panel.js";
import { reason } from "./parts/controls.js";
import { elements } from "./parts/elements.js";
import { fitMonitors, monitors } from "./parts/monitors.js";
import { rundownlist } from "./parts/rundownlist.js";
import { side } from "./parts/side.js";
import { adjust, startOrPause, tickTimer, timerbox } from "./parts/timerbox.js";
import { tickTopbar, topbar } from "./parts/topbar.js";
import { transport, undo } from "./parts/transport.js";
import { segmentStep, step } from "./rundown.js";
import { html, nothing, render } from "./vendor/lit-html.js";

const TICK_MS = 100;
const TOAST_MS = 1600;
const root = document.getElementById("panel");
let due = false;

const panel = new Panel(() => {
  if (due) return;
  due = true;
  // A hidden tab has no frames; the panel of a second monitor must still be right when it is shown.
  if (document.hidden) setTimeout(draw, TICK_MS);
  else requestAnimationFrame(draw);
});

function draw() {
  due = false;
  document.documentElement.classList.toggle("no-numbers", !panel.own.numbers);
  document.documentElement.dataset.mode = panel.view.mode ?? "";
  render(panel.ready ? page() : html`<p class="loading" role="status">${panel.say(panel.online ? "pending" : "disconnected")}</p>`, root);
  if (!panel.ready) return;
  fitMonitors(root);
  follow();
  tick();
}

function page() {
  return html`${topbar(panel)}
    <main class="desk ${panel.own.locked ? "is-locked" : ""}">
      <div class="left" ?inert=${panel.own.locked}>${rundownlist(panel)}</div>
      <div class="middle">
        ${monitors(panel)}
        <div class="always">${transport(panel)}</div>
        <div class="pair low" ?inert=${panel.own.locked}>${timerbox(panel)}${elements(panel)}</div>
      </div>
      <div class="right" ?inert=${panel.own.locked}>${side(panel)}</div>
    </main>
    ${activity()} ${panel.own.locked ? lockCover() : nothing} ${panel.own.help ? help() : nothing}`;
}

/** The last command and what became of it, in words, for eyes and for screen readers. */
function activity() {
  const [line] = panel.desk.lines;
  const old = line?.state === "done" && Date.now() - line.at > TOAST_MS;
  const words = line && !old ? `${panel.say(`do_${line.name}`)} · ${line.state === "pending" || line.state === "done" ? panel.say(line.state) : reason(panel, line)}` : "";
  return html`<div class="activity ${words ? line.state : ""}" role="status" aria-live="polite">${words}</div>`;
}

function lockCover() {
  return html`<div class="lock"><button type="button" class="button" @click=${() => panel.choose({ locked: false })}>${panel.say("locked")}</button></div>`;
}

function help() {
  return html`<div class="help" role="dialog" aria-modal="true" aria-labelledby="help-title" @click=${() => panel.choose({ help: false })}>
    <div class="card">
      <h2 id="help-title">${panel.say("helpTitle")}</h2>
      <dl>${KEYS.map(([key, action]) => html`<div><dt><kbd>${keycap(key)}</kbd></dt><dd>${panel.say(`key_${action}`)}</dd></div>`)}</dl>
      <p>${panel.say("helpNote")}</p>
      <button type="button" class="button primary" @click=${() => panel.choose({ help: false })}>${panel.say("ok")}</button>
    </div>
  </div>`;
}

let followed = null;

/** Keeps the cue in preview in sight, without moving a list that somebody is reading. */
function follow() {
  if (followed === panel.view.preview) return;
  followed = panel.view.preview;
  root.querySelector(".cue.preview")?.scrollIntoView({ block: "nearest" });
}

const texts = new Map();

/** Writes a ticking text where it changed: clocks do not go through rendering. */
function at(name, text, mood = "") {
  const el = root.querySelector(`[data-tick="${name}"]`);
  if (!el || (texts.get(el) === text + mood && el.textContent === text)) return;
  texts.set(el, text + mood);
  el.textContent = text;
  el.dataset.mood = mood;
}

function tick() {
  if (!panel.ready) return;
  texts.size > 50 && texts.clear();
  tickTopbar(panel, at);
  tickTimer(panel, at);
}

function choose(cue) {
  if (cue) panel.act("preview", { cue });
}

const { own } = panel;
const ACTIONS = {
  go: () => panel.go(),
  take: () => panel.take(),
  hold: () => panel.override("hold"),
  black: () => panel.override("black"),
  freeze: () => panel.act("freeze", { on: !panel.view.frozen }),
  undo: () => undo(panel),
  clear: () => panel.act("clear", { element: "all" }, "clear/all"),
  clock: () => panel.view.timer && startOrPause(panel),
  more: () => panel.view.timer && adjust(panel, 10),
  less: () => panel.view.timer && adjust(panel, -10),
  previous: () => choose(step(panel.view.rundown, panel.view.entries, panel.view.preview, -1)),
  next: () => choose(step(panel.view.rundown, panel.view.entries, panel.view.preview, 1)),
  segmentBack: () => choose(segmentStep(panel.view.rundown, panel.view.entries, panel.view.preview, -1)),
  segmentOn: () => choose(segmentStep(panel.view.rundown, panel.view.entries, panel.view.preview, 1)),
  marks: () => toMarks(),
  numbers: () => panel.choose({ numbers: !own.numbers }),
  lock: () => panel.choose({ locked: !own.locked }),
  edit: () => panel.choose({ edit: !own.edit }),
  help: () => panel.choose({ help: !own.help }),
  leave: () => document.activeElement?.blur(),
};
const WHILE_LOCKED = new Set(["hold", "lock"]);

function toMarks() {
  panel.choose({ tab: "marks" });
  requestAnimationFrame(() => requestAnimationFrame(() => root.querySelector("input.mark")?.focus()));
}

/** Where the keyboard is. A control counts only when the keyboard brought the focus there. */
function focusKind(target) {
  if (target.readOnly) return "none";
  if (target.closest?.("input, textarea, select")) return "field";
  return target.closest?.("button, a, [role=tab]") && target.matches(":focus-visible") ? "control" : "none";
}

addEventListener("keydown", (event) => {
  if (!panel.ready || event.isComposing || (document.querySelector("dialog[open]") && event.key !== "F9")) return;
  const action = actionFor(event, focusKind(event.target));
  if (!action || (own.locked && !WHILE_LOCKED.has(action))) return;
  if (own.help && action === "hold" && event.key === "Escape") return void panel.choose({ help: false });
  event.preventDefault();
  ACTIONS[action]();
});

addEventListener("resize", () => fitMonitors(root));
setInterval(tick, TICK_MS);
setInterval(() => panel.draw(), TOAST_MS); // fates that have been seen fade
panel.speak(panel.lang);
panel.connect();

// Handy at a rehearsal, and for tests: what is on air, in words.
window.limelight = { panel, name: (id) => cueName(panel, id) };
