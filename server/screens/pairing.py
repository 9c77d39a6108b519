"""Pairing: the devices that the operator has said are screens of the hall, and the tickets on their way to them.

Anybody on the venue's network may open a display page, so a page is no proof of a screen. A screen counts in the
operator's tally when its browser brings the cookie that pairing gave it. Until the first device is paired the
screens of the server's own machine count, so that a laptop alone needs none of this; from then on only paired ones
do. The folder keeps a hash of each cookie, so that its file lets nobody in.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import logging
import secrets
import time
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from starlette.requests import HTTPConnection

from server.private_files import replace_json

COOKIE = "limelight_screen"
MAX_PAIRED = 60  # devices
MAX_NAME = 60  # characters of a device's name
MAX_TICKETS = 60  # that wait to be redeemed; the oldest goes
TICKET_SECONDS = 30
COOKIE_SECONDS = 400 * 24 * 3600  # as long as browsers keep one
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")

log = logging.getLogger(__name__)


class TooManyPairedError(Exception):
    """Error of a list of devices that is full (MAX_PAIRED)."""


@dataclass(frozen=True, slots=True)
class Device:
    """Paired device: the name and output that it was paired with, and the hash of its cookie."""

    id: str
    name: str
    output: str
    hash: str

    def facts(self) -> dict[str, str]:
        """Device as the operator sees it."""
        return {"id": self.id, "name": self.name, "output": self.output}


@dataclass(frozen=True, slots=True)
class Ticket:
    """Ticket of one screen (by its id), good for one cookie until `ends` (monotonic seconds)."""

    screen: str
    name: str
    output: str
    ends: float


class Pairing:
    """Paired devices of one data folder, kept in its `screens.json`; without a folder there are none."""

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / "screens.json" if folder else None
        self._tickets: OrderedDict[str, Ticket] = OrderedDict()
        self.devices = self._read()
        self._by_hash = {device.hash: device for device in self.devices.values()}

    def _read(self) -> dict[str, Device]:
        try:
            if self._path is None or not self._path.exists():
                return {}
            kept = json.loads(self._path.read_text("utf-8"))
            return {fields["id"]: Device(**fields) for fields in kept[:MAX_PAIRED]}
        except (ValueError, TypeError, KeyError):
            log.warning("%s cannot be read: the screens have to be paired again", self._path)
            return {}

    def _keep(self, devices: dict[str, Device]) -> None:
        """Raises OSError, and nothing has changed, where the disk does not take it."""
        if self._path is not None:
            replace_json(self._path, [asdict(device) for device in devices.values()])
        self.devices = devices
        self._by_hash = {device.hash: device for device in devices.values()}

    def device(self, cookie: str) -> Device | None:
        """Device that brings this cookie, or None."""
        return self._by_hash.get(_hash(cookie)) if cookie else None

    def offer(self, screen: str, name: str, output: str) -> str:
        """Ticket for a screen, good once and for TICKET_SECONDS. Raises TooManyPairedError."""
        if len(self.devices) >= MAX_PAIRED:
            raise TooManyPairedError
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = Ticket(screen, name.strip()[:MAX_NAME], output, time.monotonic() + TICKET_SECONDS)
        while len(self._tickets) > MAX_TICKETS:
            self._tickets.popitem(last=False)
        return ticket

    def redeem(self, ticket: str, before: str = "") -> tuple[str, Device, str] | None:
        """New cookie, its device and its screen's id for a ticket, which is gone then; None: it is none, or too old.
        `before`: the browser's cookie, whose device this one replaces. Raises OSError and TooManyPairedError."""
        known = self._tickets.pop(ticket, None)
        if known is None or time.monotonic() > known.ends:
            return None
        old = self.device(before)
        others = {id: device for id, device in self.devices.items() if device is not old}
        if len(others) >= MAX_PAIRED:
            raise TooManyPairedError
        cookie = secrets.token_urlsafe(32)
        device = Device(secrets.token_hex(4), known.name, known.output, _hash(cookie))
        self._keep(others | {device.id: device})
        return cookie, device, known.screen

    def rename(self, id: str, name: str) -> None:
        """Another name for a device. Raises KeyError and OSError."""
        self._keep(self.devices | {id: replace(self.devices[id], name=name.strip()[:MAX_NAME])})

    def unpair(self, id: str) -> None:
        """End of a pairing: the device's cookie is good for nothing. Raises KeyError and OSError."""
        gone = self.devices[id]
        self._keep({other: device for other, device in self.devices.items() if device is not gone})


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


def from_own_machine(connection: HTTPConnection) -> bool:
    """True for a client on the server's own machine, unless a proxy speaks for it."""
    client, server = connection.scope.get("client"), connection.scope.get("server")
    if not client or not client[0] or any(name in connection.headers for name in FORWARDED):
        return False
    try:
        return client[0] == (server or [None])[0] or ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return True  # no address of a network: the client is in this very process
