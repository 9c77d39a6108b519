import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock } from "../../../display/js/clock.js";

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

test("another epoch's measurements do not count", () => {
  const { own, made } = clock();
  made.sample(1000, 1000, 51_000);
  made.forget();
  own.now = 2000;
  made.sample(1900, 2000, 12_000);
  assert.equal(made.now(), 12_050);
});
