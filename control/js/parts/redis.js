/** What the operator should know of Redis: whether this machine is alone, and what may be lost there. */
import { html, nothing } from "../vendor/lit-html.js";

const ALONE = ["degraded", "diverged"];

/** Whether what is done now is on this machine's disk only: as the server says it, or its last answer. */
export function isAlone(panel) {
  return panel.alone || ALONE.includes(panel.presence.redis);
}

/** Remote viewers stand still while Redis is away; the hall does not notice, so the operator is told. */
export function away(panel) {
  const { redis = "none", weak = [] } = panel.presence;
  if (ALONE.includes(redis))
    return html`<span
      class="topbar__line topbar__line--away"
      role="status"
      title=${panel.say(`redis_${redis}_note`)}
      >${panel.say(`redis_${redis}`)}</span
    >`;
  if (!weak.length) return nothing;
  const all = weak.map((setting) => inWords(panel, setting)).join("\n");
  return html`<span class="topbar__line topbar__line--weak" title=${all}
    >${panel.say("redisWeak", { n: weak.length })}</span
  >`;
}

/** The whole width of the bar while nobody else has what is acknowledged. */
export function aloneStrip(panel) {
  if (!isAlone(panel)) return nothing;
  return html`<p class="topbar__strip topbar__strip--alone" role="alert">${panel.say("aloneNote")}</p>`;
}

/** Settings of Redis under which something may be lost, one a line. */
export function weakness(panel) {
  const { weak = [] } = panel.presence;
  if (!weak.length) return nothing;
  return html`<h2>Redis</h2>
    <ul class="plain">
      ${weak.map((setting) => html`<li>${inWords(panel, setting)}</li>`)}
    </ul>`;
}

/** "maxmemory-policy allkeys-lru" → its words: what it is, and what it may cost. */
function inWords(panel, setting) {
  const name = setting.split(" ")[0].replaceAll("-", "_");
  return panel.say(`weak_${name}`, { setting });
}
