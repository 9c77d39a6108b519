"""The least that a Python server does with a command: it is written, then it is passed on. passing PORT"""

from __future__ import annotations

import sqlite3
import sys
import tempfile

import uvloop
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosedError

ACK = '{"type":"ack"}'
PATCH = '{"type":"patch"}'
screens: set[ServerConnection] = set()


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        journal = sqlite3.connect(f"{folder}/journal", isolation_level=None)
        journal.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE events (event TEXT);")

        async def page(connection: ServerConnection) -> None:
            if connection.request and connection.request.path != "/ws/control":
                screens.add(connection)
            try:
                async for message in connection:
                    journal.execute("INSERT INTO events VALUES (?)", (message,))
                    for one in tuple(screens):
                        await one.send(PATCH)
                    await connection.send(ACK)
            except ConnectionClosedError:
                pass  # gone without a word
            finally:
                screens.discard(connection)

        async with serve(page, "127.0.0.1", int(sys.argv[1]), compression=None) as server:
            await server.serve_forever()


uvloop.run(main())
