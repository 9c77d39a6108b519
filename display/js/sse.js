/**
 * A line of Server-Sent Events, dressed as a WebSocket: for networks that let none through. There is no
 * way up: pings are answered here, by the time that came down, for as long as the server is heard.
 */
const SILENT_MS = 25000; // the server says something every ten seconds

/**
 * @param {string} url of the WebSocket that could not be opened
 * @param {(url: string) => EventSource} [open]
 */
export function stream(url, open = (at) => new EventSource(at)) {
  const events = open(url.replace(/^ws/, "http").replace("/ws/", "/events/"));
  // ms by which the server's clock is ahead of ours; what was longest under way says least.
  let ahead = -Infinity;
  let heard = performance.now();
  const line = {
    readyState: 0,
    send(text) {
      const { type, t } = JSON.parse(text);
      if (type === "resync") end();
      if (type !== "ping" || performance.now() - heard > SILENT_MS || ahead === -Infinity) return;
      const pong = JSON.stringify({ type: "pong", t, at: ahead + performance.now() });
      setTimeout(() => line.readyState === 1 && line.onmessage?.({ data: pong }));
    },
    close() {
      line.readyState = 3;
      events.close();
    },
  };
  const end = () => {
    line.close();
    line.onclose?.();
  };
  events.onopen = () => {
    line.readyState = 1;
    line.onopen?.();
  };
  events.onerror = end; // the line makes itself again, in its own time
  events.onmessage = ({ data }) => {
    heard = performance.now();
    const { type, at } = JSON.parse(data);
    if (type === "hello" || type === "pong") ahead = Math.max(ahead, at - heard);
    if (type !== "pong") line.onmessage?.({ data });
  };
  return line;
}
