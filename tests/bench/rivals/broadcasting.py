"""`broadcast()` of the library websockets, on uvloop. broadcasting PORT SIZE"""

from __future__ import annotations

import asyncio
import signal
import sys

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

pages: set[ServerConnection] = set()
TEXT = "x" * int(sys.argv[2])


async def page(connection: ServerConnection) -> None:
    pages.add(connection)
    await connection.wait_closed()
    pages.discard(connection)


async def main() -> None:
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, lambda: broadcast(pages, TEXT))
    async with serve(page, "127.0.0.1", int(sys.argv[1]), backlog=4096) as server:
        await server.serve_forever()


uvloop.run(main())
