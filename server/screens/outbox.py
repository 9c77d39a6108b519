"""Outbox: bounded queue of one plain socket or SSE reader, in which the latest wins.

Patches queue until they hold `MAX_BYTES`; one more and they are all dropped, and the screen needs a snapshot
instead, made when it reads again. Answers to its own commands are never dropped: they are small, and bounded
by the number of commands that it may have pending.
"""

from __future__ import annotations

import asyncio
from collections import deque

MAX_BYTES = 512 * 1024
MAX_ANSWERS = 256


class Outbox:
    """Connection that queues: payloads (JSON in UTF-8) on their way to a task that sends them one by one.
    `close_reason` is set once the connection has to be closed."""

    def __init__(self) -> None:
        self._patches: deque[bytes] = deque()
        self._answers: deque[bytes] = deque()
        self._bytes = 0
        self._filled = asyncio.Event()
        self._presence: bytes | None = None
        self.needs_snapshot = True  # a new screen begins with one
        self.close_reason = ""

    def patch(self, payload: bytes) -> None:
        """Patch for a screen that keeps up; one that needs a snapshot gets that."""
        if self.needs_snapshot:
            return
        if self._bytes + len(payload) > MAX_BYTES:
            self.request_snapshot()
            return
        self._patches.append(payload)
        self._bytes += len(payload)
        self._filled.set()

    def answer(self, payload: bytes) -> bool:
        """Answer to a message of the client. False: the client has let too many answers wait."""
        self._answers.append(payload)
        self._filled.set()
        return len(self._answers) <= MAX_ANSWERS

    def presence(self, payload: bytes) -> None:
        """Presence message in place of the one that waits: only the newest is worth sending."""
        self._presence = payload
        self._filled.set()

    def request_snapshot(self) -> None:
        """Snapshot request: the patches that wait are dropped, and the next thing sent is a snapshot."""
        self._patches.clear()
        self._bytes = 0
        self.needs_snapshot = True
        self._filled.set()

    def close(self, reason: str) -> None:
        """End of the connection, in place of anything more that could be sent."""
        self.close_reason = reason
        self._filled.set()

    async def wait(self) -> None:
        """Wait until there is something to send."""
        if not (self.close_reason or self.needs_snapshot or self._patches or self._answers or self._presence):
            self._filled.clear()
            await self._filled.wait()

    def next_patch(self) -> bytes | None:
        """Oldest patch that waits, taken out of the queue; None: there is none."""
        if not self._patches:
            return None
        payload = self._patches.popleft()
        self._bytes -= len(payload)
        return payload

    def next_answer(self) -> bytes | None:
        """Oldest answer that waits, taken out of the queue; None: there is none."""
        return self._answers.popleft() if self._answers else None

    def next_presence(self) -> bytes | None:
        """Presence message that waits, taken out; None: there is none."""
        payload, self._presence = self._presence, None
        return payload
