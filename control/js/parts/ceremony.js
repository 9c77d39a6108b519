/** The ceremony before it is on air: its order, what the linter says, who presents, prizes, the lock. */
import { length, numbersIn, presentersOf, stepWords } from "../shared/ceremony.js";
import { html, nothing } from "../vendor/lit-html.js";
import { ask, button, why } from "./controls.js";

const ORDERS = ["suspense", "last_to_first", "by_award", "by_category", "by_session"];
const MOST_PRESENTERS = 3; // that the dialog asks for; a script may send more

export function ceremony(panel) {
  const { ceremony: one, mode } = panel.view;
  const choose = (event) => {
    event.target.blur(); // the next Space is GO
    panel.actOn("plan_ceremony", { order: event.target.value }, "ceremony/order");
  };
  return html`<section class="ceremony box box--stack">
    <h2>
      ${panel.say("ceremony")}
      ${one.locked ? html`<span class="tag">${panel.say("planLocked", { n: one.of })}</span>` : nothing}
    </h2>
    ${
      mode === "rehearsal"
        ? html`<p class="ceremony__rehearsal">${panel.say("planRehearsal")}</p>
            ${button(panel, {
              label: panel.say("planInvent"),
              run: () => panel.act("invent_marks"),
              key: "invent_marks",
              disabled: one.locked,
            })}${why(panel, "invent_marks")}`
        : nothing
    }
    <label class="field"
      ><span>${panel.say("ceremonyOrder")}</span>
      <select ?disabled=${one.locked} @change=${choose}>
        ${ORDERS.map(
          (order) =>
            html`<option value=${order} .selected=${order === one.order}>
              ${panel.say(`order_${order}`)}
            </option>`,
        )}
      </select></label
    >
    ${why(panel, "ceremony/order")} ${faults(panel)} ${lock(panel)} ${awards(panel)} ${prizes(panel)}
    ${steps(panel)}
  </section>`;
}

function faults(panel) {
  const { plan, ceremony: one } = panel.view;
  if (!plan.faults.length) return html`<p class="quiet">${panel.say("lintNone")}</p>`;
  return html`<ul class="plain">
    ${plan.faults.map(
      ({ code, level, params }) =>
        html`<li class="ceremony__fault ceremony__fault--${level}" data-code=${code}>
          ${
            level === "blocks" ? html`<strong>${panel.say("lintBlocks")}</strong> ` : nothing
          }${panel.say(`lint_${code}`, params)}
          ${
            params.offer && !one.locked
              ? button(panel, {
                  label: panel.say("lintUse", { order: panel.say(`order_${params.offer}`) }),
                  run: () => panel.actOn("plan_ceremony", { order: params.offer }, "ceremony/order"),
                  kind: "small",
                })
              : nothing
          }
        </li>`,
    )}
  </ul>`;
}

function lock(panel) {
  const { ceremony: one, plan } = panel.view;
  const blocked = plan.faults.some(({ level }) => level === "blocks");
  return html`<div class="row">
      ${
        one.locked
          ? button(panel, {
              label: panel.say("planUnlock"),
              run: () => panel.actOn("unlock_ceremony", {}, "ceremony/lock"),
              key: "ceremony/lock",
              disabled: one.step != null,
            })
          : button(panel, {
              label: panel.say("planLock"),
              run: () => panel.actOn("lock_ceremony", {}, "ceremony/lock"),
              key: "ceremony/lock",
              kind: "primary",
              disabled: blocked,
            })
      }
    </div>
    ${why(panel, "ceremony/lock")}
    ${one.locked && plan.stale ? html`<p class="ceremony__stale">${panel.say("planStale")}</p>` : nothing}`;
}

function awards(panel) {
  const { settings, ceremony: one } = panel.view;
  const categories = settings.categories.filter(({ id }) => Object.keys(one.quotas[id] ?? {}).length);
  return html`<table>
      <thead>
        <tr>
          <th>${panel.say("segment_awards")}</th>
          ${categories.map(({ name }) => html`<th>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${settings.awards.map(
          (award) =>
            html`<tr class="ceremony__quotas">
                <td>${award.title}</td>
                ${categories.map((category) => html`<td>${quota(panel, award, category)}</td>`)}
              </tr>
              <tr class="ceremony__people">
                <td class="quiet">${panel.say("presenters")}</td>
                <td colspan=${categories.length}>${presenters(panel, award.id, award.title)}</td>
              </tr>`,
        )}
      </tbody>
    </table>
    ${why(panel, "ceremony/quota")}${why(panel, "ceremony/presenters")}`;
}

function quota(panel, award, category) {
  const { ceremony: one } = panel.view;
  const value = one.quotas[category.id][award.id];
  if (value == null) return "—";
  const set = (event) =>
    event.target.value !== "" &&
    panel.actOn(
      "set_quota",
      { award: award.id, category: category.id, quota: Number(event.target.value) },
      "ceremony/quota",
    );
  return html`<input
    type="number"
    class="ceremony__quota"
    min="0"
    max="999"
    aria-label="${panel.say("quota")} ${award.title} ${category.name}"
    .value=${String(value)}
    ?disabled=${one.locked}
    @change=${set}
  />`;
}

function presenters(panel, id, title) {
  const people = panel.view.ceremony.presenters[id] ?? [];
  return html`${people.map(({ name, post }) => `${post} ${name}`.trim()).join("、")}
  ${button(panel, {
    label: "✎",
    name: `${panel.say("presenters")} ${title}`,
    run: () => edit(panel, id, title, people),
    kind: "small",
  })}`;
}

async function edit(panel, id, title, people) {
  const { seq } = panel.store;
  const fields = Array.from({ length: MOST_PRESENTERS }, (_, n) => [
    { name: `name${n + 1}`, label: panel.say("presenter", { n: n + 1 }), value: people[n]?.name ?? "" },
    { name: `post${n + 1}`, label: panel.say("presenterPost", { n: n + 1 }), value: people[n]?.post ?? "" },
  ]).flat();
  const answer = await ask(panel, { title: `${title} · ${panel.say("presenters")}`, fields });
  if (answer)
    panel.actOn(
      "set_presenters",
      { award: id, presenters: presentersOf(answer, MOST_PRESENTERS) },
      "ceremony/presenters",
      seq,
    );
}

function prizes(panel) {
  const { ceremony: one, entries } = panel.view;
  return html`<h2>
      ${panel.say("prizes")}
      ${
        one.locked
          ? nothing
          : button(panel, {
              label: panel.say("prizeAdd"),
              run: () => add(panel),
              key: "ceremony/prize",
              kind: "small",
            })
      }
    </h2>
    <ul class="plain">
      ${one.prizes.map(
        ({ id, title, entries: given }) =>
          html`<li class="row row--between">
            <span
              >${title}：${given.map((entry) => `${entry} ${entries[entry]?.unit ?? ""}`).join("、")}</span
            >
            <span
              >${presenters(panel, id, title)}
              ${
                one.locked
                  ? nothing
                  : button(panel, {
                      label: panel.say("remove"),
                      name: `${panel.say("remove")} ${title}`,
                      run: () => panel.act("remove_prize", { prize: id }, "ceremony/prize"),
                      kind: "small danger",
                    })
              }</span
            >
          </li>`,
      )}
    </ul>
    ${why(panel, "ceremony/prize")}`;
}

async function add(panel) {
  const answer = await ask(panel, {
    title: panel.say("prizeAdd"),
    fields: [
      { name: "title", label: panel.say("name"), required: true },
      { name: "entries", label: panel.say("prizeEntries"), required: true },
    ],
  });
  if (answer)
    panel.act("add_prize", { title: answer.title, entries: numbersIn(answer.entries) }, "ceremony/prize");
}

function steps(panel) {
  const { plan, ceremony: one } = panel.view;
  return html`<details ?open=${one.locked}>
    <summary>${panel.say("planSteps", { time: length(plan.seconds) })}</summary>
    <ol class="plain">
      ${plan.steps.map(
        (step, n) =>
          html`<li class="ceremony__step ${n + 1 === one.step ? "ceremony__step--on-air" : ""}">
            <span class="digits">${n + 1}</span> <span data-number>${stepWords(panel, step)}</span>
            <span class="quiet digits">${length(step.seconds)}</span>
          </li>`,
      )}
    </ol>
  </details>`;
}
