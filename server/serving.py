"""One start of the server in this process: the listening socket, uvicorn's limits, its end.

The socket is bound here and not by uvicorn, so that a port in use is told in words a technician can
act on, before the journal is opened or anything is printed. The limits of every WebSocket stand here
and nowhere else.
"""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from server.door import Door
from server.settings import MAX_MESSAGE

GRACE = 2
"""Seconds that open pages get to leave when the server stops; they come back by themselves."""


class CannotListenError(OSError):
    """The address is taken, forbidden or not ours. The text says what to do."""


def listen(host: str, port: int, share: bool = False) -> socket.socket:
    """A bound socket for `host` and `port` (0: any free one). `share`: several processes may listen there
    and the system spreads the connections, where it can (SO_REUSEPORT). Raises CannotListenError."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = found[0]
    except OSError as error:
        raise CannotListenError(f"{host} is no address of this machine: try --host 0.0.0.0.") from error
    bound = socket.socket(family, socket.SOCK_STREAM)
    # On Windows SO_REUSEADDR would let two servers share a port; elsewhere it only skips TIME_WAIT.
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if exclusive is None else exclusive, 1)
    if share and hasattr(socket, "SO_REUSEPORT"):
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        bound.bind(address)
        bound.listen(2048)
    except OSError as error:
        bound.close()
        raise CannotListenError(_why(host, port, error)) from error
    return bound


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} is in use, perhaps by a Limelight that still runs:"
            f" stop that one, or choose another port with --port {port + 1}."
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} needs an administrator: choose one above 1024 with --port 8000."
    return f"cannot listen on {host} ({os.strerror(error.errno or 0)}): try --host 0.0.0.0."


class _Server(uvicorn.Server):
    """uvicorn, which says when it really listens."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.announce()


def config(app: Any, **more: Any) -> uvicorn.Config:
    """How uvicorn is told to serve; `more` wins."""
    limits = {
        "log_config": None,
        "access_log": False,
        "lifespan": "on",
        "ws": Door(app),  # uvicorn calls it as it calls a class
        "ws_max_size": MAX_MESSAGE,
        "ws_max_queue": 32,
        "ws_ping_interval": 20,
        "ws_ping_timeout": 20,
        "ws_per_message_deflate": False,
        "server_header": False,
        "timeout_graceful_shutdown": GRACE,
    }
    return uvicorn.Config(app, **limits | more)


def run(app: Any, bound: socket.socket, log_level: str, announce: Callable[[], None]) -> bool:
    """Serves until Ctrl+C or SIGTERM. `announce` is called once pages can be opened. False: the
    application could not start, and the log says why."""
    logging.basicConfig(level=log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        _Server(config(app), announce).run(sockets=[bound])
    except KeyboardInterrupt:
        return True
    except SystemExit:  # how uvicorn tells that the application's startup failed
        return False
    return True
