/** Sending a sheet: the button, the question, what became of it, and the receipt. */
import { asKept, readMark, totalOf } from "../shared/marks.js";
import { isBad } from "../shared/refusals.js";
import { html, nothing } from "../vendor/lit-html.js";

export function sending(judge, entry, values) {
  const { seat, state } = judge;
  const fate = seat.desk.fate(`submit/${entry}`);
  const missing = judge
    .fields()
    .filter((field) => readMark(values[field.id] ?? "", field).mark == null).length;
  const words = {
    pending: "sending",
    offline: seat.online ? "notSentYet" : "notSent",
    unknown: "unknownArrival",
  }[fate?.state];
  return html`<p class="kept" role="status">${keptWords(judge, entry)}</p>
    ${
      fate && isBad(fate)
        ? html`<p class="note bad" role="alert">${words ? seat.say(words) : fate.why}</p>`
        : nothing
    }
    <button
      type="button"
      class="submit"
      ?disabled=${missing > 0 || fate?.state === "pending"}
      @click=${() => judge.ask(true)}
    >
      ${
        fate?.state === "pending"
          ? seat.say("sending")
          : missing
            ? seat.say("fillAll", { n: missing })
            : seat.say("submit")
      }
    </button>
    ${state.asking ? asking(judge, entry, values) : nothing}`;
}

function keptWords(judge, entry) {
  const { seat } = judge;
  const { values, send } = judge.draft(entry);
  if (!Object.values(values).some(Boolean)) return "";
  if (seat.desk.fate(`draft/${entry}`)?.state === "pending") return seat.say("saving");
  return seat.say(send ? (seat.online ? "saving" : "savedHere") : "saved");
}

function asking(judge, entry, values) {
  const { seat } = judge;
  const facts = seat.view[`entry/${entry}`];
  const sum =
    seat.view.rule.marks === "total"
      ? nothing
      : html`<tr class="sum">
          <th>${seat.say("judgeTotal")}</th>
          <td class="digits">${totalOf(seat.view.rule, values)}</td>
        </tr>`;
  return html`<dialog aria-labelledby="ask-title" @cancel=${() => judge.ask(false)}>
    <h2 id="ask-title">${seat.say("submitAsk")}</h2>
    <p>${seat.say("entryNumber", { n: facts.order })} ${facts.unit}</p>
    <table>
      ${judge.fields().map(
        (field) =>
          html`<tr>
            <th>${field.name}</th>
            <td class="digits">${toKeep(values[field.id], field)}</td>
          </tr>`,
      )}${sum}
    </table>
    <p class="quiet">${seat.say("submitNote")}</p>
    <div class="pair">
      <button type="button" @click=${() => judge.ask(false)}>${seat.say("notYet")}</button>
      <button type="button" class="submit" @click=${() => judge.submit(entry)}>
        ${seat.say("confirmSubmit")}
      </button>
    </div>
  </dialog>`;
}

/** A typed mark as the server will write it. */
function toKeep(text, field) {
  const { mark } = readMark(text ?? "", field);
  return mark == null ? "—" : asKept(mark, field);
}

export function submitted(judge, entry, own) {
  const { seat } = judge;
  const fate = seat.desk.fate(`withdraw/${entry}`);
  return html`<section class="done">
    <p class="tick" role="status"><b>✓</b> ${seat.say("received", { time: seat.timeOf(own.submitted) })}</p>
    <p class="quiet">${seat.say("receivedNote")}</p>
    <table>
      ${
        seat.view.rule.marks === "total"
          ? nothing
          : judge.fields().map(
              (field) =>
                html`<tr>
                  <th>${field.name}</th>
                  <td class="digits">${own.values[field.id]}</td>
                </tr>`,
            )
      }
      <tr class="sum">
        <th>${seat.say("judgeTotal")}</th>
        <td class="digits">${own.mark}</td>
      </tr>
    </table>
    ${
      own.locked
        ? html`<p class="note">${seat.say("judgeLocked")}</p>`
        : html`<button type="button" class="withdraw" @click=${() => judge.withdraw(entry)}>
            ${seat.say("withdraw")}
          </button>`
    }
    ${
      fate && isBad(fate)
        ? html`<p class="note bad" role="alert">
            ${fate.why ?? seat.say(fate.state === "offline" ? "notSent" : "unknownArrival")}
          </p>`
        : nothing
    }
  </section>`;
}
