"""What waits to be sent to one screen: bounded, and the latest wins.

Patches queue until they hold `MAX_BYTES`; one more and they are all dropped, and the screen is owed
a snapshot instead, made when it reads again. Answers to its own commands are never dropped: they
are small, and bounded by the number of commands it may have under way.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

MAX_BYTES = 512 * 1024
MAX_ANSWERS = 256


class Line(Protocol):
    """What anybody may ask of a screen's connection, whichever way its bytes travel."""

    def owe(self) -> None:
        """Sends a snapshot, in place of all that waits."""
        ...

    def end(self, why: str) -> None:
        """Closes it with 1008 and the reason."""
        ...


class Outbox:
    def __init__(self) -> None:
        self._patches: deque[str] = deque()
        self._answers: deque[str] = deque()
        self._bytes = 0
        self._filled = asyncio.Event()
        self._presence: str | None = None
        self.owed = True  # a new screen begins with a snapshot
        self.ended = ""  # why the connection has to be closed

    def patch(self, text: str) -> None:
        """Queues a patch for a screen that keeps up; a screen that is owed a snapshot gets that."""
        if self.owed:
            return
        if self._bytes + len(text) > MAX_BYTES:
            self.owe()
            return
        self._patches.append(text)
        self._bytes += len(text)
        self._filled.set()

    def answer(self, text: str) -> bool:
        """Queues an answer. False: the peer has let too many answers wait."""
        self._answers.append(text)
        self._filled.set()
        return len(self._answers) <= MAX_ANSWERS

    def presence(self, text: str) -> None:
        """Replaces the presence that waits: only the newest is worth sending."""
        self._presence = text
        self._filled.set()

    def owe(self) -> None:
        """Drops what waits: the next thing this screen gets is a snapshot."""
        self._patches.clear()
        self._bytes = 0
        self.owed = True
        self._filled.set()

    def end(self, why: str) -> None:
        """The connection is closed instead of anything more being sent."""
        self.ended = why
        self._filled.set()

    async def wait(self) -> None:
        """Returns once there is something to send."""
        if not (self.ended or self.owed or self._patches or self._answers or self._presence):
            self._filled.clear()
            await self._filled.wait()

    def take_patch(self) -> str | None:
        if not self._patches:
            return None
        text = self._patches.popleft()
        self._bytes -= len(text)
        return text

    def take_answer(self) -> str | None:
        return self._answers.popleft() if self._answers else None

    def take_presence(self) -> str | None:
        text, self._presence = self._presence, None
        return text
