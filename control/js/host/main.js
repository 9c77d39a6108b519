/** What the host reads out, at reading size: results once they are confirmed, the ceremony, who is next. */
import { announced } from "./announced.js";
import { Seat } from "../shared/role_session.js";
import { spoken } from "./spoken.js";
import { html, nothing, render } from "../vendor/lit-html.js";

const MANY = 3; // winners of one step beyond which they are set smaller, so that the next step stays in sight
const root = document.getElementById("page");
const seat = new Seat(draw, "hostTitle");

function draw() {
  document.documentElement.dataset.mode = seat.view.mode;
  render(page(), root);
}

function page() {
  const { ceremony, contest, mode } = seat.view;
  return html`<header class="top">
      <h1>${contest.name}</h1>
      ${
        mode === "rehearsal"
          ? html`<strong class="chip rehearsal">${seat.say("rehearsal")}</strong>`
          : nothing
      }
      <span class="chip ${seat.online ? "up" : "down"}" role="status"
        >${seat.say(seat.online ? "connected" : "notConnected")}</span
      >
      <button type="button" @click=${() => seat.speak(seat.lang === "en" ? "zh" : "en")}>
        ${seat.say("language")}
      </button>
    </header>
    <main>${ceremony ? awards(ceremony) : entries(seat.view)}</main>`;
}

function entries({ results, now, next, after }) {
  const due = results.filter((one) => !one.revealed);
  return html`${due.length ? due.map(result) : html`<p class="wait">${seat.say("hostWaiting")}</p>`}
  ${who("hostNow", now)} ${who("hostNext", next)} ${who("hostAfter", after)}
  ${results.filter((one) => one.revealed).map(result)}`;
}

function awards({ step, of, now, next }) {
  const last = html`<p class="wait">${seat.say("hostLast")}</p>`;
  return html`${award(now, seat.say("hostStep", { n: step, of }), "on")}
  ${next ? award(next, seat.say("hostComing"), "coming") : last}`;
}

function award(step, state, kind) {
  const { call, winners, thanks } = announced(step, seat.lang);
  return html`<article class="result award ${kind} ${winners.length > MANY ? "many" : ""}">
    <p class="state">${state}</p>
    <p class="spoken call">${call}</p>
    ${winners.map((line) => html`<p class="spoken winner">${line}</p>`)}
    ${thanks ? html`<p class="spoken thanks">${thanks}</p>` : nothing}
  </article>`;
}

function result(one) {
  return html`<article class="result ${one.revealed ? "told" : ""}">
    <p class="state">${seat.say(one.revealed ? "hostTold" : one.corrected ? "do_correct" : "hostReady")}</p>
    ${spoken(one, seat.lang).map((line) => html`<p class="spoken">${line}</p>`)}
  </article>`;
}

function who(key, entry) {
  if (!entry) return nothing;
  return html`<section class="who">
    <h2>${seat.say(key)}</h2>
    <p class="name"><b class="digits">${seat.say("entryNumber", { n: entry.order })}</b> ${entry.unit}</p>
    <p>${entry.title.join("　")}</p>
    ${entry.speaker ? html`<p>${entry.speaker}</p>` : nothing}
  </section>`;
}

document.title = seat.say(seat.title);
seat.connect();
draw();
window.limelight = { seat };
