/** The contest's own picture: its name, the cup, who holds it and where. */
import { h } from "../js/dom.js";
import { line, title } from "../js/type.js";

export default {
  mount(el, content, ctx) {
    const { contest } = ctx.view();
    el.append(h("div.frame", line(contest.organizer, "p.kicker"), title([contest.cup, contest.name].filter(Boolean), "h1.gilt"), line(content.words || contest.subtitle, "p.quiet")));
  },
};
