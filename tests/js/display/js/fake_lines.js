/** Lines over sockets that a test plays, in a time that passes only when it says so. */
import { afterEach, beforeEach } from "node:test";

import { Line } from "../../../../display/js/socket.js";

// The line takes its time from the platform. Here time passes only when a test says so.
const platform = { setTimeout, clearTimeout, setInterval, clearInterval };
const own = Object.getOwnPropertyDescriptor(globalThis, "performance");
let time;
let timers;

beforeEach(() => {
  time = 0;
  timers = new Map();
  let id = 0;
  const keep = (every) => (then, ms) => {
    timers.set((id += 1), { then, at: time + ms, every: every ? ms : 0 });
    return id;
  };
  const forget = (id) => timers.delete(id);
  Object.assign(globalThis, { setTimeout: keep(false), setInterval: keep(true), clearTimeout: forget, clearInterval: forget });
  Object.defineProperty(globalThis, "performance", { value: { now: () => time }, configurable: true, writable: true });
});

afterEach(() => {
  Object.assign(globalThis, platform);
  Object.defineProperty(globalThis, "performance", own);
});

export function pass(ms) {
  for (const end = time + ms; time < end; ) {
    time += 1;
    for (const [id, timer] of [...timers]) {
      if (timer.at > time || !timers.has(id)) continue;
      if (timer.every) timer.at += timer.every;
      else timers.delete(id);
      timer.then();
    }
  }
}

/** A line with the sockets that it has made and what it has told its owner. */
export function line(options = {}) {
  const sockets = [];
  const told = [];
  const make = (url) => {
    const socket = { url, readyState: 0, sent: [], send: (text) => socket.sent.push(JSON.parse(text)), close: () => { socket.closed = true; } };
    sockets.push(socket);
    return socket;
  };
  const on = { open: () => told.push("open"), lost: () => told.push("lost"), message: (message) => told.push(message), pong: (...times) => told.push(times) };
  return { made: new Line("ws://here/ws/stage", on, { make, ...options }), sockets, told };
}

export function open(socket) {
  socket.readyState = 1;
  socket.onopen();
}

export const hear = (socket, message) => socket.onmessage({ data: JSON.stringify(message) });

/** The test's own time (ms). */
export const now = () => time;
/** How many timers wait. */
export const waiting = () => timers.size;
