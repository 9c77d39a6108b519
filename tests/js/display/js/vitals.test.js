import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "../../../../display/js/clock.js";
import { browserOf, Frames, ofClock } from "../../../../display/js/vitals.js";

function run(frames, times) {
  for (const time of times) frames.made(time);
}

const steady = (count, gap, start = 0) => Array.from({ length: count }, (_, n) => start + n * gap);

test("a steady glass drops nothing and tells its own pace", () => {
  const frames = new Frames();
  run(frames, steady(101, 20));
  const { fps, dropped, refresh } = frames.report(2000);
  assert.deepEqual([Math.round(fps), dropped, refresh], [51, 0, 50]);
  run(frames, steady(50, 20, 2020));
  assert.equal(Math.round(frames.report(3000).fps), 50, "since the last report");
});

test("a late frame is as many dropped ones as would have fitted", () => {
  const frames = new Frames();
  run(frames, [...steady(60, 20), 59 * 20 + 100]);
  assert.equal(frames.report(2000).dropped, 4);
});

test("a page that was hidden has dropped nothing meanwhile", () => {
  const frames = new Frames();
  run(frames, [...steady(10, 20), 60000, 60020]);
  assert.equal(frames.report(60040).dropped, 0);
});

test("a page without frames says so", () => {
  assert.deepEqual(new Frames().report(1000), { fps: 0, dropped: 0, refresh: 0 });
});

test("the clock's doubt is half of what the pings leave open", () => {
  const clock = new Clock(() => 110);
  assert.deepEqual(ofClock(clock, 110), { trip: 0, lag: 0 });
  clock.sample(100, 110, 5000);
  assert.deepEqual(ofClock(clock, 110), { trip: 10, lag: 5 });
});

test("browsers are told apart", () => {
  const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/103.0.0.0 Safari/537.36";
  assert.equal(browserOf(chrome), "Chrome 103");
  assert.equal(browserOf("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15"), "Safari 17");
  assert.equal(browserOf("something else"), "");
});
