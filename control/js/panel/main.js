/** The operator's panel: draws the whole page from the panel's state, and hands keys to actions. */
import { movingFor } from "../shared/ceremony.js";
import { actionFor, keycap, KEYS } from "./keys.js";
import { cueName } from "../shared/names.js";
import { Panel } from "../shared/session.js";
import { reason } from "../parts/controls.js";
import { elements } from "../parts/elements.js";
import { health } from "../parts/health.js";
import { fitMonitors, monitors } from "../parts/monitors.js";
import { rundownlist } from "../parts/rundownlist.js";
import { side } from "../parts/side.js";
import { adjust, startOrPause, tickTimer, timerbox } from "../parts/timerbox.js";
import { tickTopbar, topbar } from "../parts/topbar.js";
import { tickWalk, walk } from "../parts/walk.js";
import { transport, undo } from "../parts/transport.js";
import { isBad } from "../shared/refusals.js";
import { segmentStep, step } from "../shared/rundown.js";
import { html, nothing, render } from "../vendor/lit-html.js";

const TICK_MS = 100;
const TOAST_MS = 1600;
const UNLOCK_MS = 800;
const root = document.getElementById("panel");
let due = false;
let pressing = 0;

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
  document.documentElement.classList.toggle("offline", !panel.online);
  document.documentElement.dataset.mode = panel.view.mode ?? "";
  render(
    panel.ready
      ? page()
      : html`<p class="loading" role="status">${panel.say(panel.online ? "pending" : "disconnected")}</p>`,
    root,
  );
  if (!panel.ready) return;
  fitMonitors(root);
  follow();
  tick();
  drawAtRest();
}

let resting = 0;

/** GO says something else once the ceremony's motion has ended, and nobody sends a message then. */
function drawAtRest() {
  clearTimeout(resting);
  const ms = movingFor(panel.view.ceremony, panel.clock.now());
  if (ms && ms < Infinity) resting = setTimeout(() => panel.draw(), ms + 20);
}

function page() {
  return html`<div class="panel__top" ?inert=${panel.own.help}>${topbar(panel)}</div>
    <main class="panel__columns ${panel.own.locked ? "panel__columns--locked" : ""}" ?inert=${panel.own.help}>
      <div class="panel__left" ?inert=${panel.own.locked}>${rundownlist(panel)}</div>
      <div class="panel__middle">
        ${monitors(panel)}
        <div>${transport(panel)}</div>
        <div ?inert=${panel.own.locked}>${walk(panel)}</div>
        <div class="panel__pair panel__low" ?inert=${panel.own.locked}>
          ${timerbox(panel)}${elements(panel)}
        </div>
      </div>
      <div class="panel__right" ?inert=${panel.own.locked}>${side(panel)}</div>
    </main>
    <footer class="panel__foot">${activity()}${health(panel)}</footer>
    ${panel.own.locked ? lockCover() : nothing} ${panel.own.help ? help() : nothing}`;
}

/** The last command and what became of it, in words, for eyes and for screen readers. */
function activity() {
  const [line] = panel.desk.lines;
  const old = line?.state === "done" && Date.now() - line.at > TOAST_MS;
  if (!line || old) return html`<div class="activity" role="status" aria-live="polite"></div>`;
  const fate = isBad(line) ? reason(panel, line) : panel.say(line.state);
  return html`<div class="activity activity--${line.state}" role="status" aria-live="polite">
    ${panel.say(`do_${line.name}`)} · ${fate}
  </div>`;
}

function lockCover() {
  // A touch may be a stray one: a pointer has to stay; a keyboard's click (detail 0) is meant.
  const unlock = () => panel.choose({ locked: false });
  const press = () => (pressing = setTimeout(unlock, UNLOCK_MS));
  const click = (event) => event.detail === 0 && unlock();
  return html`<div class="lock">
    <button
      type="button"
      class="button lock__button"
      @click=${click}
      @pointerdown=${press}
      @pointerup=${stay}
      @pointerleave=${stay}
      @pointercancel=${stay}
    >
      ${panel.say("locked")}
    </button>
  </div>`;
}

const stay = () => clearTimeout(pressing);

function help() {
  return html`<div
    class="help"
    role="dialog"
    aria-modal="true"
    aria-labelledby="help-title"
    @click=${() => toHelp(false)}
  >
    <div class="help__card">
      <h2 id="help-title">${panel.say("help")}</h2>
      <dl class="help__keys">
        ${KEYS.map(
          ([key, action]) =>
            html`<div class="help__key">
              <dt><kbd>${keycap(key)}</kbd></dt>
              <dd>${panel.say(`key_${action}`)}</dd>
            </div>`,
        )}
      </dl>
      <p>${panel.say("helpNote")}</p>
      <button type="button" class="button button--primary" @click=${() => panel.choose({ help: false })}>
        ${panel.say("ok")}
      </button>
    </div>
  </div>`;
}

let followed = null;

/** Keeps the cue in preview in sight, without moving a list that somebody is reading. */
function follow() {
  if (followed === panel.view.preview) return;
  followed = panel.view.preview;
  root.querySelector(".rundown__cue--preview")?.scrollIntoView({ block: "nearest" });
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
  tickWalk(panel, at);
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
  previous: (event) =>
    event.key === "PageUp" && panel.view.ceremony.on_air
      ? panel.actOn("ceremony_back")
      : choose(step(panel.view.rundown, panel.view.preview, -1)),
  next: () => choose(step(panel.view.rundown, panel.view.preview, 1)),
  segmentBack: () => choose(segmentStep(panel.view.rundown, panel.view.preview, -1)),
  segmentOn: () => choose(segmentStep(panel.view.rundown, panel.view.preview, 1)),
  marks: () => toMarks(),
  numbers: () => panel.choose({ numbers: !own.numbers }),
  lock: () => panel.choose({ locked: !own.locked }),
  edit: () => panel.choose({ edit: !own.edit }),
  help: () => toHelp(!own.help),
  leave: () => document.activeElement?.blur(),
};
const WHILE_LOCKED = new Set(["hold", "lock"]);

let touches = 0;
for (const kind of ["keydown", "pointerdown", "change"]) addEventListener(kind, () => (touches += 1), true);

/** Focuses what a change of one's own brings, once it is drawn; who did something else stays there. */
function focusSoon(selector) {
  const now = touches;
  const move = () => touches === now && root.querySelector(selector)?.focus();
  requestAnimationFrame(() => requestAnimationFrame(move));
}

function toMarks() {
  panel.choose({ tab: "marks" });
  focusSoon(".mark__input");
}

function toHelp(shown) {
  panel.choose({ help: shown });
  if (shown) focusSoon(".help .button");
}

/** Where the keyboard is. A control counts only when the keyboard brought the focus there. */
function focusKind(target) {
  if (target.readOnly) return "none";
  if (target.closest?.("input, textarea, select")) return "field";
  return target.closest?.("button, a, [role=tab]") && target.matches(":focus-visible") ? "control" : "none";
}

/** Under a question or the list of keys only panic acts, and what closes the list. */
function reaches(action, panic) {
  if (document.querySelector("dialog[open]")) return action === "hold" && panic;
  return !own.help || action === "hold" || action === "help";
}

let digitAt = -Infinity;

addEventListener("keydown", (event) => {
  if (!panel.ready || event.isComposing) return;
  const action = actionFor(event, focusKind(event.target), event.timeStamp - digitAt);
  if (/^[0-9]$/.test(event.key)) digitAt = event.timeStamp;
  const panic = event.key === "F9" || event.shiftKey;
  if (!action || (own.locked && !WHILE_LOCKED.has(action)) || !reaches(action, panic)) return;
  if (own.help && event.key === "Escape" && !panic) return void toHelp(false);
  event.preventDefault();
  ACTIONS[action](event);
});

// Whoever takes the pointer has left the button that the keyboard stood on: the next Space is GO again.
addEventListener(
  "pointerdown",
  () => document.activeElement?.matches("button") && document.activeElement.blur(),
);
addEventListener("resize", () => fitMonitors(root));
setInterval(tick, TICK_MS);
setInterval(() => panel.draw(), TOAST_MS); // fates that have been seen fade
panel.speak(panel.lang);
panel.connect();

// Handy at a rehearsal, and for tests: what is on air, in words.
window.limelight = { panel, name: (id) => cueName(panel, id) };
