"""Holdings by address: who has how much of something that is bounded, and who has most of it.

Each step takes the same time, however many addresses there are: addresses stand in shelves by the number that
they hold, and the fullest shelf moves by one with each step.
"""

from __future__ import annotations

from collections import defaultdict
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
        self._shelves: defaultdict[int, dict[str, None]] = defaultdict(dict)  # addresses that hold so many
        self._most = 0

    def add(self, address: str, holding: Holding) -> None:
        """One more for an address."""
        held = self._held.setdefault(address, {})
        self._move(address, len(held), len(held) + 1)
        held[holding] = None

    def remove(self, address: str, holding: Holding) -> None:
        """One less for an address; what it does not hold changes nothing."""
        held = self._held.get(address, {})
        if holding not in held:
            return
        del held[holding]
        self._move(address, len(held) + 1, len(held))
        if not held:
            del self._held[address]

    def _move(self, address: str, before: int, after: int) -> None:
        self._shelves[before].pop(address, None)
        if after:
            self._shelves[after][address] = None
        if not self._shelves[before]:
            del self._shelves[before]
        if after > self._most or self._most not in self._shelves:
            self._most = after

    def count(self, address: str) -> int:
        """Number that an address holds."""
        return len(self._held.get(address, ()))

    @property
    def most(self) -> int:
        """Largest number that one address holds."""
        return self._most

    def oldest(self) -> Holding | None:
        """Oldest holding of the address that has most; None: nobody has any."""
        return next(iter(self._held[self._greediest()])) if self._most else None

    def newest(self) -> Holding | None:
        """Newest holding of the address that has most; None: nobody has any."""
        return next(reversed(self._held[self._greediest()])) if self._most else None

    def held_by(self, address: str) -> list[Holding]:
        """List of an address, the oldest first."""
        return list(self._held.get(address, ()))

    def __iter__(self) -> Iterator[Holding]:
        return iter([holding for held in self._held.values() for holding in held])

    def _greediest(self) -> str:
        return next(iter(self._shelves[self._most]))
