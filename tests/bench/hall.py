"""What a crowd costs the hall: the operator's command to one display, and pages that stop reading."""

from __future__ import annotations

import itertools
import json
import socket
import statistics
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from tests.bench import fanout
from tests.bench.contenders import SIZE, Contender, compiled, ours, passing
from tests.bench.figures import p95
from tests.support.crowd_client import SHAKE
from tests.support.server_process import Server, free_port

TIMES, PAUSE = 200, 0.02  # seconds between two commands; a processor has then forgotten most of the program
PAGES, STALLED, SENDS, FILL, AT_ONCE = 1000, 5, 40, 1000, 50
MANY, BACK = 10_000, (250, 3000)  # pages that lose the server together, and ms until they try again: socket.js
_ids = itertools.count()


def measure(folder: Path) -> list[str]:
    """Lines of the table."""
    folder.mkdir(exist_ok=True)
    one = ours(folder)
    port = free_port()
    with fanout.Program(one.command(port), 0, folder, {"LIMELIGHT_CODE": "BENCH-2345"} | one.environment) as server:
        fanout.listening(port)
        told = Server(folder / "ours")
        told.port = port
        told.get("/readyz")  # it has made its keys by then
        token = told.token
        address = f"ws://127.0.0.1:{port}/ws"
        direct, busy = _commands(port, token), _commands(port, token, at_once=True)
        crowd = [compiled("crowd"), f"{port}", one.path, f"{PAGES}", f"{SIZE - 20}", ""]
        with fanout.Program(crowd, 1, folder) as load:
            load.line()
            before = _sends(one, server, load, port)
            load.tell(f"stall {STALLED}")
            with connect(f"{address}/control", additional_headers={"authorization": f"Bearer {token}"}) as panel:
                for _ in range(FILL // AT_ONCE):
                    _fill(panel)
            after = _sends(one, server, load, port)
        many = fanout.room(MANY)
        crowd[3] = f"{many}"
        with fanout.Program(crowd, 1, folder) as load:
            load.line()
            calm = _commands(port, token)
            back, meanwhile = _back(load, port, token)
    port, least = free_port(), passing()
    with fanout.Program(least.command(port), 0, folder, least.environment):
        fanout.listening(port)
        bare, bare_busy = _commands(port, token), _commands(port, token, at_once=True)
    return [
        _row("command over the operator's socket → one display", direct),
        _row(f"the same with {many:,} pages beside it", calm),
        _row(f"the same while they all come back, {BACK[0]} to {BACK[1]} ms after they had gone", meanwhile),
        f"| from their going until the last of them is back | {back:.2f} s | | 1 |",
        _row("the same through a server that writes it down, passes it on and does no more", bare),
        _row("commands one upon the other: each as soon as the last is answered", busy),
        _row("the same through the server that does no more", bare_busy),
        *(
            _row(f"patch → {which} of {PAGES} pages, {words}", [one[at] / 1e6 for one in taken])
            for at, which in ((0, "half"), (2, "the last"))
            for words, taken in (("all reading", before), (f"{STALLED} of them stalled", after))
        ),
    ]


def _sends(one: Contender, server: fanout.Program, load: fanout.Program, port: int) -> list[list[int]]:
    """ns until half, 99 of 100 and all of the pages have each message."""
    taken = []
    for _ in range(SENDS):
        time.sleep(fanout.REST)  # else each would wait for the crowd's pace, and a delay would not be seen
        taken.append(fanout.send(one, server, load, port))
    return taken


def _commands(port: int, token: str, at_once: bool = False) -> list[float]:
    with _opened(port, "control", f"Authorization: Bearer {token}\r\n") as panel, _opened(port, "monitor") as screen:
        return [_command(panel, screen, 0 if at_once else PAUSE) for _ in range(TIMES)]


def _back(load: fanout.Program, port: int, token: str) -> tuple[float, list[float]]:
    """Everybody goes and comes back: seconds until the last is there, and the commands of that time."""
    with _opened(port, "control", f"Authorization: Bearer {token}\r\n") as panel, _opened(port, "monitor") as screen:
        load.say("again {} {}".format(*BACK))
        taken = []
        while not load.has_said():
            taken.append(_command(panel, screen))
    return int(load.line()[1]) / 1e9, taken


def _opened(port: int, view: str, header: str = "") -> socket.socket:
    """A bare connection: a client's own threads would be measured, too."""
    made = socket.create_connection(("127.0.0.1", port), timeout=fanout.PATIENCE)
    made.sendall(SHAKE.format(view=view).removesuffix("\r\n").encode() + f"{header}\r\n".encode())
    assert made.recv(12) == b"HTTP/1.1 101"
    time.sleep(1)  # what a new page is told is on its way
    return made


def _say(panel: ClientConnection, do: str, **fields: Any) -> None:
    panel.send(json.dumps({"id": f"h{next(_ids)}", "do": do, **fields}))


def _command(panel: socket.socket, screen: socket.socket, pause: float = PAUSE) -> float:
    """ms from the command's leaving to the patch's receipt, both in this process; on when it is answered."""
    time.sleep(pause)
    _empty(panel)
    _empty(screen)
    said = json.dumps({"id": f"h{next(_ids)}", "do": "message", "text": f"{time.time()}"})
    frame = Frame(Opcode.TEXT, said.encode()).serialize(mask=True)
    began = time.perf_counter()
    panel.sendall(frame)
    arrived = screen.recv(65536)
    taken = (time.perf_counter() - began) * 1000
    assert b'"patch"' in arrived, arrived
    answer = b""
    while b'"ack"' not in answer:
        answer += (received := panel.recv(65536))
        assert received, "the panel was closed"
    return taken


def _empty(page: socket.socket) -> None:
    page.setblocking(False)
    with suppress(BlockingIOError):
        while page.recv(65536):
            pass
    page.settimeout(fanout.PATIENCE)


def _fill(panel: ClientConnection) -> None:
    """More patches that the stalled do not read; on until all are acknowledged."""
    for _ in range(AT_ONCE):
        _say(panel, "put", element="ticker", text=f"{next(_ids)}".ljust(190, "y"))
    acks = 0
    while acks < AT_ONCE:
        acks += json.loads(panel.recv(timeout=fanout.PATIENCE))["type"] == "ack"


def _row(what: str, values: list[float]) -> str:
    return f"| {what} | {statistics.median(values):.2f} ms | {p95(values):.2f} ms | {len(values)} |"
