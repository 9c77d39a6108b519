"""A display's socket on every write path: straight to the descriptor, through asyncio's transport, under TLS."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection

from server.screens import display_socket
from server.screens.display_socket import SEND_BUFFER_BYTES, DisplaySocket
from server.screens.io_uring import batch
from server.screens.outbox import MAX_ANSWERS
from tests.support.server_process import wait_until
from tests.support.socket_clients import PATIENT, closed, receive, send
from tests.support.threaded_server import PATHS, Bare, Run, running


@pytest.fixture(scope="module", params=PATHS)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with running(tmp_path_factory.mktemp("run"), request.param) as one:
        yield one


def ours(run: Run) -> list[DisplaySocket]:
    return [one for one in run.call(lambda: list(run.server.server_state.connections)) if type(one) is DisplaySocket]


@contextmanager
def greeted(run: Run, **kwargs: Any) -> Iterator[ClientConnection]:
    with run.open("monitor", **kwargs) as page:
        assert json.loads(page.recv(timeout=PATIENT))["type"] == "hello"
        assert json.loads(page.recv(timeout=PATIENT))["type"] == "snapshot"
        yield page


def test_patches_come_gapless_however_many_at_once(run: Run) -> None:
    with run.open("monitor") as page:
        assert receive(page, "hello")["view"] == "monitor"
        seq = receive(page, "snapshot")["seq"]
        run.message(*(f"{n}" for n in range(30)))
        got = [json.loads(page.recv(timeout=PATIENT)) for _ in range(30)]
        assert [one["seq"] for one in got] == list(range(seq + 1, seq + 31))
        assert [one["set"]["message"] for one in got] == [f"{n}" for n in range(30)]


def test_a_connection_has_no_task_of_its_own(run: Run) -> None:
    before = run.call(lambda: len(asyncio.all_tasks()))
    with ExitStack() as pages:
        for _ in range(20):
            pages.enter_context(greeted(run))
        assert len(ours(run)) >= 20
        assert run.call(lambda: len(asyncio.all_tasks())) == before
    wait_until(lambda: not ours(run) and not run.call(lambda: len(run.state.hub)), "the end of them")


def test_a_message_in_pieces_is_answered_and_pings_in_between_too(run: Run) -> None:
    text = b'{"type":"ping","t":7}'
    frames = ((Opcode.TEXT, text[:5], False), (Opcode.PING, b"there?", True), (Opcode.CONT, text[5:], True))
    with Bare(run, "monitor") as page:
        for frame in (Frame(*one).serialize(mask=True) for one in frames):
            for at in range(0, len(frame), 3):
                page.send(frame[at : at + 3])
        got = [page.next() for _ in ("hello", "snapshot", "pong", "pong")]
        assert (got[2].opcode, got[2].data) == (Opcode.PONG, b"there?")
        assert json.loads(got[3].data)["t"] == 7


WRONG = {
    "no mask": (Frame(Opcode.TEXT, b"{}").serialize(mask=False), 1002),
    "no UTF-8": (Frame(Opcode.TEXT, b"\xff\xfe").serialize(mask=True), 1007),
    "too long": (b"\x81\xff" + (1 << 20).to_bytes(8, "big") + bytes(4000), 1009),
    "no text": (Frame(Opcode.BINARY, b"{}").serialize(mask=True), 1008),
    "a command": (Frame(Opcode.TEXT, b'{"do":"go","id":"x"}').serialize(mask=True), 1008),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_page_that_breaks_the_rules_is_told_and_closed(run: Run, case: str) -> None:
    sent, code = WRONG[case]
    with Bare(run, "monitor") as page:
        page.send(sent)
        assert page.closed() == code
        wait_until(lambda: not run.call(lambda: len(run.state.hub)), "the end of it")


def test_a_close_is_answered_in_its_own_words(run: Run) -> None:
    with greeted(run) as page:
        page.close(4321, "再见")
    assert page.protocol.close_rcvd == page.protocol.close_sent and page.protocol.close_rcvd.code == 4321


def test_a_resync_many_times_at_once_is_coalesced_into_one_snapshot(run: Run) -> None:
    with Bare(run, "monitor") as page:
        page.send(Frame(Opcode.TEXT, b'{"type":"resync"}').serialize(mask=True) * 50)
        kinds = []
        for turn in (1, 2):  # what was asked for may come behind the first answer, not behind the second
            page.send(Frame(Opcode.TEXT, b'{"type":"ping","t":1}').serialize(mask=True))
            while kinds.count("pong") < turn:
                kinds.append(json.loads(page.next().data)["type"])
        assert kinds[:2] == ["hello", "snapshot"] and 1 <= kinds[2:].count("snapshot") < 10


def small(run: Run) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(run.address)
    return made


def publish(run: Run, times: int, length: int) -> None:
    """Patches of `monitor` that are far larger than a show's own."""
    hub = run.state.hub
    for _ in range(times):
        run.call(lambda: hub.publish("monitor", 0, "other", {"message": "x" * length}))


def test_a_page_that_reads_nothing_costs_a_bounded_number_of_bytes_and_delays_nobody(run: Run) -> None:
    length, times = 20_000, 60
    with greeted(run, sock=small(run), max_queue=1) as stalled, greeted(run, max_queue=None) as quick:
        for _ in range(times):
            publish(run, 1, length)
            assert len(quick.recv(timeout=PATIENT)) > length, "at once, and not after the other"
        (slow,) = [one for one in ours(run) if one._needs_snapshot]
        waits = run.call(slow._transport.get_write_buffer_size)
        assert 0 < waits <= max(SEND_BUFFER_BYTES, length) + length
        run.message("最新")
        unread, last = 0, {}
        while last.get("type") != "snapshot":
            text = stalled.recv(timeout=PATIENT)
            unread, last = unread + len(text), json.loads(text)
        assert last["view"]["message"] == "最新", "the newest, when it reads again"
        assert unread < times * length / 2 and last["seq"] == run.state.source.seq
        send(stalled, type="ping", t=3)
        assert receive(stalled, "pong")["t"] == 3


def test_nothing_lands_inside_a_message_that_is_half_sent(run: Run) -> None:
    """Answers and patches go to a page that reads in small bites; the client's parser sees every byte."""
    with greeted(run, sock=small(run), max_queue=1) as page:
        pongs = 0
        for turn in range(40):
            publish(run, 1, 30_000)
            send(page, type="ping", t=turn)
            while turn % 8 == 7 and pongs <= turn:
                pongs += json.loads(page.recv(timeout=PATIENT))["type"] == "pong"
        assert pongs == 40


def test_a_page_that_lets_too_many_answers_wait_is_put_out(run: Run) -> None:
    ping = Frame(Opcode.TEXT, b'{"type":"ping","t":1}').serialize(mask=True)
    with Bare(run, "monitor") as page:
        page.send(ping * (MAX_ANSWERS + 1))
        wait_until(lambda: not run.call(lambda: len(run.state.hub)), "the end of it")


def test_a_descriptor_is_forgotten_with_its_connection(run: Run) -> None:
    with ExitStack() as pages:
        for _ in range(5):
            pages.enter_context(greeted(run))
        old = ours(run)
    wait_until(lambda: not ours(run), "the end of them")
    assert [one.fd for one in old] == [-1] * 5
    with greeted(run) as page:  # has one of their numbers now
        run.message("新")
        assert receive(page, "patch")["set"] == {"message": "新"}
        audience = run.state.hub.fanout.audience("monitor")
        assert not {*old} & {*audience.caught_up.values(), *audience.lagging}


def test_a_silent_page_is_pinged_and_then_dropped(run: Run) -> None:
    with greeted(run, max_queue=1) as dead, greeted(run) as living:
        run.message("1", "2", "3", "4")  # the dead one's client reads no further, and so answers no ping
        both = ours(run)
        for _ in range(display_socket.DROP_AFTER):
            run.call(lambda: [one.check_idle() for one in both])
            assert living.ping().wait(PATIENT)
        wait_until(lambda: len(ours(run)) == 1, "the end of the silent one")
        send(living, type="ping", t=5)
        assert receive(living, "pong")["t"] == 5
        dead.socket.close()


def test_a_bug_of_ours_is_logged_and_ends_the_connection(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken, greeted(run) as page:
        broken.setattr(run.state.hub, "showed", lambda *_: 1 / 0)
        send(page, type="shown", seq=1)
        assert closed(page) == (1011, "internal error")
    with monkeypatch.context() as broken:
        broken.setattr(run.state.hub, "snapshot", lambda *_: 1 / 0)
        with run.open("monitor") as page:
            assert closed(page) == (1011, "internal error")
    assert caplog.text.count("ZeroDivisionError") == 2


def test_a_server_that_stops_says_so(tmp_path: Any) -> None:
    with running(tmp_path, "direct") as one, greeted(one) as page:
        one.server.should_exit = True
        assert closed(page)[0] == 1012


def test_the_write_path_has_a_name(run: Run) -> None:
    direct = run.server.config.loop == "uvloop"
    named = ("batched" if batch() else "direct") if direct else "transport"
    assert run.call(display_socket.write_path) == named
    with greeted(run):
        assert (ours(run)[0].fd >= 0) == (direct and not run.tls)
