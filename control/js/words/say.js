/**
 * One door for the texts of the panel and of the pages of roles: tables by subject stand beside this file,
 * each key in one of them, `{name}` filled in from the params. Pure.
 */
import { AWARD_WORDS } from "./awards.js";
import { COMMON_WORDS } from "./common.js";
import { DESK_WORDS } from "./desk.js";
import { DRAW_WORDS } from "./draw.js";
import { ENTRY_WORDS } from "./entries.js";
import { DEED_WORDS } from "./events.js";
import { HOST_WORDS } from "./host.js";
import { JUDGE_WORDS } from "./judge.js";
import { JUDGING_WORDS } from "./judging.js";
import { KEY_WORDS } from "./keys.js";
import { PANEL_WORDS } from "./panel.js";
import { PEOPLE_WORDS } from "./people.js";
import { RUNDOWN_WORDS } from "./rundown.js";
import { SCREEN_WORDS } from "./screens.js";
import { STREAM_WORDS } from "./stream.js";
import { VIEWER_WORDS } from "./viewer.js";

/** Every table by its subject; Chinese stands first in each pair. */
export const TABLES = {
  awards: AWARD_WORDS,
  common: COMMON_WORDS,
  desk: DESK_WORDS,
  draw: DRAW_WORDS,
  entries: ENTRY_WORDS,
  events: DEED_WORDS,
  host: HOST_WORDS,
  judge: JUDGE_WORDS,
  judging: JUDGING_WORDS,
  keys: KEY_WORDS,
  panel: PANEL_WORDS,
  people: PEOPLE_WORDS,
  rundown: RUNDOWN_WORDS,
  screens: SCREEN_WORDS,
  stream: STREAM_WORDS,
  viewer: VIEWER_WORDS,
};

/** @type {Record<string, [string, string]>} */
export const WORDS = Object.assign({}, ...Object.values(TABLES));

/**
 * @param {string} lang "en"; anything else is Chinese
 * @param {string} key
 * @param {Record<string, unknown>} [params]
 * @returns {string} the words for `key` with `{name}`s filled in; an unknown key shows itself
 */
export function say(lang, key, params = {}) {
  const pair = WORDS[key];
  if (!pair) return key;
  return pair[lang === "en" ? 1 : 0].replace(/\{(\w+)\}/g, (_, name) => params[name] ?? "");
}
