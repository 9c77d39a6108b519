// socket.io on Node. node socketio.cjs PORT SIZE
const { createServer } = require("node:http");
const { Server } = require("socket.io");
const http = createServer();
const io = new Server(http, { transports: ["websocket"] });
http.listen({ port: +process.argv[2], host: "127.0.0.1", backlog: 4096 });
const text = "x".repeat(+process.argv[3]);
process.on("SIGUSR2", () => io.emit("patch", text));
