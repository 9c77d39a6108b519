/** The column at the right: marks, an entry's facts, standings, the ceremony, the log. */
import { html } from "../vendor/lit-html.js";
import { ceremony } from "./ceremony.js";
import { entrybox } from "./entryfacts.js";
import { log } from "./log.js";
import { marksheet } from "./marksheet.js";
import { more } from "./more.js";
import { standings } from "./standings.js";

const TABS = ["marks", "entry", "standings", "ceremony", "more", "log"];

const PARTS = { marks: marksheet, entry: entrybox, standings, ceremony, more, log };

export function side(panel) {
  const { tab } = panel.own;
  return html`<aside class="side box" aria-label=${panel.say(tab)}>
    <div class="tabs" role="tablist" aria-label=${panel.say("more")}>
      ${TABS.map(
        (one) =>
          html`<button
            type="button"
            role="tab"
            class="tabs__tab"
            aria-selected=${String(one === tab)}
            @click=${() => panel.choose({ tab: one })}
          >
            ${panel.say(one)}
          </button>`,
      )}
    </div>
    <div class="side__sheet" role="tabpanel" aria-label=${panel.say(tab)} tabindex="-1">
      ${PARTS[tab](panel)}
    </div>
  </aside>`;
}
