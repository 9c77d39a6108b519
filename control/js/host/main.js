/** What the host reads out, at reading size: results from their confirmation on, the ceremony, and who is next. */
import { announced } from "./announced.js";
import { Seat } from "../shared/role_session.js";
import { spoken } from "./spoken.js";
import { html, nothing, render } from "../vendor/lit-html.js";

const MANY = 3; // winners of one step beyond which they are set smaller, so that the next step stays in sight
const WORDS = {
  title: ["主持人 · 聚光", "Host · Limelight"],
  up: ["已连接", "Connected"],
  down: ["未连接", "Not connected"],
  rehearsal: ["彩排", "REHEARSAL"],
  now: ["台上", "On stage"],
  next: ["下一个", "Next"],
  after: ["然后", "Then"],
  waiting: ["成绩核对中", "The score is being checked"],
  ready: ["可以宣布", "Ready to be read"],
  corrected: ["更正", "Correction"],
  told: ["已公布", "Announced"],
  number: ["{n} 号", "No. {n}"],
  step: ["台上　第 {n} / {of} 步", "On stage, step {n} of {of}"],
  coming: ["下一步　还没有上屏", "Next, not on the screens yet"],
  last: ["颁奖到此结束", "This was the last award"],
  language: ["English", "中文"],
};
const root = document.getElementById("page");
const seat = new Seat(draw, WORDS);

function draw() {
  document.documentElement.dataset.mode = seat.view.mode;
  render(page(), root);
}

function page() {
  const { ceremony, contest, mode } = seat.view;
  return html`<header class="top"><h1>${contest.name}</h1>
      ${mode === "rehearsal" ? html`<strong class="chip rehearsal">${seat.say("rehearsal")}</strong>` : nothing}
      <span class="chip ${seat.online ? "up" : "down"}" role="status">${seat.say(seat.online ? "up" : "down")}</span>
      <button type="button" @click=${() => seat.speak(seat.lang === "en" ? "zh" : "en")}>${seat.say("language")}</button></header>
    <main>${ceremony ? awards(ceremony) : entries(seat.view)}</main>`;
}

function entries({ results, now, next, after }) {
  const due = results.filter((one) => !one.revealed);
  return html`${due.length ? due.map(result) : html`<p class="wait">${seat.say("waiting")}</p>`}
    ${who("now", now)} ${who("next", next)} ${who("after", after)}
    ${results.filter((one) => one.revealed).map(result)}`;
}

function awards({ step, of, now, next }) {
  return html`${award(now, seat.say("step", { n: step, of }), "on")}
    ${next ? award(next, seat.say("coming"), "coming") : html`<p class="wait">${seat.say("last")}</p>`}`;
}

function award(step, state, kind) {
  const { call, winners, thanks } = announced(step, seat.lang);
  return html`<article class="result award ${kind} ${winners.length > MANY ? "many" : ""}"><p class="state">${state}</p>
    <p class="spoken call">${call}</p>
    ${winners.map((line) => html`<p class="spoken winner">${line}</p>`)}
    ${thanks ? html`<p class="spoken thanks">${thanks}</p>` : nothing}</article>`;
}

function result(one) {
  return html`<article class="result ${one.revealed ? "told" : ""}">
    <p class="state">${seat.say(one.revealed ? "told" : one.corrected ? "corrected" : "ready")}</p>
    ${spoken(one, seat.lang).map((line) => html`<p class="spoken">${line}</p>`)}
  </article>`;
}

function who(key, entry) {
  if (!entry) return nothing;
  return html`<section class="who"><h2>${seat.say(key)}</h2>
    <p class="name"><b class="digits">${seat.say("number", { n: entry.order })}</b> ${entry.unit}</p>
    <p>${entry.title.join("　")}</p>${entry.speaker ? html`<p>${entry.speaker}</p>` : nothing}</section>`;
}

document.title = seat.say("title");
seat.connect();
draw();
window.limelight = { seat };
