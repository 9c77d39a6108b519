import assert from "node:assert/strict";
import { test } from "node:test";

import { hear, line, now, open, pass } from "./fake_lines.js";

const PEER = "http://10.0.0.6:8000";
const hello = (standby, peers = [PEER]) => ({ type: "hello", peers, standby });

/** A line to a machine that is up, in a show of two. */
function lineOfTwo(options) {
  const all = line({ pause: () => 200, every: 60_000, ...options });
  open(all.sockets[0]);
  hear(all.sockets[0], hello(false));
  return all;
}

function refuse(socket) {
  socket.readyState = 3;
  socket.onclose();
}

test("a machine that is only started again is not left, one that stays away is", () => {
  const { made, sockets } = lineOfTwo();
  refuse(sockets[0]);
  pass(200);
  assert.equal(sockets[1].url, "ws://here/ws/stage");
  while (!made.moved && now() < 5000) {
    refuse(sockets.at(-1));
    pass(200);
  }
  assert.ok(now() >= 1000 && now() < 2000, `after ${now()} ms`);
  assert.equal(sockets.at(-1).url, "ws://10.0.0.6:8000/ws/stage");
  open(sockets.at(-1));
  hear(sockets.at(-1), hello(false, ["http://here"]));
  assert.equal(made.origin, PEER);
  refuse(sockets.at(-1));
  pass(200);
  assert.equal(sockets.at(-1).url, "ws://10.0.0.6:8000/ws/stage", "it is the one that counts now");
});

test("a machine that does not answer at all is left after a second and a half, where there is another", () => {
  const { sockets } = lineOfTwo();
  refuse(sockets[0]);
  pass(200);
  pass(3500);
  assert.equal(sockets.at(-1).url, "ws://10.0.0.6:8000/ws/stage");
});

test("a standby's picture is shown while the line looks for the machine that takes commands", () => {
  const { made, sockets, told } = lineOfTwo();
  hear(sockets[0], { type: "peers", peers: [PEER], standby: true });
  const next = (count) => {
    while (sockets.length < count && now() < 60_000) pass(10);
    return sockets.at(-1);
  };
  const probe = next(2);
  assert.equal(probe.url, "ws://10.0.0.6:8000/ws/stage");
  hear(probe, hello(true));
  assert.ok(probe.closed && !sockets[0].closed, "another standby");
  const better = next(3);
  hear(better, hello(false));
  assert.ok(made.moved && sockets[0].closed && !better.closed);
  assert.ok(!told.includes("lost"), "the line was never down");
  assert.deepEqual(told.at(-1), hello(false), "its hello counts");
});

test("without other machines everything is as ever", () => {
  const { made, sockets } = line({ pause: () => 200 });
  open(sockets[0]);
  hear(sockets[0], hello(true, []));
  refuse(sockets[0]);
  pass(10000);
  assert.ok(sockets.every(({ url }) => url === "ws://here/ws/stage"));
  assert.equal(made.longest(), 3000);
});
