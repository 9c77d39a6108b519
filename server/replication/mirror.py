"""A mirror of the writer's public views, kept by listening to Redis: what an edge serves, and a standby.

A patch with the next number is applied and handed on; a smaller number is passed over; a gap, another
epoch or another writer's token takes the snapshot that stands in Redis. What was seen last stays when
Redis is gone.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import deque
from typing import Any

import msgspec

from server.clock import Clock
from server.replication.bus import TROUBLE, pause_after
from server.replication.redis_store import PATCHES, PICTURES, PUBLIC, VIEWS
from server.replication.redis_url import Client
from server.screens.hub import Hub
from server.show.model import Output

SILENCE = 4.0  # seconds without a word from Redis after which it is asked whether it is there
SLEW = 0.02  # how much faster or slower than true the clock may run while it is being corrected
JUMP = 1000.0  # ms beyond which a difference is another clock and not a drift
HEARD = 64  # words of the writer by which its clock is told

log = logging.getLogger(__name__)


class FollowedClock(Clock):
    """The writer's clock, told by its words: the one that was least under way is the nearest. Slewed, so
    that no timer jumps; a clock that is quite another is taken at once."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead: deque[float] = deque(maxlen=HEARD)  # how far each word says the writer is from here
        self._corrected = time.monotonic()
        self._told = False

    def forget(self) -> None:
        """Another writer: its words are weighed anew, against the clock as it runs."""
        self._ahead.clear()

    def hear(self, at: float) -> None:
        here = time.monotonic() * 1000
        self._ahead.append(at - here)
        wanted = max(self._ahead)  # a word that travelled longer says less
        if not self._told or abs(wanted - self._base) > JUMP:
            self._ahead = deque([at - here], maxlen=HEARD)
            self._base, self._told = at - here, True
        else:
            most = SLEW * (here - self._corrected * 1000)
            self._base += min(most, max(-most, wanted - self._base))
        self._corrected = here / 1000


class Mirror:
    """A `Source` of public views. `linked` says whether Redis is heard now."""

    def __init__(self, hub: Hub) -> None:
        self.clock: Clock = FollowedClock()
        self.epoch, self.seq = "", 0
        self.linked = False
        self.knows = asyncio.Event()  # set once there is a show to show
        self.since = time.monotonic()  # of the present state of the link
        self.heard = -math.inf  # when the writer said something last, on the monotonic clock
        self.pictures: dict[str, tuple[str, bytes]] = {}
        self._hub = hub
        self._token = ""
        self._views: dict[str, dict[str, Any]] = {}
        self._outputs: dict[str, Output] = {}

    def names(self) -> tuple[str, ...]:
        return tuple(self._views)

    def outputs(self) -> dict[str, Output]:
        return self._outputs

    def is_public(self, view: str) -> bool:
        return view in self._views

    def snapshot(self, view: str) -> dict[str, Any]:
        return {"type": "snapshot", "seq": self.seq, "view": self._views[view]}

    def link(self, linked: bool) -> None:
        if linked is not self.linked:
            self.linked, self.since = linked, time.monotonic()

    def silent_for(self) -> float:
        """Seconds for which Redis was there and the writer said nothing."""
        return time.monotonic() - max(self.since, self.heard) if self.linked else 0.0

    def told(self) -> dict[str, Any]:
        """What an edge's `/readyz` says."""
        told = {"ready": self.linked and self.epoch != "", "seq": self.seq, "epoch": self.epoch, "role": "edge",
                "redis": "linked" if self.linked else "lost"}  # fmt: skip
        if not self.linked and not self.knows.is_set():
            return told | {"why": "Redis has not answered yet"}
        if not self.linked:
            return told | {"why": "Redis does not answer: this edge goes on showing what it saw last"}
        return told if self.epoch else told | {"why": "no writer has told Redis of a show yet"}

    def drop(self) -> None:
        """Forgets whose show it was: the next snapshot is taken, whatever its number."""
        self.epoch = self._token = ""

    def hear(self, message: dict[str, Any]) -> bool:
        """Takes one word of the writer. False: something was missed, and the snapshot is wanted."""
        if "left" in message:
            self.since = self.heard = -math.inf
            return True
        self.heard = time.monotonic()
        if (message["epoch"], message["token"]) != (self.epoch, self._token):
            return False
        self._tell_time(message["at"])
        if "set" not in message or message["seq"] <= self.seq:
            return bool(message["seq"] <= self.seq)
        if message["seq"] != self.seq + 1:
            return False
        self.seq = message["seq"]
        for name, view in self._views.items():
            changes = message["set"].get(name, {})
            self._views[name] = view | changes
            if "output" in changes:
                self._outputs[name] = Output(**changes["output"])
            self._hub.publish(name, self.seq, message["cause"], changes, message.get("moment"))
        return True

    def take(self, told: dict[str, Any], views: dict[str, dict[str, Any]]) -> None:
        """Takes the snapshot as it stands in Redis, unless what is here is newer."""
        same = (told["epoch"], told["token"]) == (self.epoch, self._token)
        if same and told["seq"] <= self.seq:
            return
        if not same and isinstance(self.clock, FollowedClock):
            self.clock.forget()
        self.epoch, self._token, self.seq = told["epoch"], told["token"], told["seq"]
        self._views = views
        self.knows.set()
        self._outputs = {name: Output(**view["output"]) for name, view in views.items()}
        self._hub.restart()

    def _tell_time(self, at: float) -> None:
        if isinstance(self.clock, FollowedClock):
            self.clock.hear(at)


async def follow(mirror: Mirror, client: Client) -> None:
    """Keeps the mirror for ever; a Redis that goes is waited for."""
    failures = 0
    while True:
        try:
            await client.hgetall(PICTURES)  # a subscription alone never asks a cluster where its keys are now
            listening = client.pubsub(ignore_subscribe_messages=True)
            async with listening:
                await listening.subscribe(PATCHES)
                await _catch_up(mirror, client)
                failures = 0
                while True:
                    await _listen(mirror, client, listening)
        except TROUBLE as error:
            if mirror.linked:
                log.warning("Redis is lost (%s): what was seen last goes on", error)
            failures += 1
        except Exception:  # one word that can't be understood must not make this machine deaf for ever
            if not failures:
                log.exception("what Redis tells of the show is not understood")
            failures += 1
        finally:
            mirror.link(False)
        await asyncio.sleep(pause_after(failures))


async def _listen(mirror: Mirror, client: Client, listening: Any) -> None:
    got = await listening.get_message(timeout=SILENCE)
    if got is None:  # the writer may be gone, or the cable
        await client.ping()
        await listening.ping()
        got = await listening.get_message(timeout=SILENCE)
        if got is None:
            raise TimeoutError("it has fallen silent")
    if got["type"] == "message" and not mirror.hear(msgspec.json.decode(got["data"])):
        await _catch_up(mirror, client)


async def _catch_up(mirror: Mirror, client: Client) -> None:
    kept = await client.hgetall(VIEWS)
    pictures = await client.hgetall(PICTURES)
    for name in [one.decode() for one in pictures]:
        tag = pictures[name.encode()].decode()
        if mirror.pictures.get(name, ("",))[0] != tag:
            content = await client.get(f"{PUBLIC}picture:{name}")
            mirror.pictures[name] = (tag, content or b"")
    for gone in [name for name in mirror.pictures if name.encode() not in pictures]:
        del mirror.pictures[gone]
    if b"show" in kept:
        told = msgspec.json.decode(kept[b"show"])
        views = {name: msgspec.json.decode(kept[f"view:{name}".encode()]) for name in told["names"]}
        mirror.take(told, views)
    mirror.link(True)
