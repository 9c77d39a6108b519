/**
 * Words that run along the bottom. Their place follows from server time, so every screen shows the same
 * words at the same place and a reload goes on where they are.
 */
import { h } from "../js/dom.js";
import { rise, unit } from "../js/motion.js";
import { leaveTo } from "./lower_third.js";

const SPEED = 110; // u a second
const GAP = 240; // u between one round and the next

export default {
  mount(el, { text }) {
    const words = () => h("span.tck-run", text);
    el.append(h("div.tck.bar", h("div.tck-track", words(), words())));
  },
  enter(el) {
    rise(el.querySelector(".tck"), { y: 60 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".tck"), `translateY(${40 * unit(el)}px)`);
  },
  tick(el, content, ctx) {
    const track = el.querySelector(".tck-track");
    const round = track.firstChild.offsetWidth + GAP * ctx.u;
    track.style.transform = `translateX(${-((ctx.now() / 1000) * SPEED * ctx.u) % round}px)`;
  },
};
