import assert from "node:assert/strict";
import { test } from "node:test";

import { MoveOver } from "../../../../control/js/shared/move_over.js";

globalThis.location = { pathname: "/control", search: "?lang=en" };

const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** A page's way to another machine, which answers as `standby` says. */
function page(standby, peers = ["http://10.0.0.6:8000"]) {
  const gone = [];
  const asked = [];
  const make = (url) => {
    const socket = { close: () => {} };
    asked.push(url);
    setTimeout(() => socket.onmessage?.({ data: JSON.stringify({ type: "hello", peers: [], standby }) }), 0);
    return socket;
  };
  const over = new MoveOver(peers, { go: (url) => gone.push(url), make, ask: async () => "ticket+1" });
  return { over, gone, asked };
}

test("a page whose server is lost goes to the machine that takes commands, with its ticket", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { over, gone, asked } = page(false);
  over.opened();
  await Promise.resolve();
  over.closed();
  t.mock.timers.tick(999);
  assert.deepEqual(asked, [], "a server that is only started again is not left");
  t.mock.timers.tick(1);
  t.mock.timers.tick(1);
  t.mock.timers.reset();
  await turn();
  assert.deepEqual(asked, ["ws://10.0.0.6:8000/ws/watch"]);
  assert.deepEqual(gone, ["http://10.0.0.6:8000/handover?ticket=ticket%2B1&next=%2Fcontrol%3Flang%3Den"]);
  clearTimeout(over.refreshing);
});

test("a standby is not gone to, and a page that is back stays", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { over, gone, asked } = page(true);
  over.closed();
  t.mock.timers.tick(1000);
  t.mock.timers.tick(1);
  for (let turns = 0; turns < 5; turns += 1) await Promise.resolve();
  assert.equal(asked.length, 1);
  over.opened();
  t.mock.timers.tick(60_000);
  assert.equal(asked.length, 1);
  assert.deepEqual(gone, []);
});

test("a show of one machine looks for no other", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { over, asked } = page(false, []);
  over.closed();
  over.heard({ type: "snapshot" });
  t.mock.timers.tick(60_000);
  assert.deepEqual(asked, []);
});
