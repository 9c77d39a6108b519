import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock } from "../../../../display/js/clock.js";

/** Numbers from 0 to 1 that are the same in every run. */
function dice(seed) {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return state / 2 ** 32;
  };
}

function clock() {
  const own = { now: 1000 };
  return { own, made: new Clock(() => own.now) };
}

test("the page's own moment is the first guess, and the clock goes on from it", () => {
  const { own, made } = clock();
  made.seed(50_000, 900);
  assert.equal(made.now(), 50_100);
  own.now += 250;
  assert.equal(made.now(), 50_350);
});

test("the first ping is believed at once, half way between sent and received", () => {
  const { made } = clock();
  made.seed(50_000);
  made.sample(900, 1000, 90_950);
  assert.equal(made.now(), 91_000);
});

test("the shortest round trip wins: a slow answer changes nothing", () => {
  const { own, made } = clock();
  made.sample(1000, 1004, 51_002);
  own.now = 3000;
  made.sample(2000, 3000, 52_900); // 400 ms off, but it took a second
  own.now = 20_000;
  assert.equal(made.now(), 70_000);
});

test("a correction is slewed: never backwards, never faster than half as fast again", () => {
  for (const error of [400, -400, 3000, -3000]) {
    const { own, made } = clock();
    made.sample(1000, 1010, 51_005);
    own.now = 2010;
    made.sample(2006, 2010, 52_008 + error);
    let last = made.now();
    assert.equal(last, 52_010, "nothing jumps");
    for (let frame = 0; frame < 800; frame += 1) {
      own.now += 10;
      const step = made.now() - last;
      assert.ok(step >= 4.999 && step <= 15.001, `${step} ms in 10`);
      last = made.now();
    }
    assert.equal(made.now(), own.now + 50_000 + error);
  }
});

test("after a long sleep the clock jumps", () => {
  const { own, made } = clock();
  made.sample(1000, 1010, 51_005);
  own.now = 2010;
  made.sample(2006, 2010, 152_008);
  assert.equal(made.now(), 152_010);
});

test("the shortest way up and the shortest way down need not be of one ping", () => {
  const { own, made } = clock();
  made.sample(1000, 1100, 51_005); // 5 ms up, 95 down
  made.sample(1100, 1200, 51_195); // 95 up, 5 down
  own.now += 5000;
  assert.ok(Math.abs(made.now() - own.now - 50_000) < 0.1);
});

test("with 50 ± 20 ms each way, unlike up and down, a screen is right to a few milliseconds", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = dice(seed);
    const { own, made } = clock();
    for (let ping = 0; ping < 20; ping += 1) {
      const [up, down] = [30 + 40 * random(), 30 + 40 * random()];
      own.now += up + down;
      made.sample(own.now - up - down, own.now, own.now - down + 50_000);
      own.now += 1000;
    }
    assert.ok(Math.abs(made.now() - own.now - 50_000) < 8, `seed ${seed}: ${made.now() - own.now - 50_000} ms`);
  }
});

test("a page that comes into sight again shows the right second at once", () => {
  const { own, made } = clock();
  made.sample(1000, 1010, 51_005);
  own.now = 2010;
  made.unwatched();
  made.sample(2006, 2010, 52_808);
  assert.equal(made.now(), 52_810);
});

test("what a long round trip is here, without the odd one out", () => {
  const { own, made } = clock();
  for (const trip of [40, 60, 900]) made.sample(own.now, own.now + trip, 51_000 + trip / 2);
  assert.equal(made.trip(), 0, "three say nothing yet");
  made.sample(own.now, own.now + 50, 51_025);
  assert.equal(made.trip(), 60);
});

test("our own clock at a moment of server time", () => {
  const { made } = clock();
  made.seed(50_000);
  assert.equal(made.local(50_250), 1250);
  assert.equal(made.now(1250), 50_250);
});

test("another epoch's measurements do not count", () => {
  const { own, made } = clock();
  made.sample(1000, 1000, 51_000);
  made.forget();
  own.now = 2000;
  made.sample(1900, 2000, 12_000);
  assert.equal(made.now(), 12_050);
});
