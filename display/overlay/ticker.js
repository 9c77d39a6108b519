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
    const words = () => h("span.ticker__run", text);
    el.append(h("div.ticker.overlay__bar", h("div.ticker__track", words(), words())));
  },
  enter(el) {
    rise(el.querySelector(".ticker"), { y: 60 });
  },
  leave(el) {
    return leaveTo(el.querySelector(".ticker"), `translateY(${40 * unit(el)}px)`);
  },
  tick(el, content, ctx) {
    const track = el.querySelector(".ticker__track");
    const round = track.firstChild.offsetWidth + GAP * ctx.u;
    track.style.transform = `translateX(${-((ctx.now() / 1000) * SPEED * ctx.u) % round}px)`;
  },
};
