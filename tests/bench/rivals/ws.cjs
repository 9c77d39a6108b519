// The library ws on Node. node ws.cjs PORT SIZE
const { WebSocketServer } = require("ws");
const server = new WebSocketServer({ host: "127.0.0.1", port: +process.argv[2], backlog: 4096 });
const text = "x".repeat(+process.argv[3]);
process.on("SIGUSR2", () => server.clients.forEach((page) => page.send(text)));
