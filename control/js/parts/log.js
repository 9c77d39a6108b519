/** What was done: by this panel and came to nothing, and by everybody. */
import { clockTime } from "../shared/schedule.js";
import { html } from "../vendor/lit-html.js";
import { deed } from "../words/events.js";
import { reason } from "./controls.js";

export function log(panel) {
  const time = (ms) => clockTime(ms, panel.view.contest.utc_offset);
  return html`<section class="box box--stack">
    <h2>${panel.say("log")}</h2>
    <ul class="plain log">
      ${panel.desk.lines
        .filter((line) => line.state !== "done")
        .map(
          (line) =>
            html`<li class="log__line log__line--${line.state}">
              ${time(line.at)} ${panel.say(`do_${line.name}`)} · ${reason(panel, line)}
            </li>`,
        )}
    </ul>
    <ul class="plain log">
      ${[...panel.view.log].reverse().map(
        (line) =>
          html`<li class="log__line">
            <span class="digits">${time(line.at)}</span> ${deed(panel, line)}
            <span class="quiet">${line.by}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}
