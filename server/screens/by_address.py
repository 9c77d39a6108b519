"""Holdings by address: who has how much of something that is bounded, and who has most of it.

To add and to remove costs next to nothing, since each new connection does both. Who has most is known as long
as that address loses nothing; only then is it looked for, and only when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

NETWORK_PARTS = 4  # parts of an IPv6 address that name a network: one computer has as many addresses as it likes

Holding = TypeVar("Holding")


def network_of(host: str) -> str:
    """Address that counts as one: an IPv4 address, or the /64 network of an IPv6 address."""
    if ":" not in host:
        return host
    if host.startswith("::ffff:") and "." in host:
        return host.removeprefix("::ffff:")
    head, _, tail = host.partition("%")[0].partition("::")
    before = head.split(":") if head else []
    after = tail.split(":") if tail else []
    zeros = ["0"] * (8 - len(before) - len(after)) if "::" in host else []
    return ":".join((before + zeros + after)[:NETWORK_PARTS])


class ByAddress(Generic[Holding]):
    """Register of what each address holds, the oldest first."""

    def __init__(self) -> None:
        self._held: dict[str, dict[Holding, None]] = {}
        self._most, self._greediest = 0, ""  # right unless the one that has most has lost some since
        self._lost = False

    def add(self, address: str, holding: Holding) -> None:
        """One more for an address."""
        held = self._held.get(address)
        if held is None:
            held = self._held[address] = {}
        held[holding] = None
        if len(held) > self._most:
            self._most, self._greediest = len(held), address

    def remove(self, address: str, holding: Holding) -> None:
        """One less for an address; what it does not hold changes nothing."""
        held = self._held.get(address)
        if held is None or holding not in held:
            return
        del held[holding]
        if not held:
            del self._held[address]
        if address == self._greediest:
            self._lost = True

    def _find(self) -> dict[Holding, None]:
        """Holdings of the address that has most; there is one."""
        if self._lost:
            self._lost = False
            self._greediest = max(self._held, key=lambda address: len(self._held[address]), default="")
            self._most = len(self._held.get(self._greediest, ()))
        return self._held[self._greediest]

    def count(self, address: str) -> int:
        """Number that an address holds."""
        return len(self._held.get(address, ()))

    @property
    def most(self) -> int:
        """Largest number that one address holds."""
        return len(self._find()) if self._held else 0

    def oldest(self) -> Holding | None:
        """Oldest holding of the address that has most; None: nobody has any."""
        return next(iter(self._find())) if self._held else None

    def newest(self) -> Holding | None:
        """Newest holding of the address that has most; None: nobody has any."""
        return next(reversed(self._find())) if self._held else None

    def held_by(self, address: str) -> list[Holding]:
        """List of an address, the oldest first."""
        return list(self._held.get(address, ()))

    def __iter__(self) -> Iterator[Holding]:
        return iter([holding for held in self._held.values() for holding in held])
