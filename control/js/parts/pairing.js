/** Screens of the hall: those that are paired, and the others, told apart by their words until they are. */
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button } from "./controls.js";

export function pairing(panel) {
  const { outputs, paired = 0 } = panel.presence;
  const of = (list) =>
    Object.entries(outputs).flatMap(([output, one]) => one[list].map((screen) => ({ output, ...screen })));
  const [counted, others] = [of("list"), of("others")];
  return html`<h2>${panel.say("screens")}</h2>
    <p class="quiet">${panel.say(paired ? "pairedNote" : "pairedNone", { n: paired })}</p>
    ${list(counted, (one) => screen(panel, one))}
    ${counted.length ? nothing : html`<p class="quiet">${panel.say("noScreens")}</p>`}
    ${others.length ? unpaired(panel, others) : nothing}
    ${others.length || counted.some((one) => one.word) ? identify(panel) : nothing} ${trouble(panel)}`;
}

function list(screens, row) {
  return html`<ul class="plain">
    ${screens.map((one) => html`<li class="row row--between">${row(one)}</li>`)}
  </ul>`;
}

function screen(panel, one) {
  const seen = [`${one.width}×${one.height}`, `${one.shown}/${panel.store.seq}`];
  const facts = [one.output, one.device ? "" : one.word, one.name, ...seen];
  return html`<span>${facts.filter(Boolean).join(" · ")}</span>${
      one.device
        ? html`<span>
            ${button(panel, {
              label: "✎",
              name: `${panel.say("renameScreen")} ${one.name}`,
              run: () => rename(panel, one),
              kind: "small",
            })}
            ${button(panel, { label: panel.say("unpair"), run: () => unpair(panel, one), kind: "small" })}
          </span>`
        : pairButton(panel, one)
    }`;
}

function pairButton(panel, one) {
  return button(panel, {
    label: panel.say("pairScreen"),
    name: `${panel.say("pairScreen")} ${one.word}`,
    run: () => pair(panel, one),
    kind: "small",
  });
}

function unpaired(panel, others) {
  return html`<h3>${panel.say("unpairedScreens")}</h3>
    ${list(
      others,
      (one) =>
        html`<span>${[one.output, one.word, one.name].filter(Boolean).join(" · ")}</span>
          ${pairButton(panel, one)}`,
    )}`;
}

function identify(panel) {
  return html`<div class="row">
      ${button(panel, { label: panel.say("identify"), run: () => post(panel, { do: "identify" }) })}
    </div>
    <p class="quiet">${panel.say("identifyNote")}</p>`;
}

async function named(panel, title, value) {
  const fields = [{ name: "name", label: panel.say("screenName"), value, required: true }];
  return ask(panel, { title, fields });
}

async function pair(panel, one) {
  const answer = await named(panel, `${panel.say("pairScreen")} ${one.word}`, one.name || one.output);
  if (answer) post(panel, { do: "pair", screen: one.id, ...answer });
}

async function rename(panel, one) {
  const answer = await named(panel, panel.say("renameScreen"), one.name);
  if (answer) post(panel, { do: "rename", device: one.device, ...answer });
}

async function unpair(panel, one) {
  const title = `${panel.say("unpair")} ${one.name}`;
  if (await ask(panel, { title, note: panel.say("unpairNote"), danger: true }))
    post(panel, { do: "unpair", device: one.device });
}

/** What was not done stays in sight until the next try: there is no command whose fate would tell it. */
async function post(panel, asked) {
  let why = "";
  try {
    const sent = { method: "POST", body: JSON.stringify(asked) };
    const answer = await fetch(`/api/screens?lang=${panel.lang}`, sent);
    if (!answer.ok) ({ why } = await answer.json());
  } catch {
    why = panel.say("disconnected");
  }
  panel.choose({ screenTrouble: why });
}

function trouble(panel) {
  return panel.own.screenTrouble ? html`<p class="why" role="alert">${panel.own.screenTrouble}</p>` : nothing;
}
