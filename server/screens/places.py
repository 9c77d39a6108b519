"""Places of people who are not signed in: who holds one, and who gives way to whom when all are taken.

Theory of operation. As long as there is room everybody gets in. When there is none, a screen of the hall takes
the place of a remote viewer, and a newcomer takes one from the address that holds most, where that leaves it
no less than the newcomer's own: one address that opens all there are keeps nobody out, and a hall behind one
address has them all while nobody else wants them. An address has `HALL_PLACES` screens of the hall; what more
it opens is crowd, since anybody can open a page of the stage.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from server.screens.by_address import ByAddress, network_of

HALL_PLACES = 32  # screens of one address that are taken for the hall's

Holder = TypeVar("Holder")


class Places(Generic[Holder]):
    """Register of who holds a place. An address holds at most `per_address` as crowd."""

    def __init__(self, per_address: int) -> None:
        self.per_address = per_address
        self._crowd: ByAddress[Holder] = ByAddress()
        self._hall: ByAddress[Holder] = ByAddress()
        self._held: dict[Holder, tuple[ByAddress[Holder], str]] = {}

    def take(self, holder: Holder, host: str, remote: bool) -> None:
        """Place for somebody; `remote`: a viewer elsewhere, and no screen of the hall."""
        address = network_of(host)
        register = self._register(address, remote)
        register.add(address, holder)
        self._held[holder] = register, address

    def leave(self, holder: Holder) -> None:
        """End of holding a place; who holds none changes nothing."""
        register, address = self._held.pop(holder, (self._crowd, ""))
        register.remove(address, holder)

    def has_enough(self, host: str, remote: bool) -> bool:
        """Bound of this address reached. It is the crowd's: the hall may stand behind the same address."""
        address = network_of(host)
        register = self._register(address, remote)
        return register is self._crowd and register.count(address) >= self.per_address

    def gives_way(self, host: str, remote: bool) -> Holder | None:
        """Holder whose place a newcomer gets when there is no other; None: nobody's."""
        address = network_of(host)
        register = self._register(address, remote)
        if register is self._hall and self._crowd.most:
            return self._crowd.newest()
        return register.newest() if register.most > register.count(address) + 1 else None

    def _register(self, address: str, remote: bool) -> ByAddress[Holder]:
        hall = not remote and self._hall.count(address) < HALL_PLACES
        return self._hall if hall else self._crowd
