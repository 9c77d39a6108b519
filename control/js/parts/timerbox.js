/** The talk's clock, with tenths for the operator; the hall sees whole seconds. */
import { reading, running } from "../../../display/js/timing.js";
import { html, nothing } from "../vendor/lit-html.js";
import { button, whyLast } from "./controls.js";

const STEPS = [-60, -30, -10, 10, 30, 60];

export function timerbox(panel) {
  const { view } = panel;
  const { timer } = view;
  const entry = view.program?.entry ?? view.scoring.entry;
  return html`<section class="timer box box--stack" aria-labelledby="timer-title">
    <h2 id="timer-title">${panel.say("timer")}<span class="quiet" data-tick="phase"></span></h2>
    <p class="timer__reading digits" data-tick="reading" role="timer"></p>
    <div class="row">
      ${button(panel, {
        label: running(timer) ? panel.say("pause") : panel.say("start"),
        run: () => startOrPause(panel),
        key: "clock",
        kind: "primary",
        disabled: !timer,
        cap: "T",
      })}
      ${button(panel, {
        label: panel.say("reset"),
        run: () => panel.actOn("timer_reset", {}, "timer_reset"),
        key: "timer_reset",
        disabled: !timer,
      })}
      ${
        entry
          ? ["talk", "qa"].map((phase) =>
              button(panel, {
                label: `${panel.say("load")} ${entry} ${panel.say(phase)}`,
                run: () => panel.act("timer_load", { entry, phase }, `timer_load/${phase}`),
                key: `timer_load/${phase}`,
              }),
            )
          : nothing
      }
    </div>
    <div class="row">
      ${STEPS.map((seconds) =>
        button(panel, {
          label: `${seconds > 0 ? "+" : "−"}${Math.abs(seconds)}`,
          name: `${seconds > 0 ? "+" : "−"}${Math.abs(seconds)} s`,
          run: () => adjust(panel, seconds),
          key: `timer_adjust/${seconds}`,
          disabled: !timer,
          kind: "small",
        }),
      )}
    </div>
    ${whyLast(panel, (key) => key === "clock" || key.startsWith("timer_"))}
  </section>`;
}

export function startOrPause(panel) {
  return panel.act(running(panel.view.timer) ? "timer_pause" : "timer_start", {}, "clock");
}

export function adjust(panel, seconds) {
  return panel.act("timer_adjust", { seconds }, `timer_adjust/${seconds}`);
}

export function tickTimer(panel, at) {
  const { timer } = panel.view;
  if (!timer) {
    at("reading", panel.say("noClock"), "none");
    return at("phase", "");
  }
  const { phase, remaining, over, level, words, text } = reading(timer, panel.clock.now());
  const tenths = Math.floor((remaining ? remaining : over) / 100) % 10;
  at("reading", `${over ? "+" : ""}${over ? text : down(remaining)}.${tenths}`, `level-${level}`);
  const entry = timer.key.split("/")[0];
  return at(
    "phase",
    `${entry} ${panel.say(phase)}${over ? ` · ${panel.say("overtime")}` : words ? ` · ${words}` : ""}`,
  );
}

/** With tenths shown, seconds are cut and not rounded up: 5:59.9, not 6:00.9. */
function down(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}
