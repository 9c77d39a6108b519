/**
 * A page of one role: its view as the server says it, its line, and what became of its commands. The
 * page comes with its view inside, so it is right before the line is up. Pages draw it and ask `act`.
 */
import { Clock } from "../../../display/js/clock.js";
import { Line } from "../../../display/js/socket.js";
import { Store } from "../../../display/js/store.js";
import { say } from "../words/say.js";
import { MoveOver } from "./move_over.js";
import { Desk } from "./pending_commands.js";

export class Seat {
  /**
   * @param {() => void} draw called whenever something that is shown may have changed
   * @param {string} title the key of the page's title
   */
  constructor(draw, title) {
    const { view, lang, build, judge, role, peers } = document.documentElement.dataset;
    Object.assign(this, { draw, title, name: view, lang, build, judge, role, online: false });
    this.store = new Store(JSON.parse(document.getElementById("snapshot").textContent));
    this.elsewhere = new MoveOver(peers.split(" ").filter(Boolean));
    this.clock = new Clock();
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
    // A phone that wakes up has a dead line and does not know it yet.
    document.addEventListener("visibilitychange", () => document.hidden || this.line.heartbeat());
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
      build: this.build,
    });
    this.draw();
  }

  lost() {
    this.online = false;
    this.elsewhere.closed();
    this.desk.lineLost();
    this.draw();
    this.askWhy();
  }

  /** A line that stays away may mean that the code was taken away: then the page goes to sign in. */
  async askWhy() {
    try {
      const { status } = await fetch(`/api/views/${this.name}`, { headers: { "if-none-match": "*" } });
      if (status === 401 || status === 403) location.reload();
    } catch {
      // No network: the line goes on trying.
    }
  }

  message(message) {
    this.elsewhere.heard(message);
    if (message.type === "hello") this.clock.seed(message.at);
    if (message.type === "ack" || message.type === "refused") this.desk.answered(message);
    else if (this.store.apply(message) === "resync") this.line.send({ type: "resync" });
    this.draw();
  }

  get view() {
    return this.store.view;
  }

  say(key, params) {
    return say(this.lang, key, params);
  }

  speak(lang) {
    this.lang = lang;
    document.cookie = `lang=${lang}; path=/; max-age=31536000; samesite=strict`;
    document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
    document.title = this.say(this.title);
    this.draw();
  }

  act(name, fields, key) {
    const pressed = Math.max(0, Math.round(this.clock.now()));
    return this.desk.do(name, { ...fields, lang: this.lang, pressed }, key);
  }

  /** A server moment as the wall clock shows it here. */
  timeOf(at) {
    return new Date(at).toLocaleTimeString("zh-CN", { hour12: false });
  }
}
