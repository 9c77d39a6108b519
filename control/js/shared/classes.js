/** Names of classes: a part, and how it is now. Pure. */

/**
 * `named("mark", { faulty: true, draft: false })` → "mark mark--faulty".
 * @param {string} part
 * @param {Record<string, unknown>} states what is true of it
 */
export function named(part, states) {
  const now = Object.keys(states).filter((state) => state && states[state]);
  return [part, ...now.map((state) => `${part}--${state}`)].join(" ");
}
