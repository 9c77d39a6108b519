"""The socket edge, over real sockets to a real server."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from websockets.exceptions import InvalidStatus

from server.screens.outbox import MAX_BYTES, Outbox
from server.screens.page_messages import MAX_NAME, MAX_PIXELS
from server.screens.page_socket import _write
from server.settings import MAX_MESSAGE
from server.show.commands import Message
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.app_client import ORIGIN, client, command, signed_in
from tests.support.server_process import Server, wait_until
from tests.support.socket_clients import PATIENT, closed, cookie, narrow, open_, panel, receive, send


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("sockets") / "kept")
    one.folder.mkdir()
    yield one.start()
    one.stop()


def test_a_page_is_greeted_and_then_gets_numbered_patches(server: Server) -> None:
    with open_(server, "monitor") as socket:
        hello = json.loads(socket.recv(timeout=PATIENT))
        assert {"type": "hello", "view": "monitor"}.items() <= hello.items()
        assert hello.keys() == {"type", "build", "epoch", "view", "at", "screen", "peers", "standby"}
        snapshot = json.loads(socket.recv(timeout=PATIENT))
        assert snapshot == {"type": "snapshot", "seq": snapshot["seq"], "view": server.view("monitor")}
        server.do("message", text="一")
        server.do("message", text="二")
        for number, words in enumerate(("一", "二"), start=snapshot["seq"] + 1):
            patch = json.loads(socket.recv(timeout=PATIENT))
            assert (patch["seq"], patch["cause"], patch["set"]) == (number, "other", {"message": words})


def test_a_resync_gives_a_snapshot_and_a_ping_the_servers_time(server: Server) -> None:
    with open_(server, "stage") as socket:
        receive(socket, "snapshot")
        send(socket, type="resync")
        assert receive(socket, "snapshot")["view"] == server.view("stage")
        send(socket, type="ping", t=12.5)
        pong = receive(socket, "pong")
        assert pong["t"] == 12.5 and pong["at"] > 1_700_000_000_000


def test_two_panels_see_each_other_and_only_one_may_change_what_changed(server: Server) -> None:
    with panel(server) as one, panel(server) as two:
        seq, _ = receive(one, "snapshot")["seq"], receive(two, "snapshot")
        send(one, id="p1", do="edit_entry", entry="01", unit="甲单位", seq=seq)
        assert receive(one, "ack") == {"type": "ack", "id": "p1", "seq": seq + 1}
        assert receive(two, "patch")["set"]["entries"]["01"]["unit"] == "甲单位"
        send(two, id="p2", do="edit_entry", entry="01", unit="乙单位", seq=seq, lang="en")
        no = receive(two, "refused")
        assert (no["id"], no["code"], no["now"]["unit"]) == ("p2", "changed", "甲单位") and no["why"].startswith("This")


def test_the_tally_says_who_shows_the_program(server: Server) -> None:
    with panel(server) as watcher, open_(server, "backstage?screen=" + urllib.parse.quote("左" * 99)) as screen:
        snapshot = receive(screen, "snapshot")
        send(screen, type="about", name="", width=1920, height=1080, build="b", hidden=False)
        send(screen, type="shown", seq=snapshot["seq"])
        while not (backstage := receive(watcher, "presence")["outputs"]["backstage"])["showing"]:
            pass
        sizes = [(listed["width"], listed["height"]) for listed in backstage["list"]]
        assert backstage["screens"] == 1 and sizes == [(1920, 1080)]
    with open_(server, "backstage?screen=" + urllib.parse.quote("左" * 99)), panel(server) as watcher:
        named = receive(watcher, "presence")["outputs"]["backstage"]["list"]
        assert named[0]["name"] == "左" * MAX_NAME


@pytest.mark.parametrize("view", ["control", "preview.stage", "nowhere"])
def test_who_may_not_watch_is_refused_before_the_handshake(server: Server, view: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_(server, view)
    assert refused.value.response.status_code == 403


def test_a_cookie_from_another_site_opens_no_panel(server: Server) -> None:
    with pytest.raises(InvalidStatus) as refused:
        panel(server, origin="http://evil.example")
    assert refused.value.response.status_code == 403


def test_a_token_opens_the_panels_socket(server: Server) -> None:
    with open_(server, "control", additional_headers={"authorization": f"Bearer {server.token}"}) as socket:
        send(socket, id="t1", do="black", on=False)
        assert receive(socket, "ack")["id"] == "t1"


def test_a_screen_may_command_nothing(server: Server) -> None:
    before = server.get("/readyz")["seq"]
    with open_(server, "stage", additional_headers={"cookie": cookie(server)}) as socket:
        send(socket, id="s1", do="go")
        assert closed(socket) == (1008, "commands are taken from a signed-in page's own view only")
    assert server.get("/readyz")["seq"] == before


def test_another_journal_greets_every_page_again(server: Server) -> None:
    with open_(server, "monitor") as page:
        live = receive(page, "hello")["epoch"]
        epochs = [live]
        try:
            for name, fields in (("switch_mode", {"mode": "rehearsal"}), ("restart_rehearsal", {})):
                assert server.do(name, **fields)["type"] == "ack"
                epochs.append(receive(page, "hello")["epoch"])
                assert receive(page, "snapshot")["seq"] == 1
        finally:
            server.do("switch_mode", mode="live")
        assert receive(page, "hello")["epoch"] == live and len(set(epochs)) == 3
        assert receive(page, "snapshot")["view"] == server.view("monitor")


RUBBISH = [
    ("{", "not JSON"),
    ("[]", "a message is a JSON object"),
    ('{"type":"dance"}', "type: one of ping, shown, resync, about, vitals is wanted"),
    ('{"type":"ping","t":"now"}', "t: a number is wanted"),
    ('{"type":"ping","t":true}', "t: a number is wanted"),
    ('{"type":"shown","seq":-1}', "shown: seq of a patch or snapshot is wanted"),
    ('{"type":"shown","seq":true}', "shown: seq of a patch or snapshot is wanted"),
    (f'{{"type":"about","width":{MAX_PIXELS + 1},"height":1}}', f"width: 0 to {MAX_PIXELS} pixels are wanted"),
    ('{"type":"about","width":1,"height":-1}', f"height: 0 to {MAX_PIXELS} pixels are wanted"),
    ('{"type":"about","width":1,"height":1,"hidden":"no"}', "hidden: bool is wanted"),
    (b"binary", "text frames are wanted"),
    ('{"id":"x","do":"dance"}', "commands are taken from a signed-in page's own view only"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "reason"), RUBBISH)
def test_rubbish_ends_the_connection_with_the_reason(server: Server, raw: str | bytes, reason: str) -> None:
    with open_(server, "stage") as socket:
        socket.send(raw)
        code, words = closed(socket)
        assert code == 1008 and words.startswith(reason)


def test_a_message_beyond_the_bound_ends_the_connection(server: Server) -> None:
    with open_(server, "stage") as socket:
        socket.send('{"type":"ping","t":1}'.ljust(MAX_MESSAGE))
        assert receive(socket, "pong")["t"] == 1
        socket.send('{"type":"ping","t":1}'.ljust(MAX_MESSAGE + 1))
        assert closed(socket)[0] in (1008, 1009)


def test_a_bad_command_of_a_panel_names_its_field_and_the_next_panel_goes_on(server: Server) -> None:
    for do, reason in (("hold", "hold: "), ("dance" * 9, "do: one of take, go, ")):
        with panel(server) as socket:
            send(socket, id="b1", do=do, on="yes")
            code, words = closed(socket)
            assert code == 1008 and words.startswith(reason), "cut where a frame holds no more"
    with panel(server) as socket:
        send(socket, id="b2", do="black", on=False)
        assert receive(socket, "ack")["id"] == "b2"


def test_a_page_that_reads_nothing_slows_nobody_and_gets_the_newest_state(server: Server) -> None:
    """Many times more than may wait for a page is sent; one page reads all of it, the other nothing."""
    headers = {"additional_headers": {"cookie": cookie(server)}}
    with (
        open_(server, "control", max_queue=1, max_size=None, sock=narrow(server), **headers) as stalled,
        open_(server, "control", max_queue=None, max_size=None, **headers) as quick,
    ):
        receive(quick, "snapshot")
        sent = 0
        for turn in range(150):
            assert server.do("skip", cue="01.next", on=turn % 2 == 0)["type"] == "ack"
            sent += len(quick.recv(timeout=PATIENT))
        assert sent > 8 * MAX_BYTES
        newest = server.get("/readyz")["seq"]
        got, kinds, seq = 0, [], 0
        while seq < newest:
            text = stalled.recv(timeout=PATIENT)
            message = json.loads(text)
            got, seq = got + len(text), message.get("seq", 0)
            kinds.append(message["type"])
        assert kinds.count("snapshot") >= 1 and got < sent / 2, "it got one snapshot, not all that it missed"
        send(stalled, type="resync")
        assert receive(stalled, "snapshot")["view"] == server.view("control")


def connected(server: Server, view: str) -> int:
    with urllib.request.urlopen(server.url("/metrics"), timeout=PATIENT) as answer:
        return int(float(re.search(rf'limelight_screens{{view="{view}"}} (.*)', answer.read().decode())[1]))  # type: ignore[index]


def test_a_page_that_lets_too_many_answers_wait_is_put_out(server: Server) -> None:
    with open_(server, "wall", max_queue=1, sock=narrow(server)) as page:
        assert connected(server, "wall") == 1
        for _ in range(30):
            for _ in range(20_000):
                page.send('{"type":"ping","t":1}')
            if not connected(server, "wall"):
                break
        assert connected(server, "wall") == 0
        page.socket.close()  # it would wait long for an end that it does not read
    with open_(server, "wall") as page:
        assert receive(page, "snapshot"), "the server goes on"


def test_one_page_more_than_the_bound_is_turned_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    one = Server(tmp_path_factory.mktemp("full") / "kept")
    one.folder.mkdir()
    one.start(LIMELIGHT_SCREENS="2")
    try:
        with open_(one, "stage"), open_(one, "stage"):
            with pytest.raises(InvalidStatus) as refused:
                open_(one, "stage")
            assert refused.value.response.status_code == 403
            with panel(one) as operator:
                assert receive(operator, "snapshot"), "a crowd keeps no operator out"
    finally:
        one.stop()


def test_what_changes_while_a_page_is_greeted_comes_once_and_in_order(tmp_path: Path) -> None:
    """Each message that leaves is followed by a command, before the next one can."""
    with client(tmp_path) as one:
        state = one.app.state  # type: ignore[attr-defined]
        state.director.snapshot("monitor")  # from now on it is memoised
        sent: list[dict[str, Any]] = []

        async def leave(message: dict[str, Any]) -> None:
            sent.append(json.loads(message["text"]))
            if len(sent) < 4:
                state.director.perform(Envelope(f"{len(sent)}", Message(f"{len(sent)}")), Who("operator", "panel"))
            if len(sent) == 5:
                raise WebSocketDisconnect(1006)

        async def greet() -> None:
            page = WebSocket({"type": "websocket", "app": one.app}, None, leave)  # type: ignore[arg-type]
            page.application_state = WebSocketState.CONNECTED
            await _write(page, state, state.hub.join("monitor", outbox := Outbox()), outbox)

        asyncio.run(asyncio.wait_for(greet(), PATIENT))
    assert [(message["type"], message.get("seq")) for message in sent] == [
        ("hello", None), ("snapshot", 1), ("patch", 2), ("patch", 3), ("patch", 4),
    ]  # fmt: skip


def test_what_a_page_says_of_itself_is_cut_and_all_of_it_goes_with_the_page(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        hub, portal = one.app.state.hub, one.portal  # type: ignore[attr-defined]
        assert portal is not None
        before = portal.call(tasks)
        with one.websocket_connect("/ws/stage?monitor=1"), one.websocket_connect("/ws/stage") as page:
            page.send_json({"type": "about", "name": "左" * 99, "build": "b" * 99, "width": 1, "height": 1})
            wait_until(lambda: hub.presence()["outputs"]["stage"]["list"][0]["width"], "what the page said")
            (facts,) = hub.presence()["outputs"]["stage"]["list"]
            assert (facts["name"], facts["build"]) == ("左" * MAX_NAME, "b" * MAX_NAME)
        wait_until(lambda: portal.call(tasks) == before, "the end of what was begun for the page")
        assert len(hub) == 0


async def tasks() -> int:
    return len(asyncio.all_tasks())


def test_a_panel_that_is_open_when_the_code_changes_may_command_no_more(tmp_path: Path) -> None:
    with client(tmp_path) as one, signed_in(one).websocket_connect("/ws/control", headers={"origin": ORIGIN}) as page:
        one.app.state.access.ensure_code(None, new=True)  # type: ignore[attr-defined]
        page.send_text(command("go"))
        with pytest.raises(WebSocketDisconnect) as end:
            while True:
                page.receive_json()
        assert (end.value.code, end.value.reason) == (1008, "commands are taken from a signed-in page's own view only")
        assert one.get("/readyz").json()["seq"] == 1


@pytest.mark.parametrize("broken", ["snapshot", "perform"])
def test_a_bug_of_ours_is_logged_once_and_ends_the_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    with client(tmp_path) as one:
        signed_in(one)
        monkeypatch.setattr(one.app.state.director, broken, lambda *_: 1 / 0)  # type: ignore[attr-defined]
        with one.websocket_connect("/ws/control", headers={"origin": ORIGIN}) as page:
            page.send_text(command("go"))
            with pytest.raises(WebSocketDisconnect) as end:
                while True:
                    page.receive_json()
        assert (end.value.code, end.value.reason) == (1011, "internal error")
        assert caplog.text.count("ZeroDivisionError") == 1
