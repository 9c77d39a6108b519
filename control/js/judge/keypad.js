/** Our own keypad: a phone's covers half of what it is for. */
import { html, nothing } from "../vendor/lit-html.js";
import { toNext } from "./boxes.js";

export function keypad(judge, entry) {
  const { seat, state } = judge;
  const text = judge.draft(entry).values[state.field] ?? "";
  const press = (key) =>
    key === "⌫"
      ? judge.type(entry, state.field, text.slice(0, -1))
      : judge.type(entry, state.field, (text + key).slice(0, 10));
  const keep = (event) => event.preventDefault(); // the box keeps the focus
  return html`<section class="keypad" aria-label=${seat.say("keypad")}>
    ${[..."123456789.0⌫"].map(
      (key) =>
        html`<button
          type="button"
          aria-label=${key === "⌫" ? seat.say("erase") : nothing}
          @pointerdown=${keep}
          @click=${() => press(key)}
        >
          ${key}
        </button>`,
    )}
    <button type="button" class="next" @pointerdown=${keep} @click=${() => toNext(judge, state.field)}>
      ${seat.say("nextField")}
    </button>
  </section>`;
}
