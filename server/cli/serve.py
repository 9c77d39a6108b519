"""Server process: the listening socket, uvicorn's limits, room for descriptors, the end.

The socket is bound here and not by uvicorn, so that a port in use is reported in words a technician can
act on, before the journal is opened or anything is printed. The limits of every WebSocket stand here
and nowhere else.
"""

from __future__ import annotations

import errno
import gc
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import uvicorn

from server.cli.logs import configure
from server.cli.recordings import ENGLISH
from server.screens.lines import Bounds
from server.screens.upgrade import Upgrade
from server.settings import MAX_MESSAGE
from server.texts.say import say

SHUTDOWN_GRACE = 2
"""Seconds that open pages get to leave when the server stops; they come back by themselves."""


RESERVED_FDS = 200
"""Descriptors beside those of the screens: the journal, pages that are being fetched, panels."""

OWN_FDS = 64
"""Those of them that are for files and never for a connection: the journal, media, Redis, the loop's own."""

log = logging.getLogger(__name__)


class CannotListenError(OSError):
    """The address is taken, forbidden or not ours. The text says what to do."""


def make_room(screens: int) -> int:
    """Number of screens that there is room for, once the system has been asked for as many descriptors as
    `screens` need (RLIMIT_NOFILE). On Windows there is no such limit."""
    try:
        import resource
    except ImportError:
        return screens
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = screens + RESERVED_FDS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return screens
    log.warning(
        "there is room for %d screens, not for the %d of LIMELIGHT_SCREENS: this system lets a program open"
        " %d files and connections. Raise it with “ulimit -n %d” before the start, or LimitNOFILE= in a unit.",
        soft - RESERVED_FDS, screens, soft, wanted,
    )  # fmt: skip
    return soft - RESERVED_FDS


def max_lines() -> int:
    """Number of connections that there are descriptors for; 0: the system sets no limit."""
    try:
        import resource
    except ImportError:
        return 0
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 0 if soft == resource.RLIM_INFINITY else max(1, soft - OWN_FDS)


def listen(host: str, port: int, share: bool = False) -> socket.socket:
    """Bound socket for `host` and `port` (0: any free one). `share`: several processes may listen there
    and the system spreads the connections, where it can (SO_REUSEPORT). Raises CannotListenError."""
    try:
        addresses = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = addresses[0]
    except OSError as error:
        raise CannotListenError(say("terminal.no_address", ENGLISH, host=host)) from error
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
        return say("terminal.port_in_use", ENGLISH, port=port, next=port + 1)
    if error.errno in (errno.EACCES, errno.EPERM):
        return say("terminal.port_forbidden", ENGLISH, port=port)
    return say("terminal.cannot_listen", ENGLISH, host=host, why=os.strerror(error.errno or 0))


def _keep_what_is_loaded() -> None:
    """Modules and the event live as long as the server. A full pass of the garbage collector through them
    took 35 ms, two frames, in the middle of a show, and came again with each quarter more of the crowd."""
    gc.collect()
    gc.freeze()


class _Server(uvicorn.Server):
    """uvicorn, which says when it really listens, and when it is about to end."""

    def __init__(
        self,
        config: uvicorn.Config,
        announce: Callable[[], None],
        leave: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(config)
        self.announce, self.leave = announce, leave

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _keep_what_is_loaded()
            self.announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.leave:  # a standby need not wait for pages that take their time
            await self.leave()
        await super().shutdown(sockets)


def config(app: Any, bounds: Bounds | None = None, **more: Any) -> uvicorn.Config:
    """Configuration of uvicorn; `more` wins over ours."""
    upgrade = Upgrade(app, bounds)  # uvicorn calls what it is given as it calls a class
    limits = {
        "log_config": None,
        "access_log": False,
        "lifespan": "on",
        "http": upgrade.http,
        "ws": upgrade,
        "ws_max_size": MAX_MESSAGE,
        "ws_max_queue": 32,
        "ws_ping_interval": 20,
        "ws_ping_timeout": 20,
        "ws_per_message_deflate": False,
        "server_header": False,
        "proxy_headers": False,  # nobody's word about a visitor's address counts who was not named
        "timeout_graceful_shutdown": SHUTDOWN_GRACE,
    }
    return uvicorn.Config(app, **limits | more)


def run(
    app: Any,
    bound: socket.socket,
    log_level: str,
    announce: Callable[[], None],
    screens: int = 0,
    transport: Mapping[str, Any] | None = None,
    leave: Callable[[], Awaitable[None]] | None = None,
) -> bool:
    """Run of the application until Ctrl+C or SIGTERM, with room for `screens`. `announce` is called once
    pages can be opened, `leave` before they are closed; `transport`: what the configuration says of
    certificates and proxies. False: the application could not start, and the log says why."""
    if not logging.getLogger().handlers:
        configure(log_level)
    make_room(screens)
    try:
        _Server(config(app, Bounds(lines=max_lines()), **(transport or {})), announce, leave).run(sockets=[bound])
    except KeyboardInterrupt:
        return True
    except SystemExit:  # how uvicorn reports that the application's startup failed
        return False
    finally:
        gc.unfreeze()
    return True
