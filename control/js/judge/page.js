/** The judge's page as it is drawn: the entry, its sheet, the keypad, and the other entries. */
import { html, nothing } from "../vendor/lit-html.js";
import { isOpen, sheet } from "./boxes.js";
import { keypad } from "./keypad.js";

const PASSAGES = ["practice", "progress", "effect", "firsts", "honours"];

export function page(judge) {
  const { seat } = judge;
  const { entry } = judge;
  return html`${header(seat)}
    ${seat.online ? nothing : html`<p class="note bad" role="status">${seat.say("downNote")}</p>`}
    <main>
      ${elsewhere(judge, entry)}
      ${
        entry
          ? html`${about(seat, entry)} ${sheet(judge, entry)}`
          : html`<h1 class="wait">${seat.say("judgeWaiting")}</h1>`
      }
      ${others(judge, entry)}
    </main>
    ${judge.state.field && entry && isOpen(judge, entry) ? keypad(judge, entry) : nothing}`;
}

function header(seat) {
  const { me, contest, mode } = seat.view;
  return html`<header class="top">
    <div>
      <p class="contest">${contest.name}</p>
      <p class="me"><b>${me.name}</b> ${seat.say("judgeSeat", { seat: me.seat })}</p>
    </div>
    ${mode === "rehearsal" ? html`<strong class="chip rehearsal">${seat.say("rehearsal")}</strong>` : nothing}
    <span class="chip line ${seat.online ? "up" : "down"}" role="status"
      >${seat.say(seat.online ? "connected" : "notConnected")}</span
    >
    <button type="button" class="lang" @click=${() => seat.speak(seat.lang === "en" ? "zh" : "en")}>
      ${seat.say("language")}
    </button>
  </header>`;
}

/** Another entry is being scored now than the one that is open. */
function elsewhere(judge, entry) {
  const { now, order } = judge.seat.view;
  if (!entry || now === entry || !order.includes(now)) return nothing;
  return html`<p class="note elsewhere" role="status">
    <span>${judge.seat.say("nowScoring", { entry: judge.seat.view[`entry/${now}`].order })}</span>
    <button type="button" @click=${() => judge.choose(now)}>${judge.seat.say("back")}</button>
  </p>`;
}

function about(seat, entry) {
  const facts = seat.view[`entry/${entry}`];
  const told = PASSAGES.filter((name) => facts[name].length);
  return html`<section class="entry" aria-labelledby="entry-title">
    <p class="number digits">${seat.say("entryNumber", { n: facts.order })}</p>
    <div>
      <p class="unit">${facts.unit}</p>
      <h1 id="entry-title">${facts.title.map((line) => html`<span>${line}</span>`)}</h1>
    </div>
    ${
      told.length
        ? html`<details>
            <summary>${seat.say("facts")}</summary>
            ${told.map(
              (name) =>
                html`<h2>${seat.say(name)}</h2>
                  <ul>
                    ${facts[name].map((one) => html`<li>${one}</li>`)}
                  </ul>`,
            )}
          </details>`
        : nothing
    }
  </section>`;
}

function others(judge, entry) {
  const { seat } = judge;
  return html`<details class="others">
    <summary>${seat.say("others")}</summary>
    <ol>
      ${seat.view.order.map((id) => {
        const facts = seat.view[`entry/${id}`];
        return html`<li>
          <button
            type="button"
            aria-current=${id === entry ? "true" : nothing}
            @click=${() => judge.choose(id)}
          >
            <b class="digits">${facts.order}</b><span>${facts.unit}</span
            ><i class=${standing(judge, id)}>${seat.say(`own_${standing(judge, id)}`)}</i>
          </button>
        </li>`;
      })}
    </ol>
  </details>`;
}

function standing(judge, id) {
  const own = judge.own(id);
  if (own.excused) return "out";
  if (own.submitted) return "done";
  return Object.values(judge.draft(id).values).some(Boolean) ? "draft" : "none";
}
