"""Paired devices: tickets that are good once, cookies that last over a restart, bounds, and who is of this machine."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection

from server.screens import pairing
from server.screens.pairing import MAX_PAIRED, MAX_TICKETS, Pairing, TooManyPairedError, from_own_machine


def paired(known: Pairing, name: str = "左") -> str:
    redeemed = known.redeem(known.offer("1", name, "stage"))
    assert redeemed is not None
    return redeemed[0]


def test_a_ticket_is_good_once_and_its_cookie_is_the_device(tmp_path: Path) -> None:
    known = Pairing(tmp_path)
    ticket = known.offer("7", " 左屏 ", "stage")
    redeemed = known.redeem(ticket)
    assert redeemed is not None
    cookie, device, screen = redeemed
    assert (device.name, device.output, screen) == ("左屏", "stage", "7")
    assert known.redeem(ticket) is None and known.redeem("") is None
    assert known.device(cookie) == device and known.device("") is None and known.device("x" * 43) is None


def test_a_ticket_gets_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Pairing(tmp_path)
    ticket = known.offer("7", "", "stage")
    monkeypatch.setattr(pairing, "TICKET_SECONDS", -1)
    late = known.offer("8", "", "stage")
    assert known.redeem(late) is None and known.redeem(ticket) is not None


def test_devices_last_over_a_restart_and_the_file_lets_nobody_in(tmp_path: Path) -> None:
    known = Pairing(tmp_path)
    cookie = paired(known)
    device = Pairing(tmp_path).device(cookie)
    assert device is not None and device.name == "左"
    path = tmp_path / "screens.json"
    assert cookie not in path.read_text("utf-8")
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600


def test_a_device_is_renamed_and_unpaired(tmp_path: Path) -> None:
    known = Pairing(tmp_path)
    cookie = paired(known)
    (id,) = known.devices
    known.rename(id, "右" * 99)
    assert known.devices[id].name == "右" * 60
    known.unpair(id)
    assert known.device(cookie) is None and Pairing(tmp_path).devices == {}
    with pytest.raises(KeyError):
        known.unpair(id)


def test_a_browser_that_is_paired_again_is_still_one_device(tmp_path: Path) -> None:
    known = Pairing(tmp_path)
    cookie = paired(known, "左")
    again = known.redeem(known.offer("2", "右", "stage"), cookie)
    assert again is not None and [one.name for one in known.devices.values()] == ["右"]
    assert known.device(cookie) is None


def test_devices_and_tickets_are_bounded(tmp_path: Path) -> None:
    known = Pairing()
    for number in range(MAX_PAIRED):
        paired(known, str(number))
    with pytest.raises(TooManyPairedError):
        known.offer("1", "", "stage")
    fresh = Pairing()
    tickets = [fresh.offer("1", "", "stage") for _ in range(MAX_TICKETS + 1)]
    assert fresh.redeem(tickets[0]) is None and fresh.redeem(tickets[1]) is not None


@pytest.mark.parametrize("written", ["", "[1]", '[{"id": "a"}]', '{"a": 1}', "\x00"])
def test_a_damaged_file_costs_a_new_pairing_and_no_start(tmp_path: Path, written: str) -> None:
    (tmp_path / "screens.json").write_text(written, "utf-8")
    assert Pairing(tmp_path).devices == {}


def test_a_longer_file_than_ours_is_cut(tmp_path: Path) -> None:
    rows = [{"id": str(n), "name": "", "output": "stage", "hash": str(n)} for n in range(MAX_PAIRED + 5)]
    (tmp_path / "screens.json").write_text(json.dumps(rows), "utf-8")
    assert len(Pairing(tmp_path).devices) == MAX_PAIRED


@pytest.mark.parametrize(
    ("client", "server", "header", "own"),
    [
        ("127.0.0.1", "127.0.0.1", "", True), ("::1", "::1", "", True), ("127.8.0.1", "127.0.0.1", "", True),
        ("10.0.0.5", "10.0.0.5", "", True), ("10.0.0.6", "10.0.0.5", "", False), ("", "10.0.0.5", "", False),
        ("testclient", "testserver", "", True),
        ("127.0.0.1", "127.0.0.1", "x-forwarded-for", False), ("127.0.0.1", "127.0.0.1", "forwarded", False),
    ],
)  # fmt: skip
def test_who_is_on_the_server_s_own_machine(client: str, server: str, header: str, own: bool) -> None:
    headers = [(header.encode(), b"10.0.0.9")] if header else []
    scope = {"type": "websocket", "headers": headers, "client": (client, 1), "server": (server, 2)}
    assert from_own_machine(HTTPConnection(scope)) == own


def test_a_connection_without_addresses_is_nobody_s() -> None:
    assert not from_own_machine(HTTPConnection({"type": "websocket", "headers": []}))
