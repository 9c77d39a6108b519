/** The desk of the scorer and the supervisor: every entry with where it stands, and its sheet. */
import { named } from "../shared/classes.js";
import { Panel } from "../shared/session.js";
import { marksheet } from "../parts/marksheet.js";
import { standings } from "../parts/standings.js";
import { html, nothing, render } from "../vendor/lit-html.js";

const root = document.getElementById("panel");
let due = false;
const panel = new Panel(() => {
  if (due) return;
  due = true;
  setTimeout(draw, 0);
}, "deskTitle");
// A desk marks for itself which sheet is open, and has no button of the stage.
panel.allowed.delete("take");

function draw() {
  due = false;
  document.documentElement.classList.toggle("offline", !panel.online);
  document.documentElement.dataset.mode = panel.view.mode ?? "";
  render(
    panel.ready
      ? page()
      : html`<p class="loading" role="status">${panel.say(panel.online ? "pending" : "disconnected")}</p>`,
    root,
  );
}

function page() {
  const { contest, mode } = panel.view;
  const id = panel.own.sheet ?? panel.view.scoring.entry;
  if (id && panel.own.sheet !== id) panel.own.sheet = id;
  return html`<header class="topbar desk__bar">
      <h1 class="desk__title">${panel.say("deskTitle")} · ${panel.say(`role_${panel.role}`)}</h1>
      <span class="desk__contest">${contest.name}</span>
      ${
        mode === "rehearsal" ? html`<strong class="topbar__mode">${panel.say("rehearsal")}</strong>` : nothing
      }
      <span class="topbar__line topbar__line--${panel.online ? "up" : "down"}" role="status"
        >${panel.say(panel.online ? "connected" : "disconnected")}</span
      >
      <button
        type="button"
        class="button button--small"
        @click=${() => panel.speak(panel.lang === "en" ? "zh" : "en")}
      >
        ${panel.say("language")}
      </button>
      <form method="post" action="/logout">
        <button class="button button--small" type="submit">${panel.say("signOut")}</button>
      </form>
    </header>
    <main class="desk">
      <nav aria-label=${panel.say("entry")}>
        <ul class="plain">
          ${order().map((one) => row(one, id))}
        </ul>
      </nav>
      <div class="panel__middle">${marksheet(panel)}</div>
      <div class="side box desk__standings">${standings(panel)}</div>
    </main>`;
}

const order = () => panel.view.rundown.filter((segment) => segment.entry).map((segment) => segment.entry);

function row(one, id) {
  const { state, proposed, needs } = panel.view[`sheet/${one}`];
  const entry = panel.view.entries[one];
  const words =
    entry.eligibility === "competing" ? panel.say(`state_${state}`) : panel.say(entry.eligibility);
  return html`<li>
    <button
      type="button"
      class=${named("desk__entry", { [state]: true, asks: proposed || needs.includes("accept") })}
      aria-current=${one === id ? "true" : nothing}
      @click=${() => open(one)}
    >
      <b class="digits">${one}</b><span>${entry.unit}</span
      ><i class="desk__state"
        >${one === panel.view.scoring.entry ? "● " : ""}${words}${
          proposed ? ` · ${panel.say("do_approve_correction")}?` : ""
        }</i
      >
    </button>
  </li>`;
}

function open(entry) {
  document.activeElement?.blur();
  panel.choose({ sheet: entry });
  if (panel.may("score_entry") && panel.view.scoring.entry !== entry) panel.act("score_entry", { entry });
}

panel.speak(panel.lang);
panel.connect();
setInterval(() => panel.draw(), 1600);
window.limelight = { panel };
