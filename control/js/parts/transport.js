/** The keys of the show: GO, TAKE, HOLD, BLACK, FREEZE, UNDO. Each says what it will do. */
import { deed } from "../words/events.js";
import { cueName } from "../shared/names.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button, whyLast } from "./controls.js";
import { goWords } from "./walk.js";

const KEYS = new Set([
  "go",
  "take",
  "hold",
  "black",
  "freeze",
  "undo",
  "switch_mode",
  "restart_rehearsal",
  "preview",
]);

export function transport(panel) {
  const { view } = panel;
  const { locked } = panel.own;
  return html`<section class="transport box" aria-label="GO / TAKE">
    <div class="transport__keys">
      ${button(panel, {
        label: goLabel(panel),
        run: () => panel.go(),
        key: "go",
        kind: `go does-${view.go.does}`,
        cap: "Space",
        disabled: locked,
      })}
      ${button(panel, {
        label: html`<b>TAKE</b><small>${cueName(panel, view.preview)}</small>`,
        run: () => panel.take(),
        key: "take",
        kind: "take",
        cap: "Enter",
        disabled: locked || !view.preview,
      })}
      ${overrides(panel)}
      ${button(panel, {
        label: undoLabel(panel),
        run: () => undo(panel),
        key: "undo",
        kind: "undo",
        disabled: locked || !view.undo,
        cap: "U",
      })}
    </div>
    ${whyLast(panel, (key) => KEYS.has(key))}
  </section>`;
}

/** HOLD, BLACK and FREEZE. */
function overrides(panel) {
  const { view } = panel;
  const { locked } = panel.own;
  const held = view.override === "holding";
  const black = view.override === "black";
  return html`${button(panel, {
    label: html`<b>HOLD</b><small>${panel.say(held ? "release" : "holdMeans")}</small>`,
    run: () => panel.override("hold"),
    key: "hold",
    kind: "hold",
    pressed: held,
    cap: "Esc",
  })}
  ${button(panel, {
    label: black ? panel.say("over_black_off") : panel.say("do_black"),
    run: () => panel.override("black"),
    key: "black",
    kind: "black",
    pressed: black,
    cap: "B",
    disabled: locked,
  })}
  ${button(panel, {
    label: view.frozen ? panel.say("unfreeze") : panel.say("do_freeze"),
    run: () => panel.act("freeze", { on: !view.frozen }),
    key: "freeze",
    kind: "freeze",
    pressed: view.frozen,
    cap: "F",
    disabled: locked,
  })}`;
}

function goLabel(panel) {
  const { go } = panel.view;
  const words =
    go.does === "step"
      ? goWords(panel)
      : panel.say(`go_${go.does}`, { cue: go.cue ? cueName(panel, go.cue) : "" });
  const after = go.then && go.does !== "step" ? panel.say("then", { cue: cueName(panel, go.then) }) : "";
  return html`<b>GO</b><span class="transport__does">${words}</span><small>${after}</small>`;
}

function undoLabel(panel) {
  const { undo: last } = panel.view;
  if (!last) return html`<span>${panel.say("do_undo")}</span><small>${panel.say("nothingToUndo")}</small>`;
  return html`<span>${panel.say("do_undo")}</span><small>${deed(panel, last)}</small>${
      last.seen
        ? html`<small class="transport__seen"
            >${panel.say(last.did === "Drawn" ? "drawSeen" : "undoSeen")}</small
          >`
        : nothing
    }`;
}

export async function undo(panel) {
  const { undo: last } = panel.view;
  if (!last) return;
  if (
    last.seen &&
    !(await ask(panel, {
      title: panel.say("do_undo"),
      note: panel.say(last.did === "Drawn" ? "drawAskUndo" : "askUndoSeen"),
      danger: true,
    }))
  )
    return;
  panel.act("undo", { expect: last.seq });
}
