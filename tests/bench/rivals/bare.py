"""The floor of Python: the C loop's program with `os.write`, and nothing else. bare PORT SIZE"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys

PORT, SIZE = map(int, sys.argv[1:])
FRAME = bytes((0x81, 126, *divmod(SIZE, 256))) + b"x" * SIZE
ACCEPTED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)


def write_all(pages: list[int]) -> None:
    write, frame = os.write, FRAME
    for fd in pages:
        write(fd, frame)


def main() -> None:
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    signal.signal(signal.SIGUSR2, lambda *_: None)
    loop, connections, pages = select.epoll(), {}, []
    with socket.create_server(("127.0.0.1", PORT), backlog=4096) as ear:
        for fd in (ear.fileno(), told):
            loop.register(fd, select.EPOLLIN)
        while True:
            for fd, _ in loop.poll():
                if fd == ear.fileno():
                    page, _ = ear.accept()
                    page.setblocking(False)
                    connections[page.fileno()] = page
                    loop.register(page, select.EPOLLIN)
                elif fd == told:
                    os.read(told, 64)
                    write_all(pages)
                elif not os.read(fd, 4096):
                    connections.pop(fd).close()
                elif fd not in pages[-1:]:
                    pages.append(fd)
                    os.write(fd, ACCEPTED)


main()
