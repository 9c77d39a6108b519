/** The safe picture behind the panic key: opaque, calm, and it says nothing of what went wrong. */
import { backdrop } from "../js/backdrop.js";
import { keyVisual } from "./key_visual.js";

export default {
  mount(el, content, ctx) {
    el.append(backdrop(), ...keyVisual(ctx.view().contest, ctx.say("please_wait")));
  },
};
