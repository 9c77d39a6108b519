/**
 * The house's motion: transform and opacity, short, decelerating. Nothing is filled forwards, so what
 * stands when a motion ends is what a fresh load draws.
 */
export const OUT = "cubic-bezier(.16,.84,.3,1)";
export const IN = "cubic-bezier(.6,0,.85,.25)";
export const LEAVE_MS = 240;

let origin = null; // ms on the document's timeline from which motions count

/**
 * Runs `moves`, and every motion that it starts counts from `from`: so it stands at the same place on every
 * screen, and one that comes late begins in the middle, where the others are.
 * @param {number|null} from ms on the document's timeline; null: as they come
 * @param {() => *} moves
 */
export function counting(from, moves) {
  const before = origin;
  origin = from;
  try {
    return moves();
  } finally {
    origin = before;
  }
}

function counted(motion) {
  if (origin != null) motion.startTime = origin;
  return motion;
}

/** Comes up into place. `y` in u (positive: from below). */
export function rise(el, { delay = 0, ms = 560, y = 28, u = unit(el) } = {}) {
  return play(
    el,
    [
      { opacity: 0, transform: `translateY(${y * u}px)` },
      { opacity: 1, transform: "none" },
    ],
    ms,
    delay,
  );
}

/** Slides into place from the side. `x` in u (negative: from the left). */
export function slide(el, { delay = 0, ms = 560, x = -40, u = unit(el) } = {}) {
  return play(
    el,
    [
      { opacity: 0, transform: `translateX(${x * u}px)` },
      { opacity: 1, transform: "none" },
    ],
    ms,
    delay,
  );
}

export function fade(el, { delay = 0, ms = 480 } = {}) {
  return play(el, [{ opacity: 0 }, { opacity: 1 }], ms, delay);
}

/** A rule or a bar that is drawn; its transform-origin decides from where. */
export function draw(el, { delay = 0, ms = 640 } = {}) {
  return play(el, [{ transform: "scaleX(0)" }, { transform: "none" }], ms, delay);
}

export function grow(el, { delay = 0, ms = 560, from = 0.94 } = {}) {
  return play(
    el,
    [
      { opacity: 0, transform: `scale(${from})` },
      { opacity: 1, transform: "none" },
    ],
    ms,
    delay,
  );
}

/** One after the other: stagger(cards, rise, {each: 60, delay: 100}). */
export function stagger(els, motion, { each = 60, delay = 0, ...rest } = {}) {
  return [...els].map((el, n) => motion(el, { ...rest, delay: delay + n * each }));
}

/** @returns {Animation} */
export function play(el, frames, ms, delay = 0, easing = OUT) {
  return counted(el.animate(frames, { duration: ms, delay, easing, fill: "backwards" }));
}

/** Fades out for good (its caller removes the element); from where it visibly is. */
export function vanish(el, ms = LEAVE_MS) {
  const from = getComputedStyle(el).opacity;
  counted(
    el.animate([{ opacity: from }, { opacity: 0 }], { duration: ms, easing: "ease-out", fill: "forwards" }),
  );
  return ms;
}

/** Pixels of one u where `el` stands. */
export function unit(el) {
  return parseFloat(getComputedStyle(el).getPropertyValue("--u-px")) || innerHeight / 1080;
}
