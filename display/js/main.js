/**
 * A display page. One truth comes in (the page's own snapshot, then the line), one frame at a time goes
 * out: a message is prepared when it comes and drawn in the frame that is on the glass at its moment, by
 * the server's clock, as on every other screen. A page that was hidden or late draws the present without
 * motion; it never plays what it missed.
 */
import { Clock } from "./clock.js";
import { fit } from "./fit.js";
import { Moments } from "./present_queue.js";
import { Line, unhurried } from "./socket.js";
import { Store } from "./store.js";
import { stream } from "./sse.js";
import { keepFitted, shapeOf, unitOf } from "./viewport.js";
import { sayer } from "./words.js";

/**
 * What draws a page of its kind.
 * @typedef {object} Face
 * @property {(view: object) => void} prepare mounts unseen what this view will bring on
 * @property {(cause: string|null) => Promise<void>} show draws the present view; null: without motion
 * @property {() => void} tick every frame
 * @property {() => boolean} offAir whether the page may reload itself
 * @property {() => number} [hold] ms by which it lags behind the hall
 * @property {() => void} [wake] the page is looked at again
 */

const STALE_MS = 700; // so late nobody watched: no motion
const AHEAD_MS = 1000; // no moment is worth waiting for longer than this
const HALF_FRAME = 8; // ms: the frame nearest to a moment is the one
const HIDDEN_MS = 250;
const CROWD = { every: 10000, stall: 25000, pause: unhurried };
const VITALS_FIRST_MS = 1500;
const TRIP_STEP = 10; // ms by which a long round trip must differ to be worth telling

const root = document.documentElement;
const { view: viewName, build, kind } = root.dataset;
const first = JSON.parse(document.getElementById("snapshot").textContent);
const asked = new URLSearchParams(location.search);
const preview = viewName.startsWith("preview.");

const store = new Store(first);
const moments = new Moments({ view: store.view, seq: store.seq });
const clock = new Clock();
const [navigation] = performance.getEntriesByType("navigation");
clock.seed(first.at, navigation?.responseStart || performance.now());

const output = first.view.output;
const lang = asked.get("lang") ?? root.dataset.lang;
const ctx = {
  now: () => now(),
  server: () => clock.now(),
  view: () => moments.shown.view,
  latest: () => store.view,
  moment: () => moving.at,
  began: null,
  say: sayer(lang),
  lang,
  output,
  screen: asked.get("screen") ?? "",
  shape: shapeOf(output.width, output.height),
  u: unitOf(output.width, output.height),
};

let face = null;
let line = null;
let frame = null; // the frame that is being made: every number in it is of one moment
let moving = { at: 0 };
let broken = false;
let ringer = null;

// For the console of a technician, and for tests: what this page knows.
const limelight = { clock, store, line, held, drew: null };
globalThis.limelight = limelight;

/** Server time on this glass: of the frame that is being made, and held back where a stream lags behind. */
function now() {
  return clock.now(frame ?? undefined) - held();
}

function held() {
  return face?.hold?.() ?? 0;
}

/** The newest that is known, at once and without motion. */
function present() {
  moments.present({ view: store.view, seq: store.seq }, now());
  if (document.hidden) setTimeout(draw, HIDDEN_MS);
}

/** What a message means for the glass: at its moment where it has one, else in the next frame. */
function wanted({ changed, cause, at }) {
  const here = clock.now();
  const moment = cause ? Math.min(at, here + AHEAD_MS) : here;
  if (!moments.add({ view: store.view, seq: store.seq, cause }, moment)) return line.send({ type: "resync" });
  if (document.hidden) setTimeout(draw, HIDDEN_MS);
  else if (face && !held() && (cause || !changed)) prepare();
  return undefined;
}

function prepare() {
  try {
    face.prepare(store.view);
  } catch (error) {
    console.error(error);
  }
}

/** Draws what is due. A page without frames (hidden) is called by its own timer and shows the present. */
async function draw() {
  const here = now();
  const due = face && moments.take(document.hidden ? Infinity : here + HALF_FRAME);
  if (!due) return;
  const { epoch } = store;
  const late = document.hidden || here - due.at > STALE_MS;
  moving = due;
  ctx.began = clock.local(due.at + held());
  limelight.drew = { seq: due.seq, cause: late ? null : due.cause, at: due.at, began: ctx.began, frame };
  theme();
  try {
    await face.show(late ? null : due.cause);
    broken = false;
  } catch (error) {
    console.error(error); // the last good picture stays: never an error on the wall
    goOver();
  }
  root.classList.remove("waiting");
  if (!document.hidden) afterFrame(() => epoch === store.epoch && onGlass(due.seq));
  renew();
  if (face.offAir() && !line?.standby) goOver();
}

/** The line has moved to another machine, and the page with what it has loaded stays. It goes there itself
 * while it is off air, or as soon as something that it needs cannot be loaded from a machine that is lost. */
function goOver() {
  if (!line?.moved || line.socket.readyState !== 1) return;
  location.replace(`${line.origin}${location.pathname}${location.search}`);
}

let telling = null; // the crowd's next word of what it shows
let newest = 0;

/** A hall's screen tells at once what it shows. The crowd tells the newest of it and at leisure: the words
 * of ten thousand pages in the same moment would stand before the operator's next command. */
function onGlass(seq) {
  newest = seq;
  if (viewName !== "watch") line?.send({ type: "shown", seq });
  else telling ??= setTimeout(tellNewest, Math.random() * CROWD.every);
}

function tellNewest() {
  telling = null;
  line?.send({ type: "shown", seq: newest });
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
  const colors = ctx.view().contest?.theme?.colors ?? {};
  for (const [name, value] of Object.entries(colors)) root.style.setProperty(`--${name}`, value);
}

function tick(time) {
  requestAnimationFrame(tick);
  frames?.made(time);
  frame = time;
  draw();
  if (face && !broken) look();
  frame = null;
}

function look() {
  try {
    face.tick();
    ringer?.look(ctx.view().timer, ctx.now());
  } catch (error) {
    broken = true; // once, not sixty times a second; the next picture tries again
    console.error(error);
  }
}

let told = 0;

function about() {
  told = Math.ceil(clock.trip());
  line.send({
    type: "about",
    name: ctx.screen || output.name,
    width: innerWidth,
    height: innerHeight,
    hidden: document.hidden,
    build,
    trip: told,
  });
}

/** A pong sets the clock; the server hears of a longer or shorter way, and moves its moments by it. */
function pong(...times) {
  clock.sample(...times);
  if (viewName !== "watch" && Math.abs(clock.trip() - told) > TRIP_STEP) about();
}

let frames = null;

/** What measures is loaded last, when the picture stands. */
async function tellVitals() {
  const vitals = await import("./vitals.js").catch(() => null);
  if (!vitals) setTimeout(tellVitals, 10 * VITALS_FIRST_MS); // the line is down: later
  else frames = vitals.tellFrom(line, clock, () => ringer, output.sound);
}

let newBuild = null;
let newPeers = ""; // machines that this page's policy does not let it go to yet

const ASIDE = new Set(["identify", "pair"]); // beside the view: which screen this is

async function aside(received) {
  if (!preview && !asked.has("monitor")) (await import("./pairing.js")).asked(received);
}

function message(received) {
  if (ASIDE.has(received.type)) return void aside(received);
  if (received.type === "hello") {
    if (received.epoch !== store.epoch) forget();
    newBuild = received.build === build ? null : received.build;
  }
  if (received.peers) {
    newPeers = received.peers.filter((peer) => !root.dataset.peers.split(" ").includes(peer)).join(" ");
    renew();
  }
  const meaning = store.apply(received);
  if (meaning === "resync") line.send({ type: "resync" });
  else if (meaning) wanted(meaning);
}

/** Another journal: of the one before nothing more is drawn, nor told as shown. Its numbers are no longer the
 * server's. */
function forget() {
  clock.forget();
  moments.forget();
  clearTimeout(telling);
  telling = null;
}

/** A new build, or a machine that has joined the show, is worth a reload only while nobody sees it. */
async function renew() {
  const reason = newBuild ?? newPeers;
  if (reason) (await import("./reload.js")).reloadFor(reason, () => !line?.moved && face?.offAir());
}

function wake() {
  clock.unwatched();
  line.wake();
  face.wake?.();
}

async function start() {
  const canvas = document.getElementById("canvas");
  keepFitted(canvas, output, document.querySelector(".watch__frame"));
  face = (await import(`../${kind}/${kind}.js`)).open(canvas, ctx); // a kind has a folder of its own
  present();
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  // Events are for everybody, a preview is not.
  const instead = viewName.startsWith("preview.") ? null : stream;
  line = new Line(
    `${scheme}//${location.host}/ws/${viewName}${location.search}`,
    { message, open: about, pong },
    { ...(viewName === "watch" ? CROWD : {}), instead, peers: root.dataset.peers.split(" ").filter(Boolean) },
  );
  limelight.line = line;
  addEventListener("resize", about);
  addEventListener("error", ({ target }) => target !== globalThis && goOver(), true);
  document.fonts.addEventListener("loadingerror", goOver);
  // A font may come too late for its picture.
  document.fonts.addEventListener("loadingdone", () => fit(canvas));
  document.addEventListener("visibilitychange", () => {
    about();
    if (!document.hidden) wake();
    present();
  });
  requestAnimationFrame(tick);
  if (viewName !== "watch" && !preview && !asked.has("monitor")) {
    setTimeout(tellVitals, VITALS_FIRST_MS);
  }
  if (!output.sound || preview || asked.has("monitor")) return;
  ringer = (await import("./bell.js")).bell();
  // A hidden page has no frames, and the bell must ring all the same.
  setInterval(() => document.hidden && ringer.look(ctx.view().timer, now()), HIDDEN_MS);
}

start();
