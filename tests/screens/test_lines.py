"""Lines by ticks that the test gives, over transports that only remember how they ended; and over real sockets
where the system has its part in it."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from server.screens import lines as lines_module
from server.screens.lines import Bounds, Line, Lines, Stage
from tests.support.server_process import wait_until
from tests.support.socket_clients import PATIENT, receive
from tests.support.threaded_server import running

GET = b"GET /healthz HTTP/1.1\r\nhost: hall\r\n\r\n"


class Wire(asyncio.Transport):
    """Transport of a peer at an address."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 1)})
        self.ended = False

    def abort(self) -> None:
        self.ended = True

    def get_write_buffer_size(self) -> int:
        return 0


class Reader:
    """Owner of a line; it is told when its time is over."""

    held_up = False
    late = False

    def time_out(self) -> None:
        self.late = True


class Hall:
    """Lines whose time goes on by `tick`."""

    def __init__(self, **bounds: Any) -> None:
        self.lines = Lines(Bounds(**{"tick": 1.0, "head_seconds": 3} | bounds))
        self.total = 0

    def open(self, address: str = "10.0.0.1") -> tuple[Line, Wire, Reader]:
        self.total += 1
        wire, reader = Wire(address), Reader()
        return self.lines.open(wire, reader, self.total), wire, reader

    def tick(self, times: int = 1) -> None:
        for _ in range(times):
            if self.lines._timer:
                self.lines._timer.cancel()
            self.lines._tick()


async def test_a_head_has_its_time_and_no_more() -> None:
    hall = Hall()
    _, _, silent = hall.open()
    hall.tick(3)
    assert not silent.late
    hall.tick()
    assert silent.late


async def test_a_body_has_time_by_what_came_of_it_and_none_is_counted_while_nobody_takes_it() -> None:
    hall = Hall()
    line, _, reader = hall.open()
    hall.lines.enter(line, Stage.BODY)
    line.received = 2 * lines_module.BODY_RATE
    hall.tick(5)
    assert not reader.late
    reader.held_up = True
    hall.tick(9)
    reader.held_up = False
    hall.tick(3)
    assert not reader.late
    hall.tick()
    assert reader.late


async def test_an_answer_and_a_pause_are_not_hurried() -> None:
    hall = Hall()
    for stage in (Stage.ANSWERING, Stage.STREAMING, Stage.IDLE):
        line, wire, reader = hall.open()
        hall.lines.enter(line, stage)
        hall.tick(3)
        assert not (reader.late or wire.ended)


async def test_who_was_refused_may_read_why_and_then_has_to_go() -> None:
    hall = Hall()
    line, wire, _ = hall.open()
    hall.lines.enter(line, Stage.LEAVING)
    hall.lines.enter(line, Stage.READING)
    hall.tick(2)
    assert line.stage is Stage.LEAVING and not wire.ended
    hall.tick()
    assert wire.ended


async def test_an_address_keeps_so_many_silent_lines_and_the_newest_of_them() -> None:
    hall = Hall(silent=2, head_seconds=99)
    wires = [hall.open()[1] for _ in range(5)]
    other = hall.open("10.0.0.2")[1]
    hall.tick(2)
    assert not any(wire.ended for wire in wires), "a hall that comes in one moment is given one"
    hall.tick()
    assert [wire.ended for wire in wires] == [True, True, True, False, False] and not other.ended


async def test_the_address_with_most_silent_lines_gives_way_where_there_are_too_many() -> None:
    hall = Hall(lines=6)
    asked = hall.open("10.0.0.2")[0]
    hall.lines.enter(asked, Stage.ANSWERING)
    quiet = hall.open("10.0.0.3")[1]
    flood = [hall.open()[1] for _ in range(4)]
    assert not any(wire.ended for wire in flood)
    late = hall.open("10.0.0.4")[1]
    assert [wire.ended for wire in flood] == [True, False, False, False]
    assert not (asked.transport.ended or quiet.ended or late.ended)  # type: ignore[attr-defined]


async def test_where_nobody_is_silent_an_answer_gives_way_and_a_stream_never() -> None:
    hall = Hall(lines=2)
    streams, asks = hall.open("10.0.0.1"), hall.open("10.0.0.2")
    hall.lines.enter(streams[0], Stage.STREAMING)
    hall.lines.enter(asks[0], Stage.ANSWERING)
    assert not hall.open("10.0.0.3")[1].ended and asks[1].ended and not streams[1].ended
    hall = Hall(lines=1)
    hall.lines.enter(hall.open()[0], Stage.STREAMING)
    assert hall.open("10.0.0.2")[1].ended, "there is none but the newcomer"


async def test_the_timer_ends_with_the_last_line() -> None:
    hall = Hall()
    line = hall.open()[0]
    hall.tick()
    assert hall.lines._timer
    hall.lines.close(line)
    hall.lines.close(line)
    hall.tick()
    assert hall.lines._timer is None


# --- over real sockets -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["direct", "tls"])
def test_a_crowd_that_says_nothing_keeps_no_page_screen_or_panel_out(tmp_path: Path, path: str) -> None:
    with running(tmp_path, path, bounds=Bounds(lines=8)) as run:
        crowd = [run.connected() for _ in range(20)]
        token = {"authorization": f"Bearer {run.state.access.token('operator')}"}
        with run.open("control", additional_headers=token) as panel, run.open("stage") as screen:
            assert receive(panel, "snapshot") and receive(screen, "snapshot")
            page = run.connected()
            page.sendall(GET)
            assert page.recv(65536).startswith(b"HTTP/1.1 200")
            page.close()
        for line in crowd:
            line.close()


def narrowed(connection: Any) -> None:
    """The system keeps as little as it can of what the server has sent."""
    connection.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)


def test_who_reads_nothing_of_what_waits_for_it_has_gone(tmp_path: Path) -> None:
    """The one who vanished: its system takes what its buffers hold, and nothing more is ever read."""
    bounds = Bounds(unread_seconds=0.5, tick=0.05)
    with running(tmp_path, "direct", bounds=bounds) as run, socket.socket() as gone:
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        gone.connect(run.address)
        gone.sendall(b"GET /events/monitor HTTP/1.1\r\nhost: hall\r\n\r\n")
        reads = socket.create_connection(run.address, PATIENT)
        reads.sendall(b"GET /events/monitor HTTP/1.1\r\nhost: hall\r\n\r\n")
        wait_until(lambda: run.call(lambda: len(run.state.hub)) == 2, "both readers")
        run.call(lambda: [narrowed(one) for one in run.server.server_state.connections])

        def swept() -> bool:
            run.message(*(f"{number} " + "长" * 50 for number in range(60)))
            reads.recv(1 << 20)
            return run.call(lambda: len(run.state.hub)) == 1

        wait_until(swept, "the end of the one who has gone")
        run.message("还在")
        received = b""
        while "还在".encode() not in received:
            more = reads.recv(1 << 20)
            assert more, "the reader that reads was dropped"
            received += more
        reads.close()
