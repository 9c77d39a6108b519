"""The whole server on a thread of the test's own process, on each of its write paths: what stands behind
a socket can be looked at, and asked from the server's own loop."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from websockets.client import ClientProtocol
from websockets.frames import Close, Frame, Opcode
from websockets.sync.client import ClientConnection, connect
from websockets.uri import parse_uri

from server.app import build
from server.cli import serve as serve_app
from server.screens.lines import Bounds
from server.settings import Settings
from server.show.commands import Message
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.server_process import CODE, PATIENCE, SAMPLE, wait_until
from tests.support.tls_socket import TLSSocket

CERTIFICATE = Path(__file__).with_name("localhost.pem")
PATHS: dict[str, dict[str, Any]] = {
    "direct": {"loop": "uvloop"},
    "asyncio": {"loop": "asyncio", "http": "h11"},
    "tls": {"loop": "uvloop", "ssl_certfile": str(CERTIFICATE)},
}


class Run:
    """A running server; `app.state` is the program's own. `loop`: another one than the path has, with uvicorn's
    HTTP as it is in earnest."""

    def __init__(
        self, folder: Path, path: str, transport: dict[str, Any], bounds: Bounds | None = None, loop: str = "",
        **settings: Any,
    ) -> None:  # fmt: skip
        self.app = build(Settings(SAMPLE, folder, **{"code": CODE} | settings))
        self.tls = path.endswith("tls")
        self.bound = serve_app.listen("127.0.0.1", 0)
        self.address = self.bound.getsockname()
        way = {"loop": loop} if loop else PATHS[path]
        self.server = uvicorn.Server(serve_app.config(self.app, bounds, **way | transport))
        self.thread = threading.Thread(target=self._run)
        self.made = 0

    def _run(self) -> None:
        async def serve() -> None:
            self.loop = asyncio.get_running_loop()
            await self.server.serve(sockets=[self.bound])

        with asyncio.Runner(loop_factory=self.server.config.get_loop_factory()) as runner:
            runner.run(serve())

    @property
    def state(self) -> Any:
        return self.app.state

    def call(self, function: Callable[[], Any]) -> Any:
        """What `function` gives when it is called between two turns of the server's loop."""

        async def called() -> Any:
            return function()

        return asyncio.run_coroutine_threadsafe(called(), self.loop).result(PATIENCE)

    def message(self, *texts: str) -> None:
        """As many commands as there are texts, with nothing in between: each is a patch of `monitor`."""

        def perform() -> None:
            for text in texts:
                self.made += 1
                done = self.state.director.perform(Envelope(f"m{self.made}", Message(text)), Who("operator", "panel"))
                assert done["type"] == "ack"

        self.call(perform)

    def connected(self, below: socket.socket | None = None) -> Any:
        """A socket that is through to the server, over TLS where it speaks that; `below` is one that is."""
        made = below or socket.create_connection(self.address, PATIENCE)
        if not self.tls:
            return made
        return TLSSocket(made, ssl.create_default_context(cafile=CERTIFICATE), "127.0.0.1")

    def open(self, view: str, sock: socket.socket | None = None, **kwargs: Any) -> ClientConnection:
        address = f"ws://127.0.0.1:{self.address[1]}/ws/{view}"
        return connect(address, sock=self.connected(sock), open_timeout=PATIENCE, close_timeout=2, **kwargs)


async def turns_until(condition: Callable[[], bool]) -> None:
    """Gives the loop its turns until something is so. What never is ends with the test's own patience."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  # nothing tells us but the loop's turns
            await asyncio.sleep(0)


class Bare:
    """A client on one thread that sends whatever it is told, right or wrong."""

    def __init__(self, run: Run, view: str) -> None:
        self.socket = run.connected()
        self.protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{run.address[1]}/ws/{view}"))
        self.protocol.send_request(self.protocol.connect())
        self.send(b"".join(self.protocol.data_to_send()))
        self.got: list[Any] = []
        assert not isinstance(self.next(), Frame) and self.protocol.handshake_exc is None

    def send(self, raw: bytes) -> None:
        self.socket.sendall(raw)

    def next(self) -> Any:
        """The response, then frame after frame."""
        while not self.got:
            received = self.socket.recv(65536)
            assert received, "the server has closed without a word"
            self.protocol.receive_data(received)
            self.got += self.protocol.events_received()
        return self.got.pop(0)

    def closed(self) -> int:
        while (frame := self.next()).opcode is not Opcode.CLOSE:
            pass
        return Close.parse(frame.data).code

    def __enter__(self) -> Bare:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()


@contextmanager
def running(
    folder: Path, path: str, transport: dict[str, Any] | None = None, **settings: Any
) -> Iterator[Run]:
    run = Run(folder, path, transport or {}, **settings)
    run.thread.start()
    try:
        wait_until(lambda: run.server.started, "the server")
        yield run
    finally:
        run.server.should_exit = True
        run.thread.join(PATIENCE)
        run.bound.close()
