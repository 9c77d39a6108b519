import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Stage } from "../../../../display/js/scene_swapper.js";

let fonts; // resolves the wait for the fonts

class Element {
  constructor() {
    Object.assign(this, { children: [], style: {}, moved: 0, parent: null });
  }
  append(child) {
    this.children.push(child);
    child.parent = this;
  }
  remove() {
    if (this.parent) this.parent.children = this.parent.children.filter((one) => one !== this);
  }
  removeAttribute() {
    this.style = {};
  }
  replaceChildren() {
    this.text = "";
  }
  querySelectorAll() {
    return [];
  }
  animate() {
    this.moved += 1;
  }
}

beforeEach(() => {
  const ready = new Promise((resolve) => (fonts = resolve));
  globalThis.document = { hidden: false, fonts: { ready }, createElement: () => new Element() };
  globalThis.getComputedStyle = () => ({ opacity: "1" });
});

const scene = {
  mount: (el, { text }) => {
    if (text === "faulty") throw new Error("cannot be drawn");
    el.text = text;
  },
};

function stage() {
  const layer = new Element();
  return { layer, stage: new Stage(layer, { now: () => 0 }, async () => scene) };
}

const take = (key, text = key) => ({ key, scene: "message", at: 0, content: { text } });
const texts = (layer) => layer.children.map((el) => el.text);
const mounted = () => new Promise((resolve) => setImmediate(resolve));

test("a take shown again before its fonts are there is mounted once and keeps its motion", async () => {
  const { layer, stage: one } = stage();
  const first = one.show(take("a"), "take");
  await mounted();
  const second = one.show(take("a"), null);
  await mounted();
  assert.deepEqual(texts(layer), ["a"]);
  fonts();
  await Promise.all([first, second]);
  assert.equal(layer.children.length, 1);
  assert.equal(layer.children[0].moved, 1, "the patch must not take the motion away");
});

test("what changes while a take is being set comes on with it", async () => {
  const { layer, stage: one } = stage();
  const first = one.show(take("a", "old"), "take");
  await mounted();
  one.show(take("a", "new"), null);
  assert.deepEqual(texts(layer), ["new"]);
  fonts();
  await first;
  assert.deepEqual(texts(layer), ["new"]);
  assert.equal(one.on.drawn, JSON.stringify({ text: "new" }));
  assert.equal(layer.children[0].moved, 1);
});

test("a change before the scene's module is there reaches the first mount", async () => {
  const { layer, stage: one } = stage();
  fonts();
  await Promise.all([one.show(take("a", "old"), "take"), one.show(take("a", "new"), null)]);
  assert.deepEqual(texts(layer), ["new"]);
});

test("a take overtaken by another leaves nothing behind", async () => {
  const { layer, stage: one } = stage();
  const first = one.show(take("a"), "take");
  await mounted();
  const second = one.show(take("b"), "take");
  assert.deepEqual(texts(layer), [], "the overtaken picture goes at once");
  await mounted();
  fonts();
  await Promise.all([first, second]);
  assert.deepEqual(texts(layer), ["b"]);
  assert.equal(one.on.key, "b");
});

test("a take that is taken back while being set leaves what was on", async () => {
  const { layer, stage: one } = stage();
  fonts();
  await one.show(take("a"), null);
  const second = one.show(take("b"), "take");
  await one.show(take("a"), "take");
  await second;
  assert.deepEqual(texts(layer), ["a"]);
});

test("a page that was hidden while a take was being set draws it without motion", async () => {
  const { layer, stage: one } = stage();
  const first = one.show(take("a"), "take");
  await mounted();
  document.hidden = true;
  fonts();
  await first;
  assert.equal(layer.children[0].moved, 0);
});

test("a scene on its way out is not cut short by a patch that is none of its business", async () => {
  const { layer, stage: one } = stage();
  fonts();
  await one.show(take("a"), null);
  await one.show(null, "clear");
  await one.show(null, null);
  assert.deepEqual(texts(layer), ["a"], "still fading");
});

test("a scene that cannot be drawn leaves the last good picture, and the next try is a new one", async () => {
  const { layer, stage: one } = stage();
  fonts();
  await one.show(take("a"), null);
  await assert.rejects(one.show(take("b", "faulty"), "take"), /cannot be drawn/);
  assert.deepEqual(texts(layer), ["a"]);
  await one.show(take("b", "mended"), null);
  assert.deepEqual(texts(layer), ["mended"]);
});
