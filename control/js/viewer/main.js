/** For those who look on: where the show is, who comes, and what the hall has seen. */
import { Seat } from "../shared/role_session.js";
import { html, nothing, render } from "../vendor/lit-html.js";

const root = document.getElementById("page");
const seat = new Seat(draw, "viewerTitle");

function draw() {
  render(page(), root);
}

function page() {
  const { now, coming, standings, contest } = seat.view;
  return html`<header class="top">
      <h1>${contest.name}</h1>
      <span class="chip ${seat.online ? "up" : "down"}" role="status"
        >${seat.say(seat.online ? "connected" : "notConnected")}</span
      >
      <button type="button" @click=${() => seat.speak(seat.lang === "en" ? "zh" : "en")}>
        ${seat.say("language")}
      </button>
    </header>
    <main class="viewer">
      <section class="who">
        <h2>${seat.say("viewerNow")}</h2>
        <p class="name">${now ? (now.entry ? entry(now.entry) : now.title) : seat.say("viewerNone")}</p>
      </section>
      <section class="who">
        <h2>${seat.say("viewerComing")}</h2>
        <ol>
          ${coming.map((one) => html`<li>${entry(one)}</li>`)}
        </ol>
      </section>
      ${standings.map(table)}
    </main>`;
}

function entry(one) {
  return html`<b class="digits">${seat.say("entryNumber", { n: one.order })}</b> ${one.unit}`;
}

function table({ name, rows }) {
  return html`<section class="who">
      <h2>${name} · ${seat.say("viewerRanking")}</h2>
      ${
        rows.length
          ? html`<table>
              <thead>
                <tr>
                  <th>${seat.say("rank")}</th>
                  <th>${seat.say("unit")}</th>
                  <th>${seat.say("final")}</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  (row) =>
                    html`<tr>
                      <td class="digits">${row.rank}</td>
                      <td>${row.entry.unit}</td>
                      <td class="digits">${row.score}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
          : html`<p>${seat.say("viewerNone")}</p>`
      }
    </section>
    ${nothing}`;
}

document.title = seat.say(seat.title);
seat.connect();
draw();
window.limelight = { seat };
