/**
 * What things are called: cues, segments, entries, judges, from the panel's own lists. Pure; `panel`
 * is anything with a `view` and a `say`.
 * @typedef {{view: any, say: (key: string, params?: object) => string}} Panel
 */

/** What a cue is about, beside its scene: the entry's unit, the judge, the category, or its title. */
export function subject({ view }, cue) {
  const { args = {} } = cue;
  if (cue.entry && view.entries[cue.entry]) return view.entries[cue.entry].unit;
  const judge = args.judge && view.settings.judges.find((one) => one.id === args.judge);
  if (judge) return judge.name;
  const session = args.session && view.settings.sessions?.find((one) => one.id === args.session);
  if (session) return session.name;
  const category = args.category && view.settings.categories.find((one) => one.id === args.category);
  return cue.title || category?.name || args.name || args.words || args.text || args.until || "";
}

/** A cue in a few words: "07 亮分 · 市审计局". */
export function cueWords(panel, cue) {
  const scene = panel.say(`scene_${cue.scene}`);
  return [cue.entry ? `${cue.entry} ${scene}` : scene, subject(panel, cue)].filter(Boolean).join(" · ");
}

/** Ids of cues that are not in the rundown show themselves. */
export function cueName(panel, id) {
  for (const segment of panel.view.rundown ?? []) {
    const cue = segment.cues.find((one) => one.id === id);
    if (cue) return cueWords(panel, cue);
  }
  return id || panel.say("nothing");
}

export function segmentWords(panel, segment) {
  const entry = segment.entry && panel.view.entries[segment.entry];
  if (entry) return `${segment.entry} ${entry.unit}`;
  return [panel.say(`segment_${segment.kind}`), segment.title].filter(Boolean).join(" · ");
}

/** Whatever an id stands for: an entry, a cue, a segment or a judge. */
export function nameOf(panel, id) {
  const { entries = {}, settings, rundown = [] } = panel.view;
  if (entries[id]) return `${id} ${entries[id].unit}`;
  const judge = settings?.judges.find((one) => one.id === id);
  if (judge) return judge.name;
  const session = settings?.sessions?.find((one) => one.id === id);
  if (session) return session.name;
  const segment = rundown.find((one) => one.id === id);
  return segment ? segmentWords(panel, segment) : cueName(panel, id);
}
