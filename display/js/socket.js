/**
 * The line to the server. It is made again for ever, at once at first and then with jittered back-off;
 * a link that is open but dead is noticed by its unanswered ping, since pages can't see the protocol's
 * own. Nothing that happens here is ever seen on a screen.
 *
 * A show may have other machines (`peers`): a line that has been lost for MOVE_MS is made to the next of them
 * in turn. A machine that is only a standby says so: its picture is shown, and the line looks for the one
 * that takes commands, without letting go of what it has.
 */
const FIRST_MS = 250;
const MOST_MS = 2000;
const BURST = 4;
const STALL_MS = 3000;
const MOVE_MS = 1000;
const DIAL_MS = 1500; // for a machine that does not answer at all, where there is another
const SEEK_MS = 2000;
const REFUSALS = 3; // tries in a row that never opened, after which another way is tried in turn

export class Line {
  /**
   * @param {string} url
   * @param {{
   *   message: (message: object) => void, open?: () => void, lost?: () => void,
   *   pong?: (sent: number, received: number, at: number) => void,
   * }} on
   * @param {{
   *   every?: number, stall?: number, pause?: (attempt: number) => number,
   *   make?: (url: string) => WebSocket, instead?: (url: string) => object, peers?: string[],
   * }} [options]
   *   ms between pings, ms without an answer after which the link counts as dead, ms before a new try, what
   *   to make where no WebSocket can be opened, other machines' addresses (`http://10.0.0.6:8000`)
   */
  constructor(
    url,
    on,
    {
      every = 1000,
      stall = STALL_MS,
      pause = backoff,
      make = (at) => new WebSocket(at),
      instead = null,
      peers = [],
    } = {},
  ) {
    Object.assign(this, {
      urls: [url],
      at: 0,
      standby: false,
      lostSince: null,
      on,
      every,
      stall,
      pause,
      make,
      instead,
      refused: 0,
      attempt: 0,
      pings: 0,
      unanswered: null,
      socket: null,
    });
    this.learn({ peers });
    this.patience = this.longest();
    this.connect();
    this.beat = setInterval(() => this.heartbeat(), Math.min(every, 1000));
  }

  /** The page's own machine is lost, and the line is made to another. */
  get moved() {
    return this.at > 0;
  }

  /** Address of the machine that the line is made to. */
  get origin() {
    return new URL(this.urls[this.at]).origin.replace(/^ws/, "http");
  }

  /** What a server says of its show's machines. */
  learn({ peers, standby = false }) {
    const [home] = this.urls;
    const current = this.urls[this.at];
    const path = home.replace(/^wss?:\/\/[^/]+/, "");
    const others = peers.map((peer) => peer.replace(/^http/, "ws") + path);
    this.urls = [...new Set([home, ...others, current])];
    this.at = this.urls.indexOf(current);
    this.standby = standby;
    clearTimeout(this.seeking);
    if (standby && this.urls.length > 1) this.seekLater(this.at);
  }

  /** ms without an answer after which the link counts as dead. */
  longest() {
    return this.urls.length > 1 && this.stall === STALL_MS ? DIAL_MS : this.stall;
  }

  connect() {
    clearTimeout(this.again);
    const long = this.lostSince != null && performance.now() - this.lostSince >= MOVE_MS;
    if (long) this.at = (this.at + 1) % this.urls.length;
    const other = this.instead && this.refused >= REFUSALS && !this.moved;
    this.refused = other ? REFUSALS - 1 : this.refused + 1; // until one opens
    this.other = other;
    this.use((other ? this.instead : this.make)(this.urls[this.at]));
  }

  use(socket) {
    this.socket = socket;
    this.dialled = performance.now();
    socket.onopen = () => socket === this.socket && this.opened();
    socket.onmessage = (event) => socket === this.socket && this.received(event.data);
    socket.onclose = () => socket === this.socket && this.lost();
    socket.onerror = () => {}; // a close follows
  }

  /** Asks the next machine whether it takes commands; the line goes there only if it does. */
  seek(last) {
    const next = (last + 1) % this.urls.length;
    if (next === this.at) return this.seekLater(next);
    const probe = this.make(this.urls[next]);
    const end = () => {
      clearTimeout(late);
      Object.assign(probe, { onmessage: null, onclose: null, onerror: () => {} });
      probe.close();
      this.seekLater(next);
    };
    const late = setTimeout(end, DIAL_MS);
    probe.onclose = end;
    probe.onerror = () => {};
    probe.onmessage = ({ data }) => {
      const { type, standby } = JSON.parse(data);
      if (type !== "hello" || standby || !this.standby) return end();
      clearTimeout(late);
      return this.moveTo(next, probe, data);
    };
    return undefined;
  }

  seekLater(last) {
    clearTimeout(this.seeking);
    const pause = SEEK_MS * (0.5 + Math.random() / 2); // not all screens in the same moment
    if (this.standby) this.seeking = setTimeout(() => this.seek(last), pause);
  }

  moveTo(next, socket, hello) {
    const before = this.socket;
    this.at = next;
    this.use(socket);
    before.onclose = null;
    before.close?.();
    this.opened();
    this.received(hello);
  }

  opened() {
    if (!this.other) this.refused = 0;
    this.pings = 0;
    this.unanswered = null;
    this.on.open?.();
    this.ping();
  }

  received(text) {
    this.attempt = 0;
    this.lostSince = null;
    this.unanswered = null;
    this.patience = this.longest();
    const message = JSON.parse(text);
    if (message.peers) this.learn(message);
    if (message.type !== "pong") return this.on.message(message);
    this.on.pong?.(message.t, performance.now(), message.at);
    if (this.pings < BURST) this.ping();
    return undefined;
  }

  heartbeat() {
    const now = performance.now();
    const { readyState } = this.socket;
    const dial = this.urls.length > 1 ? DIAL_MS : STALL_MS;
    if (readyState === 0 && now - this.dialled > dial) return this.lost();
    if (readyState !== 1) return undefined;
    if (this.unanswered != null && now - this.unanswered > this.patience) return this.lost();
    if (now - this.pinged >= this.every - 20) this.ping();
    return undefined;
  }

  ping() {
    this.pings += 1;
    this.pinged = performance.now();
    this.unanswered ??= this.pinged;
    this.send({ type: "ping", t: this.pinged });
  }

  lost() {
    const dead = this.socket;
    this.socket = { readyState: 3 };
    dead.onclose = null;
    dead.close?.();
    clearTimeout(this.again);
    clearTimeout(this.seeking);
    this.lostSince ??= performance.now();
    const round = Math.floor(this.attempt / this.urls.length); // all are tried before the pause grows
    this.again = setTimeout(() => this.connect(), this.pause(round));
    this.attempt += 1;
    this.on.lost?.();
  }

  /** Somebody looks again, after a sleep maybe: a line that is down is dialled now, an open one must answer
   * soon. */
  wake() {
    if (this.socket.readyState === 3) {
      this.attempt = 0;
      return this.connect();
    }
    if (this.socket.readyState !== 1) return undefined;
    this.pings = 0;
    this.unanswered = null;
    this.patience = Math.min(this.stall, STALL_MS);
    return this.ping();
  }

  /** Sends if the line is up; says whether it was. Screens have nothing that is worth sending late. */
  send(message) {
    if (this.socket.readyState !== 1) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    clearInterval(this.beat);
    clearTimeout(this.again);
    clearTimeout(this.seeking);
    const dead = this.socket;
    this.socket = { readyState: 3 };
    dead.close?.();
  }
}

/** ms before try number `attempt` in the hall: the first within 250 ms, none later than 2 s, never in
 * step. */
export function backoff(attempt, random = Math.random) {
  return Math.min(MOST_MS, FIRST_MS * 2 ** attempt) * (0.4 + 0.6 * random());
}

const CROWD_FIRST = [250, 3000];
const CROWD_LATER = [1000, 4000];

/**
 * The same for the crowd. Ten thousand pages that lose one server together come back evenly over less than
 * three seconds, some 3,600 a second, and after a long outage within four: all are there in five, and no
 * moment brings so many that the hall, which comes back within 250 ms, would wait behind them.
 */
export function unhurried(attempt, random = Math.random) {
  const [least, most] = attempt ? CROWD_LATER : CROWD_FIRST;
  return least + (most - least) * random();
}
