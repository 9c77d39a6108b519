/** Overlay elements: what each one is, whether it is on air, PUT and CLEAR. */
import { html } from "../vendor/lit-html.js";
import { ask, button, whyLast } from "./controls.js";

const ELEMENTS = ["lower_third", "bug", "score", "top", "ticker", "logo"];

export function elements(panel) {
  return html`<section class="elements box box--stack" aria-labelledby="elements-title">
    <h2 id="elements-title">
      ${panel.say("elements")}
      ${button(panel, {
        label: panel.say("clearAll"),
        run: () => panel.act("clear", { element: "all" }, "clear/all"),
        key: "clear/all",
        cap: "C",
        kind: "small",
      })}
    </h2>
    <ul class="plain">
      ${ELEMENTS.map((name) => element(panel, name))}
    </ul>
    ${whyLast(panel, (key) => key.startsWith("put/") || key.startsWith("clear/"))}
  </section>`;
}

function element(panel, name) {
  const args = panel.view.elements[name];
  const words = panel.say(name);
  return html`<li class="elements__element ${args ? "elements__element--on" : ""}">
    <span class="elements__name">${words}</span>
    <span class="elements__state"
      >${args ? panel.say("on") : panel.say("off")}${
        args?.entry ? ` ${args.entry}` : args?.name ? ` ${args.name}` : ""
      }</span
    >
    ${
      name === "lower_third"
        ? button(panel, {
            label: panel.say("ofPerson"),
            name: `${words} ${panel.say("put")} ${panel.say("ofPerson")}`,
            run: () => person(panel),
            kind: "small",
          })
        : ""
    }
    ${button(panel, {
      label: panel.say("put"),
      name: `${words} ${panel.say("put")}`,
      run: () => put(panel, name),
      key: `put/${name}`,
      kind: "small",
    })}
    ${button(panel, {
      label: panel.say("clear"),
      name: `${words} ${panel.say("clear")}`,
      run: () => panel.act("clear", { element: name }, `clear/${name}`),
      key: `clear/${name}`,
      kind: "small",
      disabled: !args,
    })}
  </li>`;
}

/** Puts the element with what the moment suggests: the entry on air, the category on air. */
async function put(panel, name) {
  const { view } = panel;
  const entry = view.program?.entry ?? view.scoring.entry ?? Object.keys(view.entries)[0];
  const fields = { element: name };
  if (name === "lower_third" || name === "score") fields.entry = entry;
  if (name === "top") fields.category = view.entries[entry]?.category_id ?? view.settings.categories[0]?.id;
  if (name === "ticker") {
    const answer = await ask(panel, {
      title: panel.say("ticker"),
      fields: [
        {
          name: "text",
          label: panel.say("words"),
          value: view.elements.ticker?.text ?? view.settings.ticker,
          required: true,
        },
      ],
    });
    if (!answer) return;
    fields.text = answer.text;
  }
  panel.act("put", fields, `put/${name}`);
}

async function person(panel) {
  const answer = await ask(panel, {
    title: panel.say("lower_third"),
    fields: [
      { name: "name", label: panel.say("ofPerson"), required: true },
      { name: "post", label: panel.say("post") },
    ],
  });
  if (answer) panel.act("put", { element: "lower_third", ...answer }, "put/lower_third");
}
