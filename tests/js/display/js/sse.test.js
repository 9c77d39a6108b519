import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as passed } from "node:timers/promises";

import { Line } from "../../../../display/js/socket.js";
import { stream } from "../../../../display/js/sse.js";

function opened() {
  const events = { close: () => (events.closed = true) };
  const got = [];
  const line = stream("ws://hall/ws/watch?screen=left", (url) => Object.assign(events, { url }));
  Object.assign(line, { onmessage: ({ data }) => got.push(JSON.parse(data)), onclose: () => got.push("closed") });
  events.onopen();
  return { events, got, line, say: (message) => events.onmessage({ data: JSON.stringify(message) }) };
}

test("it asks at the socket's address for events and hands the messages on", () => {
  const { events, got, line, say } = opened();
  assert.equal(events.url, "http://hall/events/watch?screen=left");
  assert.equal(line.readyState, 1);
  say({ type: "snapshot", seq: 3, view: {} });
  say({ type: "pong", t: 0, at: 5 });
  assert.deepEqual(got, [{ type: "snapshot", seq: 3, view: {} }], "the time is for the line alone");
});

test("pings are answered by the time that came down, least delayed", async () => {
  const { got, line, say } = opened();
  line.send(JSON.stringify({ type: "ping", t: 7 }));
  await passed(1);
  assert.deepEqual(got, [], "not before the time is known");
  const ahead = 1e6;
  say({ type: "pong", t: 0, at: ahead + performance.now() });
  say({ type: "pong", t: 0, at: ahead + performance.now() - 400 });
  line.send(JSON.stringify({ type: "ping", t: 7 }));
  await passed(1);
  assert.equal(got[0].t, 7);
  assert.ok(Math.abs(got[0].at - ahead - performance.now()) < 200);
});

test("a fault and a wish for a snapshot end it, and the line makes a new one", () => {
  for (const end of [(one) => one.events.onerror(), (one) => one.line.send('{"type":"resync"}')]) {
    const one = opened();
    end(one);
    assert.deepEqual([one.events.closed, one.line.readyState, one.got], [true, 3, ["closed"]]);
  }
});

test("where no WebSocket opens, the other way is tried in turn, and kept while it is open", () => {
  const made = [];
  const dead = (kind) => () => {
    const one = { readyState: 0, close() {}, send() {} };
    made.push(kind);
    return (line.latest = one);
  };
  const line = {};
  const whole = new Line("ws://hall", { message() {} }, { make: dead("socket"), instead: dead("stream"), pause: () => 1e6 });
  const fail = () => {
    line.latest.onclose();
    whole.wake();
  };
  for (let turn = 0; turn < 5; turn += 1) fail();
  assert.deepEqual(made, ["socket", "socket", "socket", "stream", "socket", "stream"]);
  line.latest.readyState = 1;
  line.latest.onopen();
  fail();
  assert.equal(made.at(-1), "socket", "a socket is tried again first");
  line.latest.readyState = 1;
  line.latest.onopen();
  for (let turn = 0; turn < 3; turn += 1) fail();
  assert.deepEqual(made.slice(-3), ["socket", "socket", "socket"], "one that opened once opens again");
  whole.close();
});
