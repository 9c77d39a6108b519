/** The judge's page: one entry at a time, drafts that survive, and an honest word about what was sent. */
import { readMark } from "../shared/marks.js";
import { Seat } from "../shared/role_session.js";
import { render } from "../vendor/lit-html.js";
import { Drafts, reconcile } from "./draft.js";
import { page } from "./page.js";

const IDLE_MS = 1000; // a pause in typing, after which the server gets the draft

const root = document.getElementById("page");
const seat = new Seat(draw, "judgeTitle");
const state = { chosen: null, typed: new Map(), asking: false, field: null };
const timers = new Map();
let wanted = false;

/** What the page's parts may ask for. */
const judge = {
  seat,
  state,
  get entry() {
    const { order, now } = seat.view;
    if (order.includes(state.chosen)) return state.chosen;
    return order.includes(now) ? now : null;
  },
  own: (entry) => seat.view[`own/${entry}`],
  draft,
  fields,
  choose(entry) {
    Object.assign(state, { chosen: entry === seat.view.now ? null : entry, asking: false, field: null });
    draw();
    scrollTo(0, 0);
  },
  type(entry, id, text) {
    const values = { ...draft(entry).values, [id]: text };
    keep(entry, values, state.typed.get(entry)?.base ?? judge.own(entry).draft);
    clearTimeout(timers.get(entry));
    timers.set(
      entry,
      setTimeout(() => send(entry), IDLE_MS),
    );
    draw();
  },
  settle(entry, mine) {
    const server = judge.own(entry).draft;
    if (mine) keep(entry, draft(entry).values, server);
    else forget(entry);
    if (mine) send(entry);
    draw();
  },
  ask(on) {
    state.asking = on;
    draw();
    if (on) root.querySelector("dialog")?.showModal();
  },
  async submit(entry) {
    const { values } = draft(entry);
    judge.ask(false);
    clearTimeout(timers.get(entry));
    const marks = Object.fromEntries(
      fields().map((field) => [field.id, readMark(values[field.id] ?? "", field).mark]),
    );
    const fate = await seat.act(
      "submit_marks",
      { entry, judge: seat.view.me.id, values: marks },
      `submit/${entry}`,
    );
    if (fate.state === "done") forget(entry);
    draw();
  },
  withdraw(entry) {
    forget(entry);
    return seat.act("withdraw_marks", { entry, judge: seat.view.me.id }, `withdraw/${entry}`);
  },
  focus(id) {
    state.field = id;
    draw();
  },
};

/** The boxes of a sheet: one number, or one a criterion, each with its own range. */
function fields() {
  const { marks, criteria, minimum, maximum, step } = seat.view.rule;
  if (marks === "total") return [{ id: "total", name: seat.say("yourMark"), minimum, maximum, step }];
  return criteria.map((one) => ({ ...one, step }));
}

const kept = () => new Drafts(localStorage, seat.store.epoch, seat.view.me.id);

/** The draft as it is shown: this device's where it is newer, else the server's. */
function draft(entry) {
  return reconcile(state.typed.get(entry) ?? kept().get(entry), judge.own(entry).draft);
}

function keep(entry, values, base) {
  state.typed.set(entry, { values, base });
  kept().put(entry, values, base);
}

function forget(entry) {
  state.typed.delete(entry);
  kept().drop(entry);
}

/** Tells the server about a draft: only what can be a mark, and only while the line is up. */
async function send(entry) {
  const { values, send: due } = draft(entry);
  if (!due || !seat.online || judge.own(entry).submitted) return;
  const marks = {};
  for (const field of fields()) {
    const { mark = null, fault } = readMark(values[field.id] ?? "", field);
    if (fault) return; // half a number: the next key comes soon
    marks[field.id] = mark;
  }
  const fate = await seat.act(
    "draft_marks",
    { entry, judge: seat.view.me.id, values: marks },
    `draft/${entry}`,
  );
  if (fate.state !== "done") return;
  const now = state.typed.get(entry) ?? kept().get(entry);
  if (now) keep(entry, now.values, marks);
}

/** A line that is back sends the drafts that the server has not seen. */
function catchUp() {
  for (const entry of seat.view.order) if (state.typed.has(entry) || kept().get(entry)) send(entry);
}

/** What has been submitted is no draft any more, on whichever device that was. */
function tidy() {
  for (const entry of seat.view.order) if (judge.own(entry).submitted) forget(entry);
}

let online = false;
function draw() {
  if (wanted) return;
  wanted = true;
  queueMicrotask(() => {
    wanted = false;
    tidy();
    if (seat.online && !online) catchUp();
    online = seat.online;
    document.documentElement.dataset.mode = seat.view.mode;
    render(page(judge), root);
    if (state.asking) openDialog();
  });
}

function openDialog() {
  const dialog = root.querySelector("dialog");
  if (dialog && !dialog.open) dialog.showModal();
}

/** A screen that goes dark in the middle of a talk costs a judge the thread. */
async function stayAwake() {
  try {
    if (!document.hidden) await navigator.wakeLock?.request("screen");
  } catch {
    // The battery says no.
  }
}

document.title = seat.say(seat.title);
document.addEventListener("visibilitychange", stayAwake);
document.addEventListener("pointerdown", stayAwake, { once: true });
seat.connect();
draw();
window.limelight = { judge, seat };
