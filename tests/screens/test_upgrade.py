"""Upgrade: the parts of uvicorn that it relies on, and the way of each handshake. When a new uvicorn fails
here, read how its HTTP protocols hand a WebSocket over now, mend `server/screens/upgrade.py`, then move the
pin."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from http import client as http
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import uvicorn
from starlette.requests import HTTPConnection
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from server.cli import serve
from server.screens import page_messages, upgrade
from server.screens.display_socket import DisplaySocket
from server.screens.upgrade import Handshake
from tests.support.server_process import wait_until
from tests.support.socket_clients import PATIENT, closed, receive
from tests.support.threaded_server import CERTIFICATE, PATHS, Run, running, turns_until

KEY = base64.b64encode(b"0123456789abcdef").decode()
RIGHT = {
    "host": "hall", "upgrade": "websocket", "connection": "keep-alive, Upgrade", "sec-websocket-version": "13",
    "sec-websocket-key": KEY, "cookie": "a=b: c", "x-empty": "",
}  # fmt: skip


def request(first: str = "GET /ws/stage?screen=%E5%B7%A6&x=1 HTTP/1.1", **changes: str | None) -> bytes:
    headers = RIGHT | {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [first, *(f"{name}: {value}" for name, value in headers.items() if value is not None)]
    return "\r\n".join([*lines, "", ""]).encode()


def test_a_right_request_is_read() -> None:
    handshake = Handshake.read(request())
    assert handshake is not None
    assert (handshake.view, handshake.query, handshake.key) == ("stage", b"screen=%E5%B7%A6&x=1", KEY)
    assert dict(handshake.headers)[b"cookie"] == b"a=b: c" and dict(handshake.headers)[b"x-empty"] == b""
    assert Handshake.read(request("GET /ws/%E5%B7%A6 HTTP/1.1")).view == "左"  # type: ignore[union-attr]


def test_names_and_blanks_are_read_as_http_has_them() -> None:
    handshake = Handshake.read(request().replace(b"upgrade: websocket", b"UPGRADE:\t WebSocket \t"))
    assert handshake is not None and dict(handshake.headers)[b"upgrade"] == b"WebSocket"


@pytest.mark.parametrize(
    "wrong",
    [
        request("POST /ws/stage HTTP/1.1"), request("GET /ws/stage HTTP/1.0"), request("GET /ws/a/b HTTP/1.1"),
        request("GET /control HTTP/1.1"), request(upgrade="h2c"), request(connection="close"),
        request(sec_websocket_version="8"), request(sec_websocket_key=None), request(sec_websocket_key="short"),
        request(sec_websocket_key="no base64 at all!"), request() [:-2] + b"upgrade: websocket\r\n\r\n",
        request()[:-1], request() + b"more", request().replace(b": hall", b": hall\r\n folded"),
        request().replace(b"host:", b"host :"), request(host="ha\0ll"), request().replace(b"\r", b""),
        request("GET /ws/a b HTTP/1.1"), b"", b"\r\n\r\n", b"\xff\xfe",
    ],
)  # fmt: skip
def test_any_other_request_is_left_to_uvicorn(wrong: bytes) -> None:
    assert Handshake.read(wrong) is None


class RecordingProtocol(asyncio.Protocol):
    """Stands where our class stands and writes down what uvicorn does."""

    def __init__(self, calls: list[Any], given: dict[str, Any]) -> None:
        self.calls = calls
        calls.append(("made", sorted(given)))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.calls.append(("connection_made", transport.get_protocol() is self))

    def data_received(self, received: bytes) -> None:
        self.calls.append(("data_received", received))


class Wire(asyncio.Transport):
    """As much of a transport as an HTTP protocol asks for."""

    def __init__(self, protocol: asyncio.BaseProtocol, calls: list[Any]) -> None:
        super().__init__()
        self.protocol, self.calls = protocol, calls

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self.protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol
        self.calls.append(("set_protocol", type(protocol)))

    def is_closing(self) -> bool:
        return False


@pytest.mark.parametrize("http", ["h11_impl:H11Protocol", "httptools_impl:HttpToolsProtocol"])
async def test_uvicorn_hands_a_websocket_over_as_we_rely_on(http: str) -> None:
    module, name = http.split(":")
    if "httptools" in http:
        pytest.importorskip("httptools")
    calls: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    config = uvicorn.Config(app, ws=lambda **given: RecordingProtocol(calls, given), log_config=None)  # type: ignore[arg-type]
    config.load()
    protocol = getattr(import_module(f"uvicorn.protocols.http.{module}"), name)(config, ServerState(), {})
    transport = Wire(protocol, calls)
    protocol.connection_made(transport)
    protocol.data_received(request())
    assert calls == [
        ("made", ["app_state", "config", "server_state"]),
        ("connection_made", False),
        ("data_received", request()),
        ("set_protocol", RecordingProtocol),
    ]
    assert Handshake.read(calls[2][1]) is not None


def test_uvicorn_makes_its_http_protocol_as_we_make_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def http_(self: upgrade.Upgrade, **given: Any) -> asyncio.Protocol:
        asked.append(sorted(given))
        return AutoHTTPProtocol(**given)

    monkeypatch.setattr(upgrade.Upgrade, "http", http_)
    with running(tmp_path, "direct") as run, urlopen(f"http://127.0.0.1:{run.address[1]}/healthz") as answer:
        assert answer.status == 200
    assert asked == [["_loop", "app_state", "config", "server_state"]]


async def test_uvicorns_own_class_is_made_as_we_make_it_and_stopped_as_ours_is(tmp_path: Path) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    config = uvicorn.Config(app, log_config=None)
    config.load()
    state = ServerState()
    given = {"config": config, "server_state": state, "app_state": {}}
    assert callable(WebSocketsSansIOProtocol(**given).shutdown) and state.connections == set()
    assert config.root_path == "" and HTTPConnection({"type": "websocket", "headers": []}).cookies == {}


@pytest.mark.parametrize("path", ["direct", "asyncio"])
def test_public_views_take_the_fast_way_and_the_rest_uvicorns(tmp_path: Path, path: str) -> None:
    with running(tmp_path, path, max_screens=2) as run:
        base = f"ws://127.0.0.1:{run.address[1]}"
        token = {"authorization": f"Bearer {run.state.access.token('operator')}"}
        kinds = lambda: {type(one) for one in run.call(lambda: list(run.server.server_state.connections))}  # noqa: E731
        with connect(f"{base}/ws/control", additional_headers=token) as panel:
            assert receive(panel, "snapshot") and kinds() == {WebSocketsSansIOProtocol}
            with run.open("stage?screen=%E5%B7%A6") as page:
                assert receive(page, "snapshot") and DisplaySocket in kinds()
                while not (listed := receive(panel, "presence")["outputs"]["stage"]["list"]):
                    pass
                assert listed[0]["name"] == "左"
                assert page.response.headers.get("Sec-WebSocket-Extensions") is None
                assert refused(f"{base}/ws/stage") == 403, "it is full"
                with connect(f"{base}/ws/stage", additional_headers=token) as signed_in:
                    assert receive(signed_in, "snapshot"), "a crowd keeps nobody out who is signed in"
            wait_until(lambda: run.call(lambda: len(run.state.hub)) == 1, "their end")
        wait_until(lambda: not run.call(lambda: len(run.state.hub)), "the panel's end")
        assert [refused(f"{base}/ws/{view}") for view in ("control", "preview.stage", "nowhere", "a/b")] == [403] * 4
        with pytest.raises(InvalidStatus) as wrong:
            connect(f"{base}/ws/stage", additional_headers={"Sec-WebSocket-Version": "8"})
        assert wrong.value.response.status_code == 400
        assert not run.call(lambda: len(run.state.hub)), "a refused socket is nobody"


@pytest.mark.parametrize("before", [b"", b"GET /healthz HTTP/1.1\r\nhost: hall\r\n\r\n"])
def test_a_handshake_in_pieces_or_after_a_page_takes_the_fast_way_too(tmp_path: Path, before: bytes) -> None:
    with running(tmp_path, "direct") as run, socket.create_connection(run.address, PATIENT) as page:
        if before:
            page.sendall(before)
            assert page.recv(65536).startswith(b"HTTP/1.1 200")
        page.sendall(request()[:40])
        wait_until(lambda: b"/ws/stage" in run.call(lambda: _read_so_far(run)), "the first piece")
        page.sendall(request()[40:])
        assert page.recv(65536).startswith(b"HTTP/1.1 101")
        assert {type(one) for one in run.call(lambda: list(run.server.server_state.connections))} == {DisplaySocket}


def _read_so_far(run: Run) -> bytes:
    """The address that uvicorn's protocol has been asked for."""
    return b"".join(getattr(one, "url", b"") for one in run.server.server_state.connections)


@pytest.mark.parametrize("path", PATHS)
def test_pages_come_over_every_transport_one_after_the_other(tmp_path: Path, path: str) -> None:
    with running(tmp_path, path) as run:
        context = ssl.create_default_context(cafile=CERTIFICATE)
        kind = partial(http.HTTPSConnection, context=context) if run.tls else http.HTTPConnection
        with closing(kind("127.0.0.1", run.address[1], timeout=PATIENT)) as browser:
            for page in ("/healthz", "/display/stage", "/nowhere"):
                browser.request("GET", page)
                answer = browser.getresponse()
                assert answer.read() and answer.status == (404 if page == "/nowhere" else 200)


def test_a_silent_connection_does_not_hold_up_the_end_of_the_server(tmp_path: Path) -> None:
    with running(tmp_path, "direct") as run, socket.create_connection(run.address, PATIENT) as silent:
        wait_until(lambda: run.call(lambda: len(run.server.server_state.connections)) == 1, "it")
        run.server.should_exit = True
        assert silent.recv(1) == b""
    with running(tmp_path, "direct") as run:
        socket.create_connection(run.address, PATIENT).close()
        with run.open("stage"):
            pass
        wait_until(lambda: not run.call(lambda: len(run.server.server_state.connections)), "their end")


def refused(address: str) -> int:
    with pytest.raises(InvalidStatus) as error:
        connect(address, open_timeout=PATIENT)
    return error.value.response.status_code


async def test_the_sweep_goes_on_as_long_as_there_is_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrade, "SWEEP", 0)
    checked: list[int] = []
    monkeypatch.setattr(DisplaySocket, "check_idle", lambda self: checked.append(1))
    factory = upgrade.Upgrade(None)
    connections: set[Any] = {DisplaySocket(None, set()), DisplaySocket(None, set()), object()}
    factory._schedule_sweep(connections)
    await turns_until(lambda: len(checked) >= 4)
    connections.clear()
    await turns_until(lambda: factory._sweep is None)


def test_every_limit_of_a_websocket_is_given_to_uvicorn() -> None:
    config = serve.config(None)
    assert isinstance(config.ws, upgrade.Upgrade) and config.http == config.ws.http
    assert not config.ws_per_message_deflate
    assert config.ws_max_size == serve.MAX_MESSAGE


@contextmanager
def from_address(run: Run, view: str, address: str, **headers: str) -> Iterator[int]:
    """Code that a handshake from an address of this machine is answered with."""
    with socket.create_connection(run.address, PATIENT, (address, 0)) as line:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in (RIGHT | more).items())
        line.sendall(f"GET /ws/{view} HTTP/1.1\r\n{lines}\r\n".encode())
        yield int(line.recv(65536).split(b" ", 2)[1])


@pytest.mark.parametrize("path", ["direct", "asyncio"])
def test_one_address_that_takes_every_place_keeps_no_screen_and_no_other_viewer_out(tmp_path: Path, path: str) -> None:
    with running(tmp_path, path, max_screens=4) as run, ExitStack() as stack:
        crowd = [stack.enter_context(run.open("watch")) for _ in range(4)]
        assert refused(f"ws://127.0.0.1:{run.address[1]}/ws/watch") == 403, "a fifth of the same address"
        wall = stack.enter_context(run.open("stage"))
        assert receive(wall, "snapshot") and stack.enter_context(from_address(run, "watch", "127.0.0.2")) == 101
        assert [closed(page) for page in crowd[:1:-1]] == [(1008, page_messages.GAVE_WAY)] * 2
        assert run.call(lambda: (run.state.hub.count("watch"), run.state.hub.count("stage"))) == (3, 1)
        later = [stack.enter_context(from_address(run, "watch", f"127.0.0.{number}")) for number in (3, 4)]
        assert later == [101, 403], "once nobody has two more, nobody gives way"


def test_an_address_may_have_so_many_and_behind_a_proxy_the_viewer_s_own_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = {"proxy_headers": True, "forwarded_allow_ips": "127.0.0.1"}
    monkeypatch.setitem(PATHS, "direct", PATHS["direct"] | trusting)
    asked = [("127.0.0.1", "10.9.9.1"), ("127.0.0.1", "10.9.9.1"), ("127.0.0.1", "10.9.9.2, 127.0.0.1"),
             ("127.0.0.7", "10.9.9.3"), ("127.0.0.7", "10.9.9.4")]  # fmt: skip
    with running(tmp_path, "direct", per_address=1) as run, ExitStack() as stack:
        pages = [from_address(run, "watch", address, x_forwarded_for=viewer) for address, viewer in asked]
        codes = [stack.enter_context(page) for page in pages]
    assert codes == [101, 403, 101, 101, 403], "127.0.0.7 is no proxy that is trusted"
