/**
 * The panel's state: the operator's view as the server says it, what this page chose for itself
 * (language, lock, tab), and the commands under way. Parts read it and ask `act`; nothing else sends.
 */
import { Clock } from "../../../display/js/clock.js";
import { Line } from "../../../display/js/socket.js";
import { Store } from "../../../display/js/store.js";
import { MoveOver } from "./move_over.js";
import { Desk } from "./pending_commands.js";
import { say } from "../words/say.js";

const GUARD_MS = 1000; // a nervous second press of HOLD or BLACK does not release it

export class Panel {
  /**
   * @param {() => void} draw called whenever something that is shown may have changed
   * @param {string} title the key of the page's title
   */
  constructor(draw, title = "panelTitle") {
    const { view, role, may, person, peers } = document.documentElement.dataset;
    Object.assign(this, { title, name: view, role, person, allowed: new Set(may.split(" ")) });
    this.store = new Store();
    this.elsewhere = new MoveOver(peers.split(" ").filter(Boolean));
    this.clock = new Clock();
    this.presence = { outputs: {}, panels: 0 };
    this.online = false;
    this.alone = false; // the last command that was answered is on the server's own disk only
    this.own = {
      edit: false,
      locked: false,
      numbers: true,
      tab: "marks",
      output: "stage",
      find: "",
      open: new Set(),
      inspect: null,
      sheet: null,
    };
    // Asked for in the address, chosen earlier, or the server's own.
    this.lang = document.documentElement.dataset.lang;
    this.overrides = {};
    this.drafts = new Map(); // "entry/judge" → {text, fault, typing, seq}: typed, and not the server's yet
    this.asking = null; // cancels the question that is open
    this.draw = draw;
    this.desk = new Desk((message) => this.line?.send(message) ?? false, draw);
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.line = new Line(`${scheme}//${location.host}/ws/${this.name}`, {
      open: () => this.opened(),
      lost: () => this.lost(),
      message: (message) => this.message(message),
      pong: (...times) => this.clock.sample(...times),
    });
  }

  opened() {
    this.online = true;
    this.elsewhere.opened();
    this.line.send({
      type: "about",
      name: "",
      width: innerWidth,
      height: innerHeight,
      hidden: document.hidden,
      build: document.documentElement.dataset.build,
    });
    this.draw();
  }

  lost() {
    this.online = false;
    this.elsewhere.closed();
    this.desk.lineLost();
    this.draw();
  }

  message(message) {
    this.elsewhere.heard(message);
    const { epoch } = this.store;
    if (message.type === "hello") this.clock.seed(message.at);
    if (message.type === "presence") {
      this.presence = message;
      if (message.redis === "shared") this.alone = false; // since then Redis has everything
    }
    else if (message.type === "ack" || message.type === "refused") this.answered(message);
    else if (this.store.apply(message) === "resync") this.line.send({ type: "resync" });
    if (epoch && epoch !== this.store.epoch) this.restarted();
    this.draw();
  }

  answered(message) {
    this.alone = message.alone === true;
    this.desk.answered(message);
  }

  /** Another journal is the show now: what was typed, asked or refused belongs to the one before. */
  restarted() {
    this.drafts.clear();
    this.desk.fates.clear();
    this.desk.turns.clear();
    this.desk.lines = [];
    this.asking?.();
    Object.assign(this.own, { inspect: null, sheet: null });
  }

  get view() {
    return this.store.view;
  }

  /** Whether the first snapshot has come. */
  get ready() {
    return this.store.seq != null && this.view.mode != null;
  }

  /** Whether this page's person may send a command: no button is shown for another's. */
  may(name) {
    return this.allowed.has(name);
  }

  say(key, params) {
    return say(this.lang, key, params);
  }

  choose(changes) {
    Object.assign(this.own, changes);
    this.draw();
  }

  speak(lang) {
    this.lang = lang;
    // Kept for every page of ours.
    document.cookie = `lang=${lang}; path=/; max-age=31536000; samesite=strict`;
    document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
    document.title = this.say(this.title);
    this.draw();
  }

  /**
   * Sends a command.
   * @param {string} name
   * @param {object} [fields]
   * @param {string} [key] the control that asks
   * @returns {Promise<object>} its fate
   */
  act(name, fields = {}, key = name) {
    return this.desk.do(name, { ...fields, lang: this.lang, pressed: this.pressed() }, key);
  }

  /** The server's moment of now: what a line has held back for too long must not move the screens. */
  pressed() {
    return Math.max(0, Math.round(this.clock.now()));
  }

  /** Sends a command that is refused if what it touches has changed since `seq`, what the person saw. */
  actOn(name, fields = {}, key = name, seq = this.store.seq) {
    return this.act(name, { ...fields, seq }, key);
  }

  /** `actOn` for what is typed on a judge's `place`: one's own last writing there, whose patch may still
   *  be on its way, is no change under one's hand. */
  write(place, name, fields, key, seq = this.store.seq) {
    const on = (last) => ({
      ...fields,
      lang: this.lang,
      seq: last?.state === "done" ? Math.max(seq, last.seq) : seq,
    });
    return this.desk.doAfter(place, name, on, key);
  }

  take() {
    return this.act("take", { expect: this.view.preview }, "take");
  }

  go() {
    const { cue, step } = this.view.go;
    return this.act("go", cue ? { expect: step ? `${cue}/${step}` : cue } : {}, "go");
  }

  /** HOLD or BLACK, on or off; pressed again within a second it stays as it is. */
  override(which) {
    const on = this.view.override !== (which === "hold" ? "holding" : "black");
    const now = performance.now();
    if (!on && now - (this.overrides[which] ?? -GUARD_MS) < GUARD_MS) return undefined;
    this.overrides[which] = now;
    return this.act(which, { on }, which);
  }
}
