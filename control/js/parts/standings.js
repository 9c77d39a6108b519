/** The confirmed standings of each category, and what the hall has of them. */
import { html, nothing } from "../vendor/lit-html.js";
import { ties } from "./ties.js";

export function standings(panel) {
  const { view } = panel;
  return html`<section class="box box--stack">
    ${view.settings.categories.map(
      (category) =>
        html`<h2>${category.name}</h2>
          <table>
            <thead>
              <tr>
                <th>${panel.say("rank")}</th>
                <th>${panel.say("entry")}</th>
                <th>${panel.say("final")}</th>
                <th>${panel.say("shownColumn")}</th>
              </tr>
            </thead>
            <tbody>
              ${view.standings[category.id].map(
                (row) =>
                  html`<tr>
                    <td class="digits" data-number>${row.rank}</td>
                    <td>${row.entry} ${view.entries[row.entry].unit}</td>
                    <td class="digits" data-number>${row.score}</td>
                    <td>${shownWords(panel, row)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
          ${ties(panel, category.id)}`,
    )}
  </section>`;
}

/** What the hall has of this row: the number, an older one, or nothing. */
function shownWords(panel, row) {
  const { state } = panel.view[`sheet/${row.entry}`];
  if (row.revealed) return panel.say(state === "revealed" ? "state_revealed" : "state_corrected");
  return panel.say("secretMark");
}
