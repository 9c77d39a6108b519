/** Finding one's way in the rundown. Pure: the `rundown` and `entries` slices in, cues out. */

const OUT = new Set(["withdrawn", "cancelled", "postponed"]);
const MARKED = new Set(["scoring", "reveal", "previous"]);

/** Every cue with its segment, in running order. */
export function rows(rundown) {
  return rundown.flatMap((segment) => segment.cues.map((cue) => ({ segment, cue })));
}

/** Whether the running order stops at this cue (the server's rule, for the panel's arrows). */
export function plays(cue, entries) {
  if (cue.skipped) return false;
  const eligibility = cue.entry ? entries[cue.entry]?.eligibility : "competing";
  if (OUT.has(eligibility)) return false;
  return eligibility === "competing" || !MARKED.has(cue.scene);
}

/** The id of the cue `by` playing steps from `from` (or from the start), or null at the end. */
export function step(rundown, entries, from, by) {
  const all = rows(rundown);
  let at = all.findIndex(({ cue }) => cue.id === from);
  if (at < 0) at = by > 0 ? -1 : all.length;
  for (let n = at + by; n >= 0 && n < all.length; n += by) if (plays(all[n].cue, entries)) return all[n].cue.id;
  return null;
}

/** The first playing cue of the segment before or after the one that holds `from`. */
export function segmentStep(rundown, entries, from, by) {
  let at = rundown.findIndex((segment) => segment.cues.some((cue) => cue.id === from));
  if (at < 0) at = by > 0 ? -1 : rundown.length;
  for (let n = at + by; n >= 0 && n < rundown.length; n += by) {
    const first = rundown[n].cues.find((cue) => plays(cue, entries));
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
