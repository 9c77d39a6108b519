"""Who is measured beside us: how each is started, reached and told to send, or why it is not there.

Each server sends a text of `SIZE` bytes to everybody when it is told to. npm packages go into a folder
of the cache that git ignores; nothing is installed into the system.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.server_process import Server

SIZE = 300
HERE = Path(__file__).parent / "rivals"
CACHE = Path(__file__).parents[2] / ".bench"
SOCKET_IO = "/socket.io/?EIO=4&transport=websocket"
NPM = ("ws@8", "socket.io@4")
NODECG = "nodecg@2"
BUNDLE = {"name": "bench", "version": "1.0.0", "nodecg": {"compatibleRange": "^2.0.0"}}
NCHAN = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/log; load_module {module};
worker_rlimit_nofile 20000;
events {{ worker_connections 40000; }}
http {{ access_log off; server {{ listen 127.0.0.1:{port} backlog=4096;
  location /page {{ nchan_subscriber websocket; nchan_channel_id one; }}
  location /send {{ nchan_publisher; nchan_channel_id one; nchan_message_buffer_length 1; }} }} }}
"""
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")


@dataclass
class Contender:
    """`command(port)` starts it; `send(process, port)` makes it send once."""

    name: str
    command: Callable[[int], list[str]]
    path: str = "/"
    greeting: str = ""
    send: Callable[[subprocess.Popen[str], int], None] = lambda process, port: process.send_signal(signal.SIGUSR2)
    environment: dict[str, str] = field(default_factory=dict)


def compiled(name: str) -> str:
    """The path of a C program of `rivals`, made when it is not there or older. Raises without `cc`."""
    made, source = CACHE / name, HERE / f"{name}.c"
    CACHE.mkdir(exist_ok=True)
    if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O2", "-o", str(made), str(source)], check=True)
    return str(made)


def contenders(folder: Path) -> tuple[list[Contender], list[str]]:
    """Those that can be had here, the floor and ours first; and what the others want."""
    floor = compiled("floor")
    python = lambda name: lambda port: [sys.executable, str(HERE / f"{name}.py"), f"{port}", f"{SIZE}"]  # noqa: E731
    found = [
        Contender("a C send() loop", lambda port: [floor, f"{port}", f"{SIZE}"]),
        ours(folder),
        alone(folder / "alone"),
        alone(folder / "plain", batched=False),
        Contender("a Python os.write() loop", python("bare")),
        Contender("Starlette, await send_text", python("naive")),
        Contender("websockets, broadcast()", python("broadcasting")),
    ]
    more, missing = [_node(folder), _nodecg(folder), _nchan(folder)], []
    for group, wants in more:
        found += group
        missing += wants
    return found, missing


def passing() -> Contender:
    """Beside the operator's command: a server that writes it down and passes it on, and does no more."""
    return Contender("passing on", lambda port: [sys.executable, str(HERE / "passing.py"), f"{port}"])


def ours(folder: Path) -> Contender:
    """`limelight serve`, and a ticker of the overlay as an operator puts it."""
    server = Server(folder / "ours")
    server.folder.mkdir(parents=True, exist_ok=True)
    puts = iter(range(1_000_000))

    def command(port: int) -> list[str]:
        server.port = port
        return [sys.executable, "-m", "server", "serve", str(server.event), "--host", "127.0.0.1", "--port", f"{port}",
                "--data", str(server.folder)]  # fmt: skip

    def send(process: subprocess.Popen[str], port: int) -> None:
        """The patch that carries so long a text has `SIZE` bytes."""
        answer = server.do("put", element="ticker", text=f"{next(puts):06}".ljust(SIZE - 103, "x"))
        assert answer["type"] == "ack", answer

    return Contender("Limelight", command, "/ws/watch", "", send, {"LIMELIGHT_SCREENS": "100000"})


def alone(folder: Path, batched: bool = True) -> Contender:
    """The same as the floor does: no command, no journal, no answer, only the pass."""
    folder.mkdir(exist_ok=True)
    how = () if batched else ("plain",)
    command = lambda port: [sys.executable, "-m", "tests.bench.rivals.alone", f"{port}", f"{SIZE}", f"{folder}", *how]  # noqa: E731
    return Contender(f"Limelight, the pass alone{', a call a page' if how else ''}", command, "/ws/watch")


def _npm(folder: Path, *packages: str) -> str:
    """Installs what is not there yet; why not, or nothing."""
    wants = ", ".join(one.partition("@")[0] for one in packages)
    if not shutil.which("npm"):
        return f"{wants}: sudo apt-get install nodejs npm"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text("{}")
    if not all((folder / "node_modules" / one.partition("@")[0]).exists() for one in packages):
        install = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--silent", *packages]
        if subprocess.run(install, cwd=folder, timeout=900).returncode:
            return f"{wants}: npm could not install them"
    return ""


def _node(folder: Path) -> tuple[list[Contender], list[str]]:
    trouble = _npm(CACHE, *NPM)
    if trouble:
        return [], [trouble]
    node = lambda name: lambda port: ["node", str(HERE / f"{name}.cjs"), f"{port}", f"{SIZE}"]  # noqa: E731
    where = {"NODE_PATH": str(CACHE / "node_modules")}
    return [
        Contender("Node, ws", node("ws"), environment=where),
        Contender("Node, socket.io", node("socketio"), SOCKET_IO, "40", environment=where),
    ], []


def _nodecg(folder: Path) -> tuple[list[Contender], list[str]]:
    """NodeCG with one bundle, which is its whole folder; it takes its port from a file."""
    home = CACHE / "nodecg"
    home.mkdir(parents=True, exist_ok=True)
    (home / "package.json").write_text(json.dumps(BUNDLE))
    trouble = _npm(home, NODECG)
    if trouble:
        return [], [trouble]
    shutil.copy(HERE / "nodecg.cjs", home / "extension.js")

    def command(port: int) -> list[str]:
        (folder / "nodecg.json").write_text(json.dumps({"host": "127.0.0.1", "port": port}))
        start = f"cd '{home}' && exec node node_modules/nodecg/index.js --cfgPath '{folder}'"
        return ["sh", "-c", start]

    return [Contender("NodeCG", command, SOCKET_IO, "40", environment={"SIZE": f"{SIZE}"})], []


def _nchan(folder: Path) -> tuple[list[Contender], list[str]]:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx or not MODULE.exists():
        return [], ["nchan: sudo apt-get install nginx-light libnginx-mod-nchan"]

    def command(port: int) -> list[str]:
        (folder / "nchan.conf").write_text(NCHAN.format(folder=folder, port=port, module=MODULE))
        return [nginx, "-c", str(folder / "nchan.conf"), "-p", str(folder)]

    def send(process: subprocess.Popen[str], port: int) -> None:
        text = uuid.uuid4().hex.ljust(SIZE, "x").encode()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/send", text, timeout=60).close()

    return [Contender("nginx, nchan", command, "/page", "", send)], []
