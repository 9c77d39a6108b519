/**
 * A signed-in page goes to the machine that has taken the show over. Its cookie is for one host only, so it
 * holds a ticket while its server lives; a page moves whole, since its pictures and its forms belong to a
 * server, too.
 */
const PATIENCE_MS = 1000; // a server that is only started again is not left
const LOOK_MS = 1000;
const ANSWER_MS = 1500;
const REFRESH_MS = 5 * 60000;

export class MoveOver {
  /**
   * @param {string[]} peers addresses of the show's other machines
   * @param {{
   *   go?: (url: string) => void, make?: (url: string) => WebSocket, ask?: () => Promise<string>,
   * }} [with_]
   */
  constructor(
    peers,
    {
      go = (url) => globalThis.location.replace(url),
      make = (url) => new WebSocket(url),
      ask = askForTicket,
    } = {},
  ) {
    Object.assign(this, { peers, go, make, ask, ticket: "", lost: false, standby: false });
  }

  /** A hello, or word of other machines. */
  heard(message) {
    if (!message.peers) return;
    this.peers = message.peers;
    this.standby = message.standby;
    this.settle();
    if (!this.ticket) this.refresh();
  }

  opened() {
    this.lost = false;
    this.settle();
    this.refresh();
  }

  closed() {
    this.lost = true;
    this.settle();
  }

  async refresh() {
    clearTimeout(this.refreshing);
    if (!this.peers.length) return;
    this.refreshing = setTimeout(() => this.refresh(), REFRESH_MS);
    this.ticket = (await this.ask().catch(() => "")) || this.ticket;
  }

  settle() {
    const away = this.peers.length > 0 && (this.lost || this.standby);
    if (away) this.looking ??= setTimeout(() => this.look(), PATIENCE_MS);
    else this.looking = clearTimeout(this.looking);
  }

  /** One machine after the other, until one of them takes commands. */
  async look() {
    for (const peer of this.peers) {
      if (!this.looking) return;
      if (await takesCommands(this.make(`${peer.replace(/^http/, "ws")}/ws/watch`))) return this.moveTo(peer);
    }
    if (this.looking) this.looking = setTimeout(() => this.look(), LOOK_MS * (0.5 + Math.random()));
    return undefined;
  }

  moveTo(peer) {
    const { pathname, search } = globalThis.location;
    const asked = new URLSearchParams({ ticket: this.ticket, next: pathname + search });
    this.go(`${peer}/handover?${asked}`);
  }
}

async function askForTicket() {
  const answer = await fetch("/api/handover", { cache: "no-store" });
  return answer.ok ? (await answer.json()).ticket : "";
}

/** Whether the machine at the other end of this socket is more than a standby. */
function takesCommands(socket) {
  return new Promise((resolve) => {
    const late = setTimeout(() => done(false), ANSWER_MS);
    const done = (answer) => {
      clearTimeout(late);
      Object.assign(socket, { onmessage: null, onclose: null });
      socket.close();
      resolve(answer);
    };
    socket.onerror = () => {};
    socket.onclose = () => done(false);
    socket.onmessage = ({ data }) => {
      const { type, standby } = JSON.parse(data);
      done(type === "hello" && !standby);
    };
  });
}
