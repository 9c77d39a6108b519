/** Buttons that show what became of what they asked for, and the question dialog. */
import { named } from "../shared/classes.js";
import { isBad, refusal } from "../shared/refusals.js";
import { html, nothing, render } from "../vendor/lit-html.js";

/** A pointer does not leave the focus on a button: the next Space must be GO, not that button again. */
const keepFocus = (event) => event.preventDefault();

/**
 * @param {import("../shared/session.js").Panel} panel
 * @param {{label: unknown, run?: () => unknown, key?: string, name?: string, kind?: string,
 *   pressed?: boolean|null, disabled?: boolean, cap?: string, type?: "button"|"submit"}} button
 *   key: whose fate is shown; name: the accessible name where the label is a sign; pressed null: no toggle
 */
export function button(
  panel,
  {
    label,
    run = () => {},
    key = "",
    name,
    kind = "",
    pressed = null,
    disabled = false,
    cap = "",
    type = "button",
  },
) {
  const fate = key ? panel.desk.fate(key) : null;
  const fresh = fate && fate.state === "done" && Date.now() - fate.at < 1500;
  const shown = fate?.state === "done" && !fresh ? "" : (fate?.state ?? "");
  return html`<button
    type=${type}
    class=${named("button", Object.fromEntries([...kind.split(" "), shown].map((one) => [one, true])))}
    data-key=${key || nothing}
    aria-label=${name ?? nothing}
    title=${name ?? nothing}
    aria-pressed=${pressed == null ? nothing : String(pressed)}
    aria-busy=${shown === "pending" ? "true" : nothing}
    ?disabled=${disabled}
    @mousedown=${keepFocus}
    @click=${(event) => shown !== "pending" && run(event)}
  >
    <span class="button__label">${label}</span>${cap ? html`<kbd>${cap}</kbd>` : nothing}${
      shown ? html`<i class="button__fate" aria-hidden="true"></i>` : nothing
    }
  </button>`;
}

/** Why the last thing this control asked for was not done; empty when it was. */
export function why(panel, key) {
  return isBad(panel.desk.fate(key)) ? trouble(panel, [key], panel.desk.fate(key)) : nothing;
}

/** The same for controls that stand together: only what came of the last one of them. */
export function whyLast(panel, ours) {
  const keys = [...panel.desk.fates.keys()].filter(ours);
  const settled = keys.map((key) => panel.desk.fate(key)).filter((fate) => fate.state !== "pending");
  const last = settled.reduce((one, other) => (one && one.at > other.at ? one : other), null);
  return isBad(last) ? trouble(panel, keys, last) : nothing;
}

function trouble(panel, keys, fate) {
  return html`<p class="why" role="alert">
    ${panel.say(`do_${fate.name}`)} · ${reason(panel, fate)}
    <button
      type="button"
      class="button button--small"
      @mousedown=${keepFocus}
      @click=${() => keys.forEach((key) => panel.desk.forget(key))}
    >
      ${panel.say("dismiss")}
    </button>
  </p>`;
}

export function reason(panel, fate) {
  const { words, secret } = refusal(panel, fate);
  return html`<span ?data-number=${secret}>${words}</span>`;
}

/**
 * Asks one question in a dialog; resolves with the fields' values, or null when it is cancelled.
 * @param {{title: string, fields?: Array<{name: string, label: string, value?: string, required?: boolean,
 *   choices?: Array<[string, string]>, secret?: boolean, scenes?: string[]}>, danger?: boolean,
 *   note?: string}} question
 *   secret: a number that hides with the others; scenes: only asked where `scene` is one of these
 * @returns {Promise<Record<string, string>|null>}
 */
export function ask(panel, { title, fields = [], danger = false, note = "" }) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  dialog.setAttribute("aria-label", title);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const end = (value) => {
      panel.asking = null;
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    panel.asking = () => end(null); // another journal: the question is about nothing now
    dialog.addEventListener("cancel", () => end(null));
    dialog.addEventListener("change", () => fitFields(dialog));
    const submit = (event) => {
      event.preventDefault();
      end(Object.fromEntries(new FormData(event.target)));
    };
    render(
      html`<form @submit=${submit}>
        <h2>${title}</h2>
        ${note ? html`<p>${note}</p>` : nothing} ${fields.map(field)}
        <div class="row row--end">
          <button type="button" class="button" @click=${() => end(null)}>${panel.say("cancel")}</button>
          <button type="submit" class="button button--${danger ? "danger" : "primary"}">
            ${panel.say("ok")}
          </button>
        </div>
      </form>`,
      dialog,
    );
    fitFields(dialog);
    dialog.showModal();
    // What cannot be taken back waits for a hand that means it: the key that is GO everywhere cancels.
    dialog.querySelector(`input, select, textarea, button[type=${danger ? "button" : "submit"}]`)?.focus();
  });
}

/** Fields that the chosen scene does not take are out of the way. */
function fitFields(dialog) {
  const scene = dialog.querySelector("[name=scene]")?.value;
  for (const row of dialog.querySelectorAll("[data-scenes]"))
    row.hidden = !row.dataset.scenes.split(" ").includes(scene);
}

function field({ name, label, value = "", required = false, choices = null, secret = false, scenes = null }) {
  const control = choices
    ? html`<select name=${name}>
        ${choices.map(([id, words]) => html`<option value=${id} ?selected=${id === value}>${words}</option>`)}
      </select>`
    : html`<input
        name=${name}
        .value=${value}
        ?required=${required}
        ?data-number=${secret}
        autocomplete="off"
        maxlength="200"
      />`;
  return html`<label class="field" data-scenes=${scenes ? scenes.join(" ") : nothing}
    ><span>${label}</span>${control}</label
  >`;
}
