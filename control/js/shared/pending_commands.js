/**
 * What the operator asked for and what became of it. Pure but for the clock and ids it is given.
 * A command is sent now or refused now: nothing waits for a line that is down, and nothing is sent
 * twice. If the line breaks under a command, what became of it is unknown until the show is looked at.
 */
const KEPT = 60;

/** A command's own id. (`crypto.randomUUID` is not there over plain HTTP from another machine.) */
function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) =>
    one.toString(16).padStart(2, "0"),
  ).join("");
}

export class Desk {
  /**
   * @param {(message: object) => boolean} send false: the line is down
   * @param {() => void} changed called whenever a command's fate changes
   * @param {{id?: () => string, now?: () => number}} [with_]
   */
  constructor(send, changed, { id = newId, now = () => Date.now() } = {}) {
    Object.assign(this, {
      send,
      changed,
      id,
      now,
      waiting: new Map(),
      turns: new Map(),
      fates: new Map(),
      lines: [],
    });
  }

  /**
   * @param {string} name the command's name on the wire
   * @param {object} fields its fields, `seq` and `lang` included where they matter
   * @param {string} key the control that asked: its fate is shown there
   * @returns {Promise<object>} the fate: {state, why, ...}; never rejects
   */
  do(name, fields = {}, key = name) {
    const id = this.id();
    return new Promise((resolve) => {
      const command = { id, name, key, resolve };
      if (!this.send({ id, do: name, ...fields })) return this.settle(command, { state: "offline" });
      this.waiting.set(id, command);
      this.note(command, { state: "pending" });
      return undefined;
    });
  }

  /**
   * As `do`, once what was asked for in the same place before has its answer: whoever types a mark twice
   * within a round trip is not in their own way.
   * @param {string} place what both are about, such as one judge's row
   * @param {string} name
   * @param {(last: object|undefined) => object} fields the command's fields, given the fate before
   * @param {string} key
   */
  doAfter(place, name, fields, key) {
    const turn = Promise.resolve(this.turns.get(place)).then((last) => this.do(name, fields(last), key));
    this.turns.set(place, turn);
    return turn;
  }

  /** An ack or a refusal from the server. */
  answered(message) {
    const command = this.waiting.get(message.id);
    if (!command) return;
    this.waiting.delete(message.id);
    const { type, why = "", code = "", now = null } = message;
    this.settle(
      command,
      type === "ack" ? { state: "done", seq: message.seq } : { state: "refused", why, code, is: now },
    );
  }

  /** The line broke: whatever waits may or may not have been carried out. */
  lineLost() {
    for (const command of this.waiting.values()) this.settle(command, { state: "unknown" });
    this.waiting.clear();
  }

  settle(command, fate) {
    this.note(command, fate);
    command.resolve(fate);
  }

  note({ id, name, key }, fate) {
    const line = { id, name, key, at: this.now(), ...fate };
    this.fates.set(key, line);
    this.lines = [line, ...this.lines.filter((one) => one.id !== id)].slice(0, KEPT);
    this.changed();
  }

  /** What became of the last thing that this control asked for, or null. */
  fate(key) {
    return this.fates.get(key) ?? null;
  }

  /** A refusal stays until it is looked at or the control is used again. What is on its way stays. */
  forget(key) {
    if (["pending", "done"].includes(this.fates.get(key)?.state)) return;
    if (this.fates.delete(key)) this.changed();
  }

  /** Whether what a control asked for last is not in the view at `seq` yet: what is seen of it is old. */
  ahead(key, seq) {
    const last = this.fates.get(key);
    return last?.state === "pending" || (last?.state === "done" && last.seq > seq);
  }
}
