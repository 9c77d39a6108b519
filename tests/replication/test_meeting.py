"""The meeting of two machines by HTTP, with a real server at the other end."""

from __future__ import annotations

import asyncio
import socket
import threading
from pathlib import Path

from server.replication.generation import Generation, Statement
from server.replication.meeting import ask_all, exchange, meet_all
from tests.support.server_process import free_port
from tests.support.two_machines import primary_in


async def test_each_learns_of_the_other(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as machine:
        own = Generation(tmp_path / "own.json", key=machine.state.generation.key, of="http://10.0.0.5:8000")
        own.remember([machine.address, f"http://127.0.0.1:{free_port()}"])
        (answer,) = await ask_all(own, [])
        assert answer.id == machine.state.generation.id and answer.serves
        assert not machine.state.fenced, "a follower deposes nobody"
        own.promote()
        met: list[Statement] = []

        async def deposed(other: Statement) -> bool:
            met.append(other)
            raise asyncio.CancelledError

        await asyncio.gather(meet_all(own, ["http://10.0.0.6:8000"], deposed), return_exceptions=True)
        assert met and machine.state.fenced, "the one that asks tells, too"
        assert machine.state.failover.writer == "http://10.0.0.6:8000"
        stranger = Generation(tmp_path / "stranger.json")
        assert exchange(machine.address, stranger.statement([])) is None


def test_whatever_else_listens_at_an_old_address_is_no_machine_of_ours(tmp_path: Path) -> None:
    """An old lease of an address: there is a printer now."""
    statement = Generation.of_folder(tmp_path).statement([])
    for words in (b"220 ready\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}", b""):
        with socket.create_server(("127.0.0.1", 0)) as printer:
            def answer(printer: socket.socket = printer, words: bytes = words) -> None:
                line, _ = printer.accept()
                with line:
                    line.recv(65536)
                    line.sendall(words)

            answering = threading.Thread(target=answer)
            answering.start()
            assert exchange(f"http://127.0.0.1:{printer.getsockname()[1]}", statement) is None
            answering.join()
