/**
 * The line to the server. It is made again for ever, at once at first and then with jittered back-off;
 * a link that is open but dead is noticed by its unanswered ping, since pages can't see the protocol's
 * own. Nothing that happens here is ever seen on a screen.
 */
const FIRST_MS = 250;
const MOST_MS = 2000;
const BURST = 4;
const STALL_MS = 3000;
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
   *   make?: (url: string) => WebSocket, instead?: (url: string) => object,
   * }} [options]
   *   ms between pings, ms without an answer after which the link counts as dead, ms before a new try, what
   *   to make where no WebSocket can be opened
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
    } = {},
  ) {
    Object.assign(this, {
      url,
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
    this.patience = stall;
    this.connect();
    this.beat = setInterval(() => this.heartbeat(), Math.min(every, 1000));
  }

  connect() {
    clearTimeout(this.again);
    const other = this.instead && this.refused >= REFUSALS;
    const socket = (other ? this.instead : this.make)(this.url);
    this.refused = other ? REFUSALS - 1 : this.refused + 1; // until one opens
    this.other = other;
    this.socket = socket;
    this.dialled = performance.now();
    socket.onopen = () => socket === this.socket && this.opened();
    socket.onmessage = (event) => socket === this.socket && this.received(event.data);
    socket.onclose = () => socket === this.socket && this.lost();
    socket.onerror = () => {}; // a close follows
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
    this.unanswered = null;
    this.patience = this.stall;
    const message = JSON.parse(text);
    if (message.type !== "pong") return this.on.message(message);
    this.on.pong?.(message.t, performance.now(), message.at);
    if (this.pings < BURST) this.ping();
    return undefined;
  }

  heartbeat() {
    const now = performance.now();
    const { readyState } = this.socket;
    if (readyState === 0 && now - this.dialled > STALL_MS) return this.lost();
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
    this.again = setTimeout(() => this.connect(), this.pause(this.attempt));
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
