/**
 * How the screens, the server, the journal, Redis and the disk are, from the presence that the server sends:
 * a few signs for the strip, a key and its facts for the words, and how much it matters. Pure.
 * @typedef {{kind: string, output?: string, level: string, short: string, key: string, facts: object}} Row
 */
export const WORST = ["quiet", "good", "warn", "bad"];

const SLOW_MS = 150; // a round trip from which a change is seen to come late
const UNSURE_MS = 50; // doubt of a clock from which two screens are seen to differ
const FEW_FRAMES = 0.8; // of the glass's own pace
const LATE_MS = 50; // a loop that is late by so much is felt
const BUSY = 85; // per cent of a core
const LITTLE_MB = 2000;
const NO_ROOM_MB = 200;
const AWAY = new Set(["degraded", "diverged", "fenced"]);

/** @returns {Row[]} */
export function judged(presence, online) {
  const outputs = Object.entries(presence.outputs).filter(([output]) => output !== "watch");
  const rows = outputs.map(([output, facts]) => screens(output, facts));
  const { server: own } = presence;
  return [...rows, server(own, online), journal(own), redis(presence), disk(own)];
}

const SIGNS = { good: "✓", bad: "✗" };

/** A row that is well or not, and has no number. */
const plain = (kind, level, key) => ({ kind, level, short: SIGNS[level] ?? "–", key, facts: {} });

function screens(output, { screens: count, showing, unpaired, vitals, list }) {
  const kind = "screens";
  if (!count)
    return {
      kind,
      output,
      level: unpaired ? "warn" : "quiet",
      short: unpaired ? `0+${unpaired}` : "–",
      key: unpaired ? "healthUnpaired" : "noScreens",
      facts: { n: unpaired },
    };
  if (!vitals)
    return {
      kind,
      output,
      level: "good",
      short: `${showing}/${count}`,
      key: "onProgram",
      facts: { showing, screens: count },
    };
  const refresh = Math.max(...list.map((one) => one.vitals?.refresh ?? 0));
  const slow = vitals.trip > SLOW_MS || vitals.lag > UNSURE_MS;
  const jerky = vitals.fps < FEW_FRAMES * Math.min(refresh, 60);
  return {
    kind,
    output,
    level: slow || jerky ? "warn" : "good",
    short: `${showing}/${count} ${Math.round(vitals.trip)}ms ${Math.round(vitals.fps)}`,
    key: "healthScreens",
    facts: { showing, screens: count, ...vitals, refresh },
  };
}

function server(facts, online) {
  const kind = "server";
  if (!online) return { kind, level: "bad", short: "×", key: "disconnected", facts: {} };
  if (!facts) return { kind, level: "quiet", short: "–", key: "healthUnknown", facts: {} };
  const level = facts.loop > LATE_MS || facts.cpu > BUSY ? "warn" : "good";
  const memory = facts.memory ?? "?";
  return {
    kind,
    level,
    short: `${Math.round(facts.loop)}ms ${Math.round(facts.cpu)}% ${memory}MB`,
    key: "healthServer",
    facts: { ...facts, memory },
  };
}

function journal(facts) {
  const word = facts?.journal ?? "none";
  const level = { durable: "good", doubt: "bad", damaged: "bad" }[word] ?? "quiet";
  return plain("journal", level, `healthJournal_${word}`);
}

function redis({ redis: word = "none" }) {
  const level = word === "none" ? "quiet" : AWAY.has(word) ? "bad" : "good";
  return plain("redis", level, `healthRedis_${word}`);
}

function disk(facts) {
  const kind = "disk";
  if (facts?.disk == null) return { kind, level: "quiet", short: "–", key: "healthUnknown", facts: {} };
  const level = facts.disk < NO_ROOM_MB ? "bad" : facts.disk < LITTLE_MB ? "warn" : "good";
  const gigabytes = facts.disk < 10000 ? (facts.disk / 1000).toFixed(1) : `${Math.round(facts.disk / 1000)}`;
  return { kind, level, short: `${gigabytes}GB`, key: "healthDisk", facts: { gigabytes } };
}
