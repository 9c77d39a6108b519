/** The contest's own mark in the corner: the organizer's picture, or the cup's name. */
import { h } from "../js/dom.js";
import { fade } from "../js/motion.js";
import { line } from "../js/type.js";

export default {
  mount(el, { text, image }) {
    el.append(
      image
        ? h("img.logo__image", { src: `/assets/${encodeURIComponent(image)}`, alt: text })
        : h("div.logo.overlay__bar", line(text, "p.logo__text.gilt")),
    );
  },
  enter(el) {
    fade(el.firstChild, { ms: 600 });
  },
};
