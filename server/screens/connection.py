"""Connection: one client of a view as the hub sees it, whichever way its bytes travel.

Three kinds keep to it: the fast socket (`display_socket`), the plain socket (`page_socket`) and the reader of
Server-Sent Events (`server/web/sse.py`). The hub asks nothing else, and never asks which kind it has.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Connection(Protocol):
    """Client of one view. A payload is one JSON message in UTF-8, encoded once for everybody who gets it."""

    @property
    def patch(self) -> Callable[[bytes], None]:
        """Function that takes the payload of each patch. Connections whose patches leave together have the
        same one, and it is called once for all of them."""
        ...

    def presence(self, payload: bytes) -> None:
        """Message beside the view (presence; for a screen identify or pair): the newest replaces one that still
        waits."""
        ...

    def answer(self, payload: bytes) -> bool:
        """Answer to a message of this client. False: the client lets too many of them wait."""
        ...

    def request_snapshot(self) -> None:
        """Snapshot request: patches that wait are dropped, a snapshot of then goes out in their place."""
        ...

    def close(self, reason: str) -> None:
        """End of the connection, with close code 1008 and the reason."""
        ...
