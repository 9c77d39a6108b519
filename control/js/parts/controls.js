/** Buttons that show what became of what they asked for, and the question dialog. */
import { cueName } from "../names.js";
import { html, nothing, render } from "../vendor/lit-html.js";

/** A pointer does not leave the focus on a button: the next Space must be GO, not that button again. */
const keepFocus = (event) => event.preventDefault();

/**
 * @param {import("../panel.js").Panel} panel
 * @param {{label: unknown, run: () => unknown, key?: string, name?: string, kind?: string, pressed?: boolean|null, disabled?: boolean, cap?: string}} button
 *   key: whose fate is shown; name: the accessible name where the label is a sign; pressed null: no toggle
 */
export function button(panel, { label, run, key = "", name, kind = "", pressed = null, disabled = false, cap = "" }) {
  const fate = key ? panel.desk.fate(key) : null;
  const fresh = fate && fate.state === "done" && Date.now() - fate.at < 1500;
  const shown = fate?.state === "done" && !fresh ? "" : (fate?.state ?? "");
  return html`<button
    type="button"
    class="button ${kind} ${shown}"
    aria-label=${name ?? nothing}
    title=${name ?? nothing}
    aria-pressed=${pressed == null ? nothing : String(pressed)}
    aria-busy=${shown === "pending" ? "true" : nothing}
    ?disabled=${disabled}
    @mousedown=${keepFocus}
    @click=${(event) => shown !== "pending" && run(event)}
  >
    <span class="label">${label}</span>${cap ? html`<kbd>${cap}</kbd>` : nothing}${shown ? html`<i class="fate" aria-hidden="true"></i>` : nothing}
  </button>`;
}

/** Why the last thing this control asked for was not done; empty when it was. */
export function why(panel, key) {
  const fate = panel.desk.fate(key);
  if (!fate || !["refused", "offline", "unknown"].includes(fate.state)) return nothing;
  return html`<p class="why" role="alert">${reason(panel, fate)}
    <button type="button" class="button small" @click=${() => panel.desk.forget(key)}>${panel.say("dismiss")}</button></p>`;
}

export function reason(panel, fate) {
  const now = fate.is == null ? "" : ` ${panel.say("itIsNow", { now: typeof fate.is === "string" ? cueName(panel, fate.is) : JSON.stringify(fate.is) })}`;
  return `${fate.why || panel.say(fate.state)}${now}`;
}

/**
 * Asks one question in a dialog; resolves with the fields' values, or null when it is cancelled.
 * @param {{title: string, fields?: Array<{name: string, label: string, value?: string, required?: boolean, choices?: Array<[string, string]>, type?: string}>, danger?: boolean, note?: string}} question
 * @returns {Promise<Record<string, string>|null>}
 */
export function ask(panel, { title, fields = [], danger = false, note = "" }) {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  dialog.setAttribute("aria-label", title);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const end = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    dialog.addEventListener("cancel", () => end(null));
    const submit = (event) => {
      event.preventDefault();
      end(Object.fromEntries(new FormData(event.target)));
    };
    render(
      html`<form @submit=${submit}>
        <h2>${title}</h2>
        ${note ? html`<p>${note}</p>` : nothing} ${fields.map(field)}
        <div class="row end">
          <button type="button" class="button" @click=${() => end(null)}>${panel.say("cancel")}</button>
          <button type="submit" class="button ${danger ? "danger" : "primary"}">${panel.say("ok")}</button>
        </div>
      </form>`,
      dialog,
    );
    dialog.showModal();
    dialog.querySelector("input, select, textarea, button[type=submit]")?.focus();
  });
}

function field({ name, label, value = "", required = false, choices = null, type = "text" }) {
  const control = choices
    ? html`<select name=${name}>${choices.map(([id, words]) => html`<option value=${id} ?selected=${id === value}>${words}</option>`)}</select>`
    : html`<input name=${name} type=${type} .value=${value} ?required=${required} autocomplete="off" maxlength="500" />`;
  return html`<label class="field"><span>${label}</span>${control}</label>`;
}
