/** Finding one's way in the rundown. Pure: the `rundown` slice in, cues out; which plays, the server says. */

/** Every cue with its segment, in running order. */
export function rows(rundown) {
  return rundown.flatMap((segment) => segment.cues.map((cue) => ({ segment, cue })));
}

/** The id of the cue `by` playing steps from `from` (or from the start), or null at the end. */
export function step(rundown, from, by) {
  const all = rows(rundown);
  let at = all.findIndex(({ cue }) => cue.id === from);
  if (at < 0) at = by > 0 ? -1 : all.length;
  for (let n = at + by; n >= 0 && n < all.length; n += by) if (all[n].cue.plays) return all[n].cue.id;
  return null;
}

/** The first playing cue of the segment before or after the one that holds `from`. */
export function segmentStep(rundown, from, by) {
  let at = rundown.findIndex((segment) => segment.cues.some((cue) => cue.id === from));
  if (at < 0) at = by > 0 ? -1 : rundown.length;
  for (let n = at + by; n >= 0 && n < rundown.length; n += by) {
    const first = rundown[n].cues.find((cue) => cue.plays);
    if (first) return first.id;
  }
  return null;
}

/** The id that `moved` must stand before to go one place up (-1) or down (1), or undefined: it can't. */
export function beside(ids, moved, by) {
  const at = ids.indexOf(moved);
  if (by < 0) return at > 0 ? ids[at - 1] : undefined;
  if (at < 0 || at === ids.length - 1) return undefined;
  return ids[at + 2] ?? null;
}
