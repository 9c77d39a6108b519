/** The bar at the top: mode, line, clocks, tally, and the switches of this page. */
import { timeOfDay } from "../../../display/js/wallclock.js";
import { html, nothing } from "../vendor/lit-html.js";
import { clockTime, expected, span } from "../shared/schedule.js";
import { ask, button } from "./controls.js";
import { aloneStrip, away } from "./redis.js";

export function topbar(panel) {
  const { view, online } = panel;
  const say = (...words) => panel.say(...words);
  return html`<header class="topbar topbar--${view.mode}">
    <strong class="topbar__mode"
      ><span class="topbar__dot" aria-hidden="true"></span>${say(view.mode)}</strong
    >
    <h1 class="topbar__contest">${view.contest.cup || view.contest.name}</h1>
    <span class="topbar__line topbar__line--${online ? "up" : "down"}" role="status"
      >${online ? say("connected") : say("disconnected")}</span
    >
    ${readOnly(panel)} ${away(panel)}
    <span class="topbar__clock digits" data-tick="wall"></span>
    <span class="topbar__session digits" role="timer" data-tick="session" aria-label=${say("session")}></span>
    <span class="spring"></span>
    ${
      panel.presence.panels > 1
        ? html`<span class="quiet">${say("panels", { n: panel.presence.panels })}</span>`
        : nothing
    }
    ${switches(panel)}
    ${online ? aloneStrip(panel) : html`<p class="topbar__strip" role="alert">${say("offlineNote")}</p>`}
  </header>`;
}

function switches(panel) {
  const { view, own } = panel;
  const say = (...words) => panel.say(...words);
  return html`<div class="topbar__switches" ?inert=${own.locked}>
    ${button(panel, {
      label: own.edit ? say("editOn") : say("editOff"),
      run: () => panel.choose({ edit: !own.edit }),
      pressed: own.edit,
      cap: "E",
      kind: own.edit ? "editing" : "",
    })}
    ${button(panel, {
      label: own.numbers ? say("numbers") : say("numbersShown"),
      run: () => panel.choose({ numbers: !own.numbers }),
      pressed: !own.numbers,
      cap: "N",
    })}
    ${button(panel, {
      label: say("lock"),
      run: () => panel.choose({ locked: true }),
      pressed: own.locked,
      cap: "L",
    })}
    ${button(panel, { label: say("help"), run: () => panel.choose({ help: true }), cap: "?" })}
    ${button(panel, { label: say("language"), run: () => panel.speak(panel.lang === "en" ? "zh" : "en") })}
    ${button(panel, {
      label: view.mode === "live" ? say("toRehearsal") : say("toLive"),
      run: () => switchMode(panel),
      key: "switch_mode",
    })}
  </div>`;
}

/** The journal is damaged: nothing that is pressed is done, and the operator reads why and what helps. */
function readOnly(panel) {
  const { damage } = panel.view;
  if (!damage) return nothing;
  return html`<span class="topbar__line topbar__line--away" role="alert" title=${damage[panel.lang]}
    >${panel.say("readOnly")}</span
  >`;
}

async function switchMode(panel) {
  const mode = panel.view.mode === "live" ? "rehearsal" : "live";
  const title = panel.say(mode === "live" ? "toLive" : "toRehearsal");
  if (await ask(panel, { title, note: panel.say("askMode"), danger: true }))
    panel.act("switch_mode", { mode });
}

export async function restart(panel) {
  if (
    await ask(panel, {
      title: panel.say("do_restart_rehearsal"),
      note: panel.say("askRestart"),
      danger: true,
    })
  )
    panel.act("restart_rehearsal");
}

/** Wall time and how late the session runs; called several times a second, outside of rendering. */
export function tickTopbar(panel, at) {
  const now = panel.clock.now();
  const offset = panel.view.contest.utc_offset;
  at("wall", clockTime(now, offset));
  const due = expected(panel.view.schedule, now);
  if (!due) return at("session", "");
  return at(
    "session",
    [lateness(panel, due.late), panel.say("endsAt", { time: timeOfDay(due.end, offset) })]
      .filter(Boolean)
      .join(" · "),
    due.late > 60000 ? "late" : "",
  );
}

/** Late, early or on time to the minute; nothing where no end was planned. */
function lateness(panel, late) {
  if (late == null) return "";
  if (Math.abs(late) < 60000) return panel.say("onTime");
  return panel.say(late > 0 ? "late" : "early", { span: span(late) });
}
