/** Preview and Program: real pages of the chosen output, made small, and who shows what. */
import { around, stepWords } from "../shared/ceremony.js";
import { cueName } from "../shared/names.js";
import { html, nothing } from "../vendor/lit-html.js";

export function monitors(panel) {
  const { view, own } = panel;
  const output = view.settings.outputs.find((one) => one.name === own.output) ?? view.settings.outputs[0];
  return html`<section class="monitors box" aria-label=${panel.say("output")}>
    ${tabs(panel, output)}
    <div class="panel__pair">
      ${monitor(panel, "preview", output, `/display/${output.name}?preview=1&monitor=1`, previewWords(panel))}
      ${monitor(panel, "program", output, `/display/${output.name}?monitor=1`, programWords(panel))}
    </div>
  </section>`;
}

/** In the ceremony the preview is the next step, unless somebody chose another cue. */
function previewWords(panel) {
  const { view } = panel;
  const { next } = around(view);
  return view.ceremony.previewed && next
    ? stepWords(panel, { ...next, entries: [] })
    : cueName(panel, view.preview);
}

function programWords(panel) {
  const { view } = panel;
  if (view.override) return panel.say(view.override === "black" ? "blacked" : "holding");
  return view.program ? cueName(panel, view.program.cue) : panel.say("nothingYet");
}

function tabs(panel, chosen) {
  return html`<div
    class="tabs tabs--outputs"
    role="tablist"
    aria-label=${panel.say("screens")}
    ?inert=${panel.own.locked}
  >
    ${panel.view.settings.outputs.map(
      (output) =>
        html`<button
          type="button"
          role="tab"
          class="tabs__tab"
          aria-selected=${String(output.name === chosen.name)}
          @mousedown=${(event) => event.preventDefault()}
          @click=${() => panel.choose({ output: output.name })}
        >
          <span class="tabs__title">${output.title || output.name}</span>${tally(panel, output.name)}
        </button>`,
    )}
  </div>`;
}

/** "2/2 在播": how many screens there are, and how many have drawn what is on air now. Screens that
 * nobody has paired are no proof of anything and are not among them. */
function tally(panel, name) {
  const { screens = 0, showing = 0, unpaired = 0 } = panel.presence.outputs[name] ?? {};
  const state = screens === 0 ? "none" : showing === screens ? "all" : "some";
  const none = unpaired ? panel.say("onlyUnpaired", { n: unpaired }) : panel.say("noScreens");
  const words = screens ? panel.say("onProgram", { showing, screens }) : none;
  return html`<span class="tally tally--${state}">${words}</span>`;
}

function monitor(panel, which, output, address, words) {
  const { frozen } = panel.view;
  return html`<figure class="monitor monitor--${which}">
    <figcaption class="monitor__caption">
      <strong>${panel.say(which)}</strong><span class="monitor__cue">${words}</span>
    </figcaption>
    <div
      class="monitor__screen"
      inert
      .style=${`--ratio:${output.width / output.height}`}
      data-width=${output.width}
    >
      <iframe
        class="monitor__page"
        title="${panel.say(which)}"
        tabindex="-1"
        src=${address}
        width=${output.width}
        height=${output.height}
        loading="eager"
      ></iframe>
    </div>
    ${which === "program" && frozen ? html`<p class="monitor__banner">${panel.say("frozen")}</p>` : nothing}
    ${
      !panel.own.numbers && (which === "preview" || numbered(panel))
        ? html`<p class="monitor__cover">${panel.say("numbersHidden")}</p>`
        : nothing
    }
  </figure>`;
}

const NUMBERED = new Set(["reveal", "previous", "ranking", "award", "ceremony"]);

/** Whether the picture on air may hold a score: then it is covered with every other number. */
function numbered({ view }) {
  return (
    view.frozen || NUMBERED.has(view.program?.scene) || "score" in view.elements || "top" in view.elements
  );
}

/** Scales the pages to the room they have; called after rendering and on resize. */
export function fitMonitors(root) {
  for (const screen of root.querySelectorAll(".monitor__screen")) {
    screen.style.setProperty("--scale", screen.clientWidth / Number(screen.dataset.width));
  }
}
