/** Ties that arithmetic cannot part: where they stand on an award's border, people decide. */
import { plain } from "../shared/marks.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button, why } from "./controls.js";

export function ties(panel, category) {
  const groups = panel.view.ties[category] ?? [];
  return groups.map((tie) => {
    const key = `tie/${tie.entries.join("/")}`;
    const awards = tie.awards.map(
      (id) => panel.view.settings.awards.find((one) => one.id === id)?.title ?? id,
    );
    const decided = Object.keys(tie.values).length === tie.entries.length;
    return html`<div class="row question ${awards.length ? "question--border" : ""}">
        <span
          >${panel.say("tied", { entries: tie.entries.join("、") })}${
            awards.length
              ? html` · <strong>${panel.say("tieBorder", { awards: awards.join("、") })}</strong>`
              : nothing
          }
          ${
            decided
              ? html`<span data-number
                  >${tie.entries.map((id) => `${id}: ${tie.values[id]}`).join("，")}</span
                >`
              : nothing
          }</span
        >
        ${
          panel.may("break_tie")
            ? button(panel, {
                label: panel.say("breakTie"),
                run: () => decide(panel, category, tie, key),
                key,
                kind: awards.length ? "primary" : "",
              })
            : nothing
        }
      </div>
      ${why(panel, key)}`;
  });
}

async function decide(panel, category, tie, key) {
  const answer = await ask(panel, {
    title: panel.say("breakTie"),
    note: panel.say("breakTieNote"),
    fields: [
      {
        name: "how",
        label: panel.say("how"),
        choices: [
          ["vote", panel.say("how_vote")],
          ["extra_round", panel.say("how_extra_round")],
        ],
      },
      ...tie.entries.map((id) => ({
        name: `n/${id}`,
        label: `${id} ${panel.view.entries[id].unit}`,
        value: tie.values[id] ?? "",
        required: true,
        secret: true,
      })),
      { name: "reason", label: panel.say("reason"), required: true },
    ],
  });
  if (!answer) return;
  const values = Object.fromEntries(tie.entries.map((id) => [id, plain(answer[`n/${id}`])]));
  panel.act("break_tie", { category, values, how: answer.how, reason: answer.reason }, key);
}
