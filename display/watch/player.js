/**
 * The organizer's stream under the overlay: HLS, a plain video file, or somebody's player in a frame. It
 * begins muted, since phones let nothing else begin by itself. A stream that is not there yet, or breaks,
 * is asked for again for ever; until then the key visual stands in its place and no word of trouble.
 */
import { h } from "../js/dom.js";

const AGAIN_MS = 5000;
const BEHIND_S = 20; // so far behind the live edge after a sleep: jump to it
const NATIVE = "application/vnd.apple.mpegurl";

/**
 * @param {HTMLElement} holder
 * @param {{kind: string, address: string, title: string}} stream
 * @param {{playing: (on: boolean) => void, muted: (on: boolean) => void}} on
 * @returns {{date(): number|null, sound(): void, wake(): void}} date: when (ms) what is seen was recorded,
 *   by the stream's own clock, where the player tells
 */
export function play(holder, stream, on) {
  if (stream.kind === "embed") return framed(holder, stream);
  if (stream.kind === "none") return { date: () => null, sound() {}, wake() {} };
  const video = h("video", { playsinline: "", "aria-label": stream.title || null });
  video.muted = video.autoplay = true;
  video.loop = stream.kind === "file";
  holder.append(video);
  const source = stream.kind === "hls" ? hls(video, stream.address) : file(video, stream.address);
  const again = () => {
    on.playing(false);
    setTimeout(source.load, AGAIN_MS * (1 + Math.random()));
  };
  source.failed = again;
  video.onerror = again;
  video.onplaying = () => {
    on.playing(true);
    on.muted(video.muted);
  };
  source.load();
  return {
    date: source.date,
    sound() {
      video.muted = false;
      video.play().catch(() => {});
      on.muted(video.muted);
    },
    wake() {
      source.wake?.();
      if (video.paused && video.readyState) video.play().catch(() => {});
    },
  };
}

/** Somebody else's page: it plays in its frame and gets nothing of ours. */
function framed(holder, { address, title }) {
  holder.append(
    h("iframe", {
      src: address,
      title,
      allow: "autoplay; fullscreen; encrypted-media; picture-in-picture",
      sandbox: "allow-scripts allow-same-origin allow-presentation allow-popups",
      referrerpolicy: "strict-origin-when-cross-origin",
    }),
  );
  return { date: () => null, sound() {}, wake() {} };
}

function file(video, address) {
  return { date: () => null, load: () => Object.assign(video, { src: urlOf(address) }) };
}

/** Safari plays HLS by itself, and tells its dates; for all others the library is fetched. */
function hls(video, address) {
  const native = typeof video.getStartDate === "function" && video.canPlayType(NATIVE);
  if (native) {
    const date = () => {
      const start = Number(video.getStartDate());
      return Number.isFinite(start) ? start + video.currentTime * 1000 : null;
    };
    return { date, load: () => Object.assign(video, { src: urlOf(address) }) };
  }
  const source = {
    made: null,
    failed() {},
    date: () => (source.made?.playingDate ? Number(source.made.playingDate) : null),
  };
  source.load = async () => {
    const { default: Hls } = await import("./vendor/hls.light.js");
    source.made?.destroy();
    source.made = new Hls({
      enableWorker: false,
      liveDurationInfinity: true,
      preferManagedMediaSource: typeof MediaSource === "undefined",
    });
    source.made.on(Hls.Events.ERROR, (_, fault) => fault.fatal && source.failed());
    source.made.loadSource(urlOf(address));
    source.made.attachMedia(video);
  };
  source.wake = () => {
    const edge = source.made?.liveSyncPosition;
    if (edge && edge - video.currentTime > BEHIND_S) video.currentTime = edge;
  };
  return source;
}

/** A name without a server is a file in the event's assets. */
function urlOf(address) {
  return address.includes("://") ? address : `/assets/${encodeURIComponent(address)}`;
}
