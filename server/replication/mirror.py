"""Mirror of the writer's public views, by way of Redis: the view source of an edge and of a standby.

A patch with the next number is applied and handed on; a smaller number is ignored; after a gap, another
epoch or another writer's token the mirror loads the snapshot that stands in Redis. The last views stay when
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
from server.replication.redis_store import PATCHES, PICTURES, PUBLIC, VIEWS
from server.replication.redis_url import Client
from server.replication.retry import TRANSIENT_ERRORS, pause_after
from server.screens.hub import Hub
from server.show.model import Output

IDLE_TIMEOUT = 4.0  # seconds without a message from Redis after which it is pinged
SLEW = 0.02  # how much faster or slower than true the clock may run while it is being corrected
JUMP = 1000.0  # ms beyond which a difference is another clock and not a drift
OFFSET_SAMPLES = 64  # messages of the writer from which its clock is estimated

log = logging.getLogger(__name__)


class FollowedClock(Clock):
    """Writer's clock, estimated from the times in its messages: the one that travelled least is the nearest.
    Slewed, so that no timer jumps; a clock that is quite another is taken at once."""

    def __init__(self) -> None:
        super().__init__()
        # How many ms the writer is ahead, by each message.
        self._offsets: deque[float] = deque(maxlen=OFFSET_SAMPLES)
        self._corrected = time.monotonic()
        self._estimated = False

    def forget(self) -> None:
        """Another writer: its samples are collected again, against the clock as it runs."""
        self._offsets.clear()

    def add_sample(self, at: float) -> None:
        """Sample of the writer's time (server ms), as it stands in a message that has just come."""
        here = time.monotonic() * 1000
        self._offsets.append(at - here)
        wanted = max(self._offsets)  # a message that travelled longer says less
        if not self._estimated or abs(wanted - self._base) > JUMP:
            self._offsets = deque([at - here], maxlen=OFFSET_SAMPLES)
            self._base, self._estimated = at - here, True
        else:
            step = SLEW * (here - self._corrected * 1000)
            self._base += min(step, max(-step, wanted - self._base))
        self._corrected = here / 1000


class Mirror:
    """View source (`ViewSource`) of public views. `linked`: Redis answers now."""

    def __init__(self, hub: Hub) -> None:
        self.clock = FollowedClock()
        self.epoch, self.seq = "", 0
        self.linked = False
        self.knows = asyncio.Event()  # set once there is a show
        self.news = asyncio.Event()  # set by each message of the writer; who waits for it clears it
        self.since = time.monotonic()  # of the present state of the link
        self.last_message = -math.inf  # of the writer, on the monotonic clock
        self.pictures: dict[str, tuple[str, bytes]] = {}
        self._hub = hub
        self._token = ""
        self._views: dict[str, dict[str, Any]] = {}
        self._outputs: dict[str, Output] = {}

    def names(self) -> tuple[str, ...]:
        """Names of the public views."""
        return tuple(self._views)

    def outputs(self) -> dict[str, Output]:
        """Named pictures by their names."""
        return self._outputs

    def is_public(self, view: str) -> bool:
        """Public view that the writer has sent."""
        return view in self._views

    def snapshot(self, view: str) -> dict[str, Any]:
        """Snapshot message of a view at the present seq. Raises KeyError for none of `names()`."""
        return {"type": "snapshot", "seq": self.seq, "view": self._views[view]}

    def link(self, linked: bool) -> None:
        """State of the link to Redis."""
        if linked is not self.linked:
            self.linked, self.since = linked, time.monotonic()

    def silent_for(self) -> float:
        """Seconds for which Redis was there and the writer sent nothing."""
        return time.monotonic() - max(self.since, self.last_message) if self.linked else 0.0

    def readiness(self) -> dict[str, Any]:
        """Answer of an edge's `/readyz`."""
        facts = {"ready": self.linked and self.epoch != "", "seq": self.seq, "epoch": self.epoch, "role": "edge",
                 "redis": "linked" if self.linked else "lost"}  # fmt: skip
        if not self.linked and not self.knows.is_set():
            return facts | {"why": "Redis has not answered yet"}
        if not self.linked:
            return facts | {"why": "Redis does not answer: this edge goes on showing what it saw last"}
        return facts if self.epoch else facts | {"why": "no writer has told Redis of a show yet"}

    def drop(self) -> None:
        """End of the present show: the next snapshot is loaded, whatever its number."""
        self.epoch = self._token = ""

    def on_message(self, message: dict[str, Any]) -> bool:
        """Message of the writer, applied. False: something was missed, and the snapshot has to be loaded."""
        self.news.set()
        if "left" in message:
            self.since = self.last_message = -math.inf
            return True
        self.last_message = time.monotonic()
        if (message["epoch"], message["token"]) != (self.epoch, self._token):
            return False
        self.clock.add_sample(message["at"])
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

    def load(self, envelope: dict[str, Any], views: dict[str, dict[str, Any]]) -> None:
        """Snapshot of all views as it stands in Redis, unless what is here is newer."""
        same = (envelope["epoch"], envelope["token"]) == (self.epoch, self._token)
        if same and envelope["seq"] <= self.seq:
            return
        if not same:
            self.clock.forget()
        self.epoch, self._token, self.seq = envelope["epoch"], envelope["token"], envelope["seq"]
        self._views = views
        self.knows.set()
        self._outputs = {name: Output(**view["output"]) for name, view in views.items()}
        self._hub.restart()


async def follow(mirror: Mirror, client: Client) -> None:
    """Mirroring without an end; a Redis that goes is waited for."""
    failures = 0
    while True:
        try:
            await client.hgetall(PICTURES)  # a subscription alone never asks a cluster where its keys are now
            subscription = client.pubsub(ignore_subscribe_messages=True)
            async with subscription:
                await subscription.subscribe(PATCHES)
                await _catch_up(mirror, client)
                failures = 0
                while True:
                    await _listen(mirror, client, subscription)
        except TRANSIENT_ERRORS as error:
            if mirror.linked:
                log.warning("Redis is lost (%s): the last views stay", error)
            failures += 1
        except Exception:  # after a message that can't be understood this machine never stops listening
            if not failures:
                log.exception("a message of the writer is not understood")
            failures += 1
        finally:
            mirror.link(False)
        await asyncio.sleep(pause_after(failures))


async def _listen(mirror: Mirror, client: Client, subscription: Any) -> None:
    message = await subscription.get_message(timeout=IDLE_TIMEOUT)
    if message is None:  # the writer may be gone, or the cable
        await client.ping()
        await subscription.ping()
        message = await subscription.get_message(timeout=IDLE_TIMEOUT)
        if message is None:
            raise TimeoutError("it has fallen silent")
    if message["type"] == "message" and not mirror.on_message(msgspec.json.decode(message["data"])):
        await _catch_up(mirror, client)


async def _catch_up(mirror: Mirror, client: Client) -> None:
    stored = await client.hgetall(VIEWS)
    await _fetch_pictures(mirror, client)
    if b"show" in stored:
        envelope = msgspec.json.decode(stored[b"show"])
        views = {name: msgspec.json.decode(stored[f"view:{name}".encode()]) for name in envelope["names"]}
        mirror.load(envelope, views)
    mirror.link(True)


async def _fetch_pictures(mirror: Mirror, client: Client) -> None:
    tags = {name.decode(): tag.decode() for name, tag in (await client.hgetall(PICTURES)).items()}
    for name, tag in tags.items():
        if mirror.pictures.get(name, ("",))[0] != tag:
            content = await client.get(f"{PUBLIC}picture:{name}")
            mirror.pictures[name] = (tag, content or b"")
    for gone in mirror.pictures.keys() - tags.keys():
        del mirror.pictures[gone]
