/** The waiting room (候场): who is on, who goes next, who follows, and when a pause ends. */
import { backdrop } from "../js/backdrop.js";
import { h, write } from "../js/dom.js";
import { fit } from "../js/fit.js";
import { masthead, seal } from "../js/frame.js";
import { fade } from "../js/motion.js";
import { overrideLayer } from "../js/override.js";
import { reading, until } from "../js/timing.js";
import { compact, line, number, title } from "../js/type.js";
import { timeOfDay } from "../js/wallclock.js";
import { goingOn } from "../js/words.js";

const load = (scene) => import(`../scenes/${scene}.js`).then((module) => module.default);

function nowBlock({ now, pause, on }, ctx) {
  if (pause)
    return [
      h("p.kicker", ctx.say("break")),
      h(
        "div.backstage__pause",
        line(pause.title, "p.backstage__unit"),
        pause.to == null ? null : h("p.backstage__until.digits"),
      ),
    ];
  const who = now
    ? [
        seal(number(now.order)),
        h(
          "div.backstage__who",
          line([now.unit, now.speaker].filter(Boolean).join("　"), "p.backstage__unit"),
          compact(now.title, "p.backstage__title"),
        ),
      ]
    : line((on && goingOn(on, ctx.say)) || ctx.say("nobody"), "p.backstage__unit");
  return [h("p.kicker", ctx.say("now")), who, h("p.backstage__timer.digits")];
}

function nextBlock({ next }, ctx) {
  if (!next) return [h("p.kicker", ctx.say("next")), line(ctx.say("nobody"), "p.backstage__unit")];
  const people = [next.doer, next.speaker].filter(Boolean).join("　");
  return [
    h("p.kicker", ctx.say("next")),
    h(
      "div.backstage__next-row",
      seal(number(next.order)),
      h(
        "div.backstage__who",
        line(next.unit, "p.backstage__next-unit.serif.gilt"),
        title(next.title, "h1.backstage__next-title"),
        people ? line(people, "p.backstage__next-people") : null,
      ),
    ),
  ];
}

function afterBlock({ after }, ctx) {
  const row = (entry) =>
    h(
      "li",
      h("span.backstage__order.digits", number(entry.order)),
      h(
        "div.backstage__who",
        line([entry.unit, entry.speaker].filter(Boolean).join("　"), "p.backstage__after-unit"),
        compact(entry.title, "p.backstage__title"),
      ),
    );
  return after?.length ? [h("p.kicker", ctx.say("after")), h("ol", after.map(row))] : [];
}

/** @returns {Face} as main.js wants it */
export function open(canvas, ctx) {
  const [body, above] = [h("div.frame.backstage"), h("div.layer")];
  canvas.append(backdrop(), body, above);
  const panic = overrideLayer(above, ctx, load);
  const state = { drawn: "" };
  return {
    prepare: (view) => panic.prepare(view.override),
    async show(cause) {
      await panic.show(ctx.view().override, cause);
      draw(body, state, ctx);
      tick(body, ctx);
    },
    tick: () => tick(body, ctx),
    offAir: () => true, // nobody's picture but the waiting room's: half a second does not hurt there
  };
}

function draw(body, state, ctx) {
  const view = ctx.view();
  const drawn = JSON.stringify([view.now, view.on, view.next, view.after, view.session, view.pause]);
  if (drawn === state.drawn) return;
  const moving = state.drawn && !document.hidden;
  state.drawn = drawn;
  const session = view.session ? [view.session.name, view.session.start].filter(Boolean).join("　") : "";
  body.replaceChildren(
    h("div.backstage__head", masthead(ctx, session), h("p.backstage__clock.digits")),
    h("section.backstage__now.plate", nowBlock(view, ctx)),
    h("section.backstage__next", nextBlock(view, ctx)),
    h("section.backstage__after", afterBlock(view, ctx)),
  );
  fit(body);
  if (moving) for (const part of body.querySelectorAll("section")) fade(part, { ms: 360 });
}

function tick(body, ctx) {
  const { timer, pause, contest } = ctx.view();
  const put = (where, text) => {
    const el = body.querySelector(where);
    if (el) write(el, text);
  };
  const now = timer && timer.started_at != null ? reading(timer, ctx.now()) : null;
  put(".backstage__clock", timeOfDay(ctx.now(), contest.utc_offset));
  put(".backstage__timer", now ? `${ctx.say(now.phase)} ${now.over >= 1000 ? "+" : ""}${now.text}` : "");
  if (pause?.to != null) put(".backstage__until", until(pause.to, ctx.now()));
}
