/** For those who look on: where the show is, who comes, and what the hall has seen. */
import { Seat } from "../shared/role_session.js";
import { html, nothing, render } from "../vendor/lit-html.js";

const WORDS = {
  title: ["观察 · 聚光", "Viewer · Limelight"],
  up: ["已连接", "Connected"],
  down: ["未连接", "Not connected"],
  now: ["现在", "Now"],
  coming: ["接下来", "Coming"],
  ranking: ["已公布的成绩", "Announced so far"],
  none: ["还没有", "nothing yet"],
  rank: ["名次", "Rank"],
  unit: ["单位", "Unit"],
  score: ["得分", "Score"],
  number: ["{n} 号", "No. {n}"],
  language: ["English", "中文"],
};
const root = document.getElementById("page");
const seat = new Seat(draw, WORDS);

function draw() {
  render(page(), root);
}

function page() {
  const { now, coming, standings, contest } = seat.view;
  return html`<header class="top"><h1>${contest.name}</h1>
      <span class="chip ${seat.online ? "up" : "down"}" role="status">${seat.say(seat.online ? "up" : "down")}</span>
      <button type="button" @click=${() => seat.speak(seat.lang === "en" ? "zh" : "en")}>${seat.say("language")}</button></header>
    <main class="viewer">
      <section class="who"><h2>${seat.say("now")}</h2><p class="name">${now ? (now.entry ? entry(now.entry) : now.title) : seat.say("none")}</p></section>
      <section class="who"><h2>${seat.say("coming")}</h2><ol>${coming.map((one) => html`<li>${entry(one)}</li>`)}</ol></section>
      ${standings.map(table)}
    </main>`;
}

function entry(one) {
  return html`<b class="digits">${seat.say("number", { n: one.order })}</b> ${one.unit}`;
}

function table({ name, rows }) {
  return html`<section class="who"><h2>${name} · ${seat.say("ranking")}</h2>
    ${rows.length ? html`<table><thead><tr><th>${seat.say("rank")}</th><th>${seat.say("unit")}</th><th>${seat.say("score")}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr><td class="digits">${row.rank}</td><td>${row.entry.unit}</td><td class="digits">${row.score}</td></tr>`)}</tbody></table>` : html`<p>${seat.say("none")}</p>`}
  </section>${nothing}`;
}

document.title = seat.say("title");
seat.connect();
draw();
window.limelight = { seat };
