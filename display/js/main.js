/**
 * A display page. One truth comes in (the page's own snapshot, then the line), one frame at a time goes
 * out: messages only mark what is due, and the next animation frame draws the latest. A page that was
 * hidden or late draws the present without motion; it never plays what it missed.
 */
import { bell } from "./bell.js";
import { Clock } from "./clock.js";
import { Line } from "./socket.js";
import { Store } from "./store.js";
import { pause } from "./settled.js";
import { keepFitted, shapeOf, unitOf } from "./viewport.js";
import { sayer } from "./words.js";

const FACES = { stage: "./wall.js", overlay: "../overlay/overlay.js", monitor: "../monitor/monitor.js", backstage: "../backstage/backstage.js" };
const ANIMATES = new Set(["take", "reveal", "rerank", "put", "clear", "hold", "release", "draw"]);
const STALE_MS = 700;
const HIDDEN_MS = 250;
const CROWD = { every: 10000, stall: 25000 };

const root = document.documentElement;
const { view: viewName, build, kind } = root.dataset;
const first = JSON.parse(document.getElementById("snapshot").textContent);
const asked = new URLSearchParams(location.search);
const preview = viewName.startsWith("preview.");

const store = new Store(first);
const clock = new Clock();
const [navigation] = performance.getEntriesByType("navigation");
clock.seed(first.at, navigation?.responseStart || performance.now());

const output = first.view.output;
const lang = asked.get("lang") ?? root.dataset.lang;
const ctx = {
  now: () => clock.now(),
  view: () => store.view,
  say: sayer(lang),
  lang,
  output,
  screen: asked.get("screen") ?? "",
  shape: shapeOf(output.width, output.height),
  u: unitOf(output.width, output.height),
};

let face = null;
let line = null;
let due = null;
let broken = false;
let ringer = null;

function wanted({ cause }) {
  const moving = ANIMATES.has(cause) ? cause : null;
  if (!due) {
    due = { cause: moving, since: performance.now() };
    requestAnimationFrame(render);
    if (document.hidden) setTimeout(render, HIDDEN_MS);
  } else if (moving) due.cause = moving;
}

async function render() {
  if (!due) return;
  const { cause, since } = due;
  const seq = store.seq;
  due = null;
  const late = document.hidden || performance.now() - since > STALE_MS;
  theme();
  try {
    await face.show(late ? null : cause);
    broken = false;
  } catch (error) {
    console.error(error); // the last good picture stays: never an error on the wall
  }
  root.classList.remove("waiting");
  if (!document.hidden) afterFrame(() => line?.send({ type: "shown", seq }));
  renew();
}

/** Runs after the frame that is being made has been handed to the screen. */
function afterFrame(then) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      then();
    };
    port2.postMessage(null);
  });
}

function theme() {
  const colors = store.view.contest?.theme?.colors ?? {};
  for (const [name, value] of Object.entries(colors)) root.style.setProperty(`--${name}`, value);
}

function tick() {
  requestAnimationFrame(tick);
  if (!face || broken) return;
  try {
    face.tick();
    ringer?.look(store.view.timer, clock.now());
  } catch (error) {
    broken = true; // once, not sixty times a second; the next picture tries again
    console.error(error);
  }
}

function about() {
  const { name } = output;
  line.send({ type: "about", name: ctx.screen || name, width: innerWidth, height: innerHeight, hidden: document.hidden, build });
}

let newBuild = null;

function message(received) {
  if (received.type === "hello") {
    if (received.epoch !== store.epoch) clock.forget();
    newBuild = received.build === build ? null : received.build;
  }
  const meaning = store.apply(received);
  if (meaning === "resync") line.send({ type: "resync" });
  else if (meaning) wanted(meaning);
}

/** A new build is worth a reload only off air, only once, and only while the server is there to answer. */
async function renew() {
  if (!newBuild || !face.offAir() || sessionStorage.getItem("limelight-build") === newBuild) return;
  const target = newBuild;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok || !face.offAir()) return;
  sessionStorage.setItem("limelight-build", target);
  location.reload();
}

async function start() {
  const canvas = document.getElementById("canvas");
  keepFitted(canvas, output);
  face = (await import(FACES[kind])).open(canvas, ctx);
  if (output.sound && !preview && !asked.has("monitor")) ringer = bell();
  wanted({ cause: null });
  if (document.hidden) await pause(0);
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  line = new Line(`${scheme}//${location.host}/ws/${viewName}${location.search}`, { message, open: about, pong: (...times) => clock.sample(...times) }, viewName === "watch" ? CROWD : {});
  addEventListener("resize", about);
  document.addEventListener("visibilitychange", () => {
    about();
    wanted({ cause: null });
  });
  tick();
  // A hidden page has no frames, and the bell must ring all the same.
  if (ringer) setInterval(() => document.hidden && ringer.look(store.view.timer, clock.now()), HIDDEN_MS);
}

start();
