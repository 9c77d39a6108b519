from __future__ import annotations

import ipaddress

import pytest

from server.show.model import Output
from server.web import addresses

OUTPUTS = (
    Output("stage", "stage", "主屏"),
    Output("side", "stage", "侧屏", width=4800, height=1600),
    Output("overlay", "overlay", "直播叠加"),
)


def test_every_output_has_a_page_and_the_panel_comes_first() -> None:
    found = [(place.name, place.path, place.operator) for place in addresses.page_addresses(OUTPUTS)]
    assert found == [
        ("control", "/control", True),
        ("stage", "/display/stage", False),
        ("side", "/display/side", False),
        ("overlay", "/overlay", False),
        ("watch", "/watch", False),
    ]


def test_lan_addresses_are_addresses_that_others_can_reach() -> None:
    for one in addresses.lan_addresses():
        address = ipaddress.IPv4Address(one)
        assert not address.is_loopback
        assert not address.is_link_local


def test_a_machine_without_any_network_has_no_lan_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", unreachable)
    monkeypatch.setattr(addresses.socket.socket, "connect", unreachable)
    monkeypatch.setattr(addresses.socket, "if_nameindex", lambda: [(1, "lo")])
    assert addresses.lan_addresses() == ()


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("0.0.0.0", ["http://localhost:8000", "http://192.168.1.23:8000", "http://10.0.0.7:8000"]),
        ("127.0.0.1", ["http://localhost:8000"]),
        ("192.168.1.23", ["http://192.168.1.23:8000"]),
        ("fd00::2", ["http://[fd00::2]:8000"]),
    ],
)
def test_bases_follow_the_host(monkeypatch: pytest.MonkeyPatch, host: str, wanted: list[str]) -> None:
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ("192.168.1.23", "10.0.0.7"))
    assert addresses.bases(host, 8000) == wanted


def test_the_banner_shows_every_page_here_and_on_the_lan_and_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ("192.168.1.23",))
    text = addresses.banner(OUTPUTS, "0.0.0.0", 8000, "271828", "REHEARSAL 彩排")
    assert "mode 模式: REHEARSAL 彩排" in text
    for place in addresses.page_addresses(OUTPUTS):
        assert f"http://localhost:8000{place.path}" in text
        assert f"http://192.168.1.23:8000{place.path}" in text
    assert "271828" in text
    assert "http://localhost:8000/people" in text and "http://localhost:8000/help" in text
    assert addresses.qr_text("http://192.168.1.23:8000/control") in text
    assert "\x1b" not in text


def test_the_banner_of_a_server_for_this_machine_only_has_no_other_address() -> None:
    text = addresses.banner(OUTPUTS, "127.0.0.1", 8000, "271828", "LIVE 正式")
    assert "other" not in text
    assert addresses.qr_text("http://localhost:8000/control") in text


def test_the_qr_code_in_a_coloured_terminal_is_black_on_white_in_every_line() -> None:
    lines = addresses.qr_text("http://localhost:8000/control", colour=True).splitlines()
    assert all(line.startswith("\x1b[97;40m") and line.endswith("\x1b[0m") for line in lines)


def test_with_a_certificate_every_link_says_https() -> None:
    assert addresses.bases("10.0.0.5", 8000, secure=True) == ["https://10.0.0.5:8000"]
    assert all(base.startswith("https://") for base in addresses.bases("0.0.0.0", 8000, secure=True))
    text = addresses.banner(OUTPUTS, "0.0.0.0", 8000, "271828", "LIVE 正式", secure=True)
    assert "https://localhost:8000/control" in text and "http://" not in text
