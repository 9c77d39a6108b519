/** The ceremony on air: where it is, what comes, how long it will take, and which screens show it. */
import { around, length, movingFor, secondsLeft, stepWords } from "../shared/ceremony.js";
import { html, nothing } from "../vendor/lit-html.js";
import { button, whyLast } from "./controls.js";

const SPEEDS = ["0.5", "1", "2"];
const KEYS = ["ceremony_back", "ceremony_jump", "ceremony_pause", "ceremony_speed"];

export function walk(panel) {
  const { ceremony, mode } = panel.view;
  if (!ceremony.on_air) return nothing;
  const { now, next } = around(panel.view);
  return html`<section class="walk" aria-label=${panel.say("ceremony")}>
    <div class="row row--between">
      <strong
        >${panel.say("ceremony")} · ${panel.say("walkOf", { n: ceremony.step, of: ceremony.of })}</strong
      >
      ${
        mode === "rehearsal"
          ? html`<strong class="tag tag--rehearsing">${panel.say("rehearsal")}</strong>`
          : nothing
      }
      <span class="digits" data-tick="left"></span>
    </div>
    <progress
      class="walk__progress"
      max=${ceremony.of}
      value=${ceremony.step}
      aria-label=${panel.say("walkOf", { n: ceremony.step, of: ceremony.of })}
    ></progress>
    <p><b class="walk__now">${panel.say("walkNow")}</b> <span data-number>${stepWords(panel, now)}</span></p>
    <p>
      <b class="walk__next">${panel.say("walkNext")}</b>
      <span data-number>${next ? stepWords(panel, next) : panel.say("walkEnd")}</span>
    </p>
    <div class="row">${moves(panel)} ${jumps(panel)}</div>
    ${whyLast(panel, (key) => KEYS.includes(key))}
    <p class="row walk__screens">${tallies(panel)}</p>
  </section>`;
}

function moves(panel) {
  const { ceremony } = panel.view;
  return html`${button(panel, {
    label: panel.say("do_ceremony_back"),
    run: () => panel.actOn("ceremony_back"),
    key: "ceremony_back",
    cap: "PgUp",
    disabled: ceremony.step === 1,
  })}
  ${button(panel, {
    label: panel.say(ceremony.held ? "walkResume" : "pause"),
    run: () => panel.act("ceremony_pause", { on: !ceremony.held }),
    key: "ceremony_pause",
    pressed: ceremony.held,
  })}
  ${SPEEDS.map((speed) =>
    button(panel, {
      label: `${speed}×`,
      name: panel.say("walkSpeed", { speed }),
      run: () => panel.act("ceremony_speed", { speed }),
      pressed: speed === ceremony.speed,
      kind: "small",
    }),
  )}`;
}

function jumps(panel) {
  const jump = (event) => {
    const step = Number(event.target.value);
    event.target.value = "";
    event.target.blur(); // the next Space is GO
    if (step) panel.actOn("ceremony_jump", { step }, "ceremony_jump");
  };
  return html`<select class="walk__jump" aria-label=${panel.say("walkJump")} @change=${jump}>
    <option value="">${panel.say("walkJump")}</option>
    ${panel.view.plan.steps.map(
      (step, n) =>
        html`<option value=${n + 1}>
          ${n + 1} ${stepWords(panel, { ...step, entries: [], ranks: step.ranks })}
        </option>`,
    )}
  </select>`;
}

/** Every screen of the hall and of the stream by its name, and whether it has drawn this step. */
function tallies(panel) {
  const { settings, ceremony } = panel.view;
  const outputs = settings.outputs.filter(({ kind }) => kind === "stage" || kind === "overlay");
  return outputs.flatMap(({ name, title }) => {
    const list = panel.presence.outputs[name]?.list ?? [];
    return list.map((screen) => {
      const shows = screen.shown >= ceremony.seq;
      return html`<span
        class="tally tally--${shows ? "all" : "some"}"
        title=${panel.say(shows ? "walkShown" : "walkWaits")}
        >${[title || name, screen.name !== name && screen.name].filter(Boolean).join(" ")}
        ${shows ? "✓" : "…"}</span
      >`;
    });
  });
}

/** What GO will do now, in words: while a motion runs it ends that. */
export function goWords(panel) {
  if (movingFor(panel.view.ceremony, panel.clock.now())) return panel.say("go_complete");
  const { next } = around(panel.view);
  return next
    ? panel.say("go_step", {
        n: next.number,
        of: panel.view.ceremony.of,
        what: stepWords(panel, { ...next, entries: [] }),
      })
    : panel.say("walkEnd");
}

export function tickWalk(panel, at) {
  const { ceremony } = panel.view;
  if (ceremony.on_air)
    at("left", panel.say("walkLeft", { time: length(secondsLeft(ceremony, panel.clock.now())) }));
}
