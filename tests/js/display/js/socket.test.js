import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff, unhurried } from "../../../../display/js/socket.js";
import { hear, line, now, open, pass, waiting } from "./fake_lines.js";

const answer = (socket) => hear(socket, { type: "pong", t: socket.sent.at(-1).t, at: 5000 + now() });

test("it dials at once, says that it is open, and pings", () => {
  const { sockets, told } = line();
  assert.equal(sockets[0].url, "ws://here/ws/stage");
  open(sockets[0]);
  assert.deepEqual(told, ["open"]);
  assert.deepEqual(sockets[0].sent, [{ type: "ping", t: 0 }]);
});

test("the first pings come in a burst, as fast as they are answered; then one a second", () => {
  const { sockets, told } = line();
  open(sockets[0]);
  for (let n = 0; n < 4; n += 1) {
    pass(5);
    answer(sockets[0]);
  }
  assert.equal(sockets[0].sent.length, 4);
  assert.deepEqual(told[1], [0, 5, 5005]);
  for (let sent = 5; sent < 9; sent += 1) {
    pass(1000);
    assert.equal(sockets[0].sent.length, sent);
    answer(sockets[0]);
  }
});

test("what comes is handed on as it came", () => {
  const { sockets, told } = line();
  open(sockets[0]);
  hear(sockets[0], { type: "patch", seq: 3, set: {} });
  assert.deepEqual(told.at(-1), { type: "patch", seq: 3, set: {} });
});

test("a closed line is dialled again within a quarter of a second, and again for ever", () => {
  const { sockets, told } = line();
  sockets[0].onclose();
  assert.deepEqual(told, ["lost"]);
  pass(251);
  assert.equal(sockets.length, 2);
  for (let n = 1; n < 40; n += 1) {
    sockets[n].onclose();
    pass(2001);
    assert.equal(sockets.length, n + 2);
  }
});

test("an open line that does not answer counts as dead", () => {
  const { sockets, told } = line();
  open(sockets[0]);
  pass(2900);
  assert.deepEqual(told, ["open"]);
  pass(1500);
  assert.equal(sockets[0].closed, true);
  assert.equal(told.at(-1), "lost");
  pass(300);
  assert.equal(sockets.length, 2);
});

test("a line that takes too long to open is given up", () => {
  const { sockets } = line();
  pass(4500);
  assert.equal(sockets[0].closed, true);
  assert.equal(sockets.length, 2);
});

test("anything that is heard keeps the line alive and the next try short", () => {
  const { made, sockets, told } = line();
  made.attempt = 7;
  open(sockets[0]);
  for (let n = 0; n < 10; n += 1) {
    pass(1000);
    hear(sockets[0], { type: "patch", seq: n, set: {} });
  }
  assert.equal(told.includes("lost"), false);
  assert.equal(made.attempt, 0);
});

test("a socket that was given up is not listened to any more", () => {
  const { sockets, told } = line();
  const [first] = sockets;
  open(first);
  const { onclose } = first;
  first.onclose();
  pass(300);
  hear(first, { type: "patch", seq: 1, set: {} });
  onclose();
  assert.deepEqual(told, ["open", "lost"]);
  assert.equal(sockets.length, 2);
});

test("nothing is sent while the line is down, and it says so", () => {
  const { made, sockets } = line();
  assert.equal(made.send({ type: "shown", seq: 1 }), false);
  open(sockets[0]);
  assert.equal(made.send({ type: "shown", seq: 2 }), true);
  assert.deepEqual(sockets[0].sent.at(-1), { type: "shown", seq: 2 });
});

test("a closed line stays closed", () => {
  const { made, sockets } = line();
  open(sockets[0]);
  made.close();
  pass(20_000);
  assert.equal(sockets.length, 1);
  assert.equal(waiting(), 0);
});

test("back-off doubles, never beyond two seconds, and is never in step", () => {
  const most = () => 1;
  assert.deepEqual([0, 1, 2, 3, 9].map((attempt) => backoff(attempt, most)), [250, 500, 1000, 2000, 2000]);
  assert.equal(backoff(0, () => 0), 100);
});

/** Numbers from 0 to 1 that are the same in every run. */
function dice(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** The most that fall into any `ms` of the times. */
function busiest(times, ms) {
  const sorted = [...times].sort((one, other) => one - other);
  let [most, first] = [0, 0];
  sorted.forEach((time, n) => {
    while (sorted[first] <= time - ms) first += 1;
    most = Math.max(most, n - first + 1);
  });
  return most;
}

const PAGES = 10_000;

test("in the hall the first try comes within 250 ms, and not all of them at once", () => {
  const random = dice(7);
  const tries = Array.from({ length: 200 }, () => backoff(0, random));
  assert.ok(Math.max(...tries) <= 250 && Math.min(...tries) >= 100);
  assert.ok(busiest(tries, 10) < 40);
});

test("ten thousand pages that lose the server together dial evenly over three seconds", () => {
  const random = dice(1);
  const tries = Array.from({ length: PAGES }, () => unhurried(0, random));
  assert.ok(Math.max(...tries) <= 3000);
  assert.ok(tries.filter((ms) => ms < 250).length === 0, "the hall has the first quarter of a second to itself");
  assert.ok(busiest(tries, 100) < 450, `${busiest(tries, 100)} in 100 ms`);
});

test("after an outage of any length they are back within four seconds, evenly", () => {
  const random = dice(2);
  for (const outage of [5000, 60_000]) {
    const back = Array.from({ length: PAGES }, () => {
      let at = 0;
      for (let attempt = 0; at < outage; attempt += 1) at += unhurried(attempt, random);
      return at - outage;
    });
    assert.ok(Math.max(...back) <= 4000);
    assert.ok(busiest(back, 100) < 550, `${busiest(back, 100)} in 100 ms`);
  }
});

test("a page that wakes dials a line that is down at once", () => {
  const { made, sockets } = line({ pause: () => 60_000 });
  sockets[0].onclose();
  made.wake();
  assert.equal(sockets.length, 2);
  pass(1000);
  assert.equal(sockets.length, 2, "and only once");
});

test("a page that wakes has its line answer soon, however patient it is otherwise", () => {
  const { made, sockets, told } = line({ every: 10_000, stall: 25_000 });
  open(sockets[0]);
  answer(sockets[0]);
  pass(9000);
  made.wake();
  assert.equal(sockets[0].sent.at(-1).type, "ping");
  pass(4100);
  assert.equal(told.at(-1), "lost");
  pass(300);
  assert.equal(sockets.length, 2);
});
