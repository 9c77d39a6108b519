"""Limelight with no command before its pass: the whole server, told by a signal to send.

alone PORT SIZE FOLDER [plain]   plain: as where the kernel has no io_uring for us
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from server.app import build
from server.cli import serve
from server.screens.io_uring import batch
from server.settings import Settings
from tests.support.server_process import CODE, SAMPLE

PORT, SIZE = map(int, sys.argv[1:3])
FRAME = bytes((0x81, 126, *divmod(SIZE, 256))) + b"x" * SIZE
PAGES = 100_000


def main() -> None:
    if sys.argv[4:] == ["plain"]:
        batch().close()
    app = build(Settings(SAMPLE, Path(sys.argv[3]), code=CODE, max_screens=PAGES))

    def announce() -> None:
        push = app.state.hub.fanout.audience("watch").push
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, push, FRAME)

    serve.run(app, serve.listen("127.0.0.1", PORT), "warning", announce, PAGES)


main()
