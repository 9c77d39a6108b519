/**
 * The strip of health at the foot of the panel: each output's screens, the server, the journal, Redis, the
 * disk. One line of a fixed height at the right, so that nothing else moves when a number changes; a click
 * opens the same in words above it, over the panel.
 */
import { html, nothing } from "../vendor/lit-html.js";
import { judged, WORST } from "../shared/health.js";

export function health(panel) {
  const { open } = panel.own;
  const rows = judged(panel.presence, panel.online);
  const worst = rows.reduce((most, { level }) => Math.max(most, WORST.indexOf(level)), 0);
  return html`<div class="health">
    <button
      type="button"
      class="health__strip"
      aria-expanded=${String(open.has("health"))}
      aria-label="${panel.say("health")}: ${panel.say(`health_${WORST[worst]}`)}"
      @mousedown=${(event) => event.preventDefault()}
      @click=${() => toggle(panel)}
    >
      ${rows.map((row) => cell(panel, row))}
    </button>
    ${open.has("health") ? details(panel, rows) : nothing}
  </div>`;
}

function toggle(panel) {
  const open = new Set(panel.own.open);
  if (!open.delete("health")) open.add("health");
  panel.choose({ open });
}

function name(panel, { kind, output }) {
  if (!output) return panel.say(`health_${kind}`);
  return panel.view.settings.outputs.find((one) => one.name === output)?.title || output;
}

function cell(panel, row) {
  return html`<span class="health__cell health__cell--${row.level} health__cell--${row.kind}"
    ><span class="health__name">${name(panel, row)}</span> <span class="digits">${row.short}</span></span
  >`;
}

function details(panel, rows) {
  return html`<div class="health__details box" role="region" aria-label=${panel.say("health")}>
    <table>
      ${rows.map(
        (row) =>
          html`<tr class="health__row health__row--${row.level}">
            <th scope="row">${name(panel, row)}</th>
            <td>${panel.say(row.key, row.facts)}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}
