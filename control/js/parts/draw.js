/** The draw of a session's running order: its seed, what came of it, and the way to the record. */
import { clockTime } from "../shared/schedule.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button, why } from "./controls.js";

export function drawbox(panel) {
  const { settings, draws, contest } = panel.view;
  const submit = (event) => {
    event.preventDefault();
    draw(panel, event.target);
  };
  return html`<h2>${panel.say("do_draw")}</h2>
    <form class="draw" @submit=${submit}>
      <select name="session" class="wide" aria-label=${panel.say("session")}>
        ${settings.sessions.map((one) => html`<option value=${one.id}>${one.name}</option>`)}
      </select>
      <input
        name="seed"
        class="wide"
        maxlength="60"
        autocomplete="off"
        placeholder=${panel.say("drawSeed")}
        aria-label=${panel.say("drawSeed")}
      />
      <div class="row row--between">
        <label class="row"><input type="checkbox" name="apart" checked /> ${panel.say("drawApart")}</label>
        ${button(panel, { label: panel.say("do_draw"), key: "draw", kind: "primary", type: "submit" })}
      </div>
    </form>
    ${why(panel, "draw")}
    <p class="quiet">${panel.say("drawHint")}</p>
    <ul class="plain">
      ${[...draws].reverse().map((one) => drawn(panel, one, contest))}
    </ul>
    ${
      draws.length
        ? html`<p><a href="/draws" target="_blank" rel="noopener">${panel.say("drawRecord")}</a></p>`
        : nothing
    }`;
}

function drawn(panel, one, { utc_offset: offset }) {
  const session = panel.view.settings.sessions.find(({ id }) => id === one.session)?.name;
  const pairs = one.adjacent.map((pair) => pair.join("–")).join("，");
  return html`<li>
    <span class="digits">${clockTime(one.at, offset)}</span>
    ${panel.say("drawLine", { session, order: one.order.join(" ") })}
    ${one.taken_back ? html`<span class="tag">${panel.say("drawUndone")}</span>` : nothing}
    <div class="row row--between"><code>${one.seed}</code>${copier(panel, one.seed)}</div>
    ${pairs ? html`<p>${panel.say("drawNear", { pairs })}</p>` : nothing}
    ${one.reason ? html`<p class="quiet">${one.reason}</p>` : nothing}
  </li>`;
}

/** A page over plain HTTP on the LAN has no clipboard: there the seed is to be marked by hand. */
function copier(panel, seed) {
  if (!navigator.clipboard) return nothing;
  const copy = async (event) => {
    const label = event.currentTarget.querySelector(".button__label");
    await navigator.clipboard.writeText(seed);
    label.textContent = panel.say("drawCopied");
  };
  return html`<button type="button" class="button button--small" @click=${copy}>
    <span class="button__label">${panel.say("drawCopy")}</span>
  </button>`;
}

async function draw(panel, form) {
  const { session, seed } = Object.fromEntries(new FormData(form));
  const fields = { session, seed: seed.trim(), apart: form.elements.apart.checked };
  if (panel.view.draws.some((one) => one.session === session)) {
    const answer = await ask(panel, {
      title: panel.say("do_draw"),
      note: panel.say("drawAgain"),
      fields: [{ name: "reason", label: panel.say("reason"), required: true }],
    });
    if (!answer) return;
    fields.reason = answer.reason;
  }
  const { state } = await panel.actOn("draw", fields, "draw");
  if (state === "done") form.elements.seed.value = "";
}
