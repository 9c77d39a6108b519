"""People of the simulation: an operator and judges, who send again what got no answer, on any machine that takes it."""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque
from types import SimpleNamespace
from typing import Any

from starlette.websockets import WebSocket

from server.screens import page_socket
from tests.show.test_view import secret
from tests.sim.machine import Box
from tests.sim.screens import Follower
from tests.sim.world import World

ANSWER_PATIENCE = 4.0  # seconds after which a person sends again
AGAIN = ("fenced", "journal_trouble", "journal_doubt")  # refusals that may pass


class Line:
    """Page socket without a socket: the messages of ASGI with latency, and a cut."""

    def __init__(self, world: World, box: Box, view: str, who: str, got: Any) -> None:
        self._world, self.box, self._got = world, box, got
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._last = self._up = 0.0
        self.open, self.closed = asyncio.Event(), asyncio.Event()
        self.reading = asyncio.Event()
        self.reading.set()
        scope = {"type": "websocket", "path": f"/ws/{view}", "path_params": {"view": view}, "query_string": b"",
                 "headers": [(b"x-who", who.encode())], "app": SimpleNamespace(state=box.state)}  # fmt: skip
        self._inbox.put_nowait({"type": "websocket.connect"})
        socket = WebSocket(scope, self._inbox.get, self._down)
        box.links[self] = None
        world.loop.create_task(page_socket.socket(socket), context=box.context.copy())

    async def _down(self, message: Any) -> None:
        """Message of the server; it waits while the page does not read."""
        await self.reading.wait()
        network, loop = self._world.network, self._world.loop
        self._last = max(self._last, loop.time() + network.latency())
        loop.call_at(self._last, self._arrive, message, context=self._world.outside)

    def _arrive(self, message: Any) -> None:
        if self.closed.is_set():
            return
        if message["type"] == "websocket.accept":
            self.open.set()
        elif message["type"] == "websocket.close":
            if message.get("code") == 1011:
                self._world.fault(f"a page on {self.box.name} was closed with 1011")
            self.cut()
        else:
            self._got(json.loads(message["text"]))

    def send(self, message: dict[str, Any]) -> None:
        """Message of the page on its way."""
        loop = self._world.loop
        self._up = max(self._up, loop.time() + self._world.network.latency())
        text = {"type": "websocket.receive", "text": json.dumps(message)}
        loop.call_at(self._up, self._inbox.put_nowait, text, context=self.box.context)

    def cut(self) -> None:
        """End of the line."""
        if not self.closed.is_set():
            self.closed.set()
            self.reading.set()
            self.box.links.pop(self, None)
            self._world.loop.call_soon(
                self._inbox.put_nowait, {"type": "websocket.disconnect", "code": 1006}, context=self.box.context
            )


class Person:
    """Somebody with a page. `turns` makes what they do next."""

    def __init__(self, world: World, who: str, view: str, places: list[Box], turns: Any, pace: float) -> None:
        self._world, self._who, self.view, self._places = world, who, view, places
        self._turns, self._pace = turns, pace
        self._chance: random.Random = world.chance(f"person {who}")
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._old: deque[dict[str, Any]] = deque(maxlen=20)
        self.line: Line | None = None
        self.follower = Follower()
        self.acked: dict[str, int] = {}
        self.sent = 0

    async def run(self, until: float) -> None:
        """Command after command, until a moment; then the page stays open."""
        while self._world.loop.time() < until:
            await asyncio.sleep(self._chance.expovariate(1 / self._pace))
            for command in self._turns(self._chance):
                await self._do(command)
        while True:
            await self._linked()
            assert self.line is not None
            await self.line.closed.wait()

    async def _do(self, command: dict[str, Any]) -> None:
        self.sent += 1
        message = {"id": f"{self._who}-{self.sent}".replace(" ", ""), **command}
        if self._chance.random() < 0.2 and self.follower.seq > 0:
            message["seq"] = self.follower.seq
        self._world.note(f"{self._who} sends {json.dumps(message, ensure_ascii=False)}")
        for _ in range(8):
            answer = await self._ask(message)
            if answer is not None and answer.get("code") not in AGAIN:
                break
            await asyncio.sleep(self._chance.uniform(0.2, 1.0))
        else:
            return
        self._old.append(message)
        if answer["type"] == "ack":
            self.acked[message["id"]] = answer["seq"]

    async def _ask(self, message: dict[str, Any]) -> dict[str, Any] | None:
        await self._linked()
        line = self.line
        assert line is not None
        answer = self._answers[message["id"]] = self._world.loop.create_future()
        line.send(message)
        if self._chance.random() < 0.1:
            line.send(message)  # doubled
        if self._old and self._chance.random() < 0.05:
            line.send(self._chance.choice(self._old))  # a late one, which was answered long ago
        gone = asyncio.ensure_future(line.closed.wait())
        await asyncio.wait({answer, gone}, timeout=ANSWER_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if answer.done():
            return answer.result()
        if self._chance.random() < 0.5:
            line.cut()  # it reloads the page
        return None

    async def _linked(self) -> None:
        while self.line is None or self.line.closed.is_set():
            for box in self._places:
                if box.up and box.host is not None and not box.host.asleep and await self._try(box):
                    return
            await asyncio.sleep(self._chance.uniform(0.2, 0.6))

    async def _try(self, box: Box) -> bool:
        self.follower = Follower()
        line = Line(self._world, box, self.view, self._who, self._got)
        opened, closed = (asyncio.ensure_future(event.wait()) for event in (line.open, line.closed))
        await asyncio.wait({opened, closed}, timeout=2, return_when=asyncio.FIRST_COMPLETED)
        opened.cancel()
        closed.cancel()
        if line.open.is_set() and not line.closed.is_set():
            self.line = line
            return True
        line.cut()
        return False

    def _got(self, message: dict[str, Any]) -> None:
        if message["type"] in ("ack", "refused"):
            answer = self._answers.get(message["id"])
            if answer is not None and not answer.done():
                answer.set_result(message)
        elif not self.follower.take(message) and self.line is not None:
            self.line.send({"type": "resync"})

    def stall(self, seconds: float) -> None:
        """The page stops reading for a while."""
        if self.line is not None and self.line.reading.is_set():
            self.line.reading.clear()
            self._world.network.later(seconds, self.line.reading.set)


# --- what they do --------------------------------------------------------------------------------------


class Final:
    """Commands that mostly make sense, of a small final with its entries and judges."""

    def __init__(self, entries: tuple[str, ...], judges: tuple[str, ...], cues: tuple[str, ...], modes: bool) -> None:
        self._entries, self._judges, self._cues, self._modes = entries, judges, cues, modes

    def operator(self, chance: random.Random) -> list[dict[str, Any]]:
        """A step of the operator: one command, or a few that belong together."""
        entry, cue = chance.choice(self._entries), chance.choice(self._cues)
        steps: list[list[dict[str, Any]]] = [
            [{"do": "go"}], [{"do": "go"}], [{"do": "preview", "cue": cue}, {"do": "take"}],
            [{"do": "message", "text": f"第 {chance.randint(1, 99)} 句"}],
            [{"do": "hold", "on": chance.random() < 0.5}],
            [{"do": "black", "on": chance.random() < 0.3}], [{"do": "timer_start"}], [{"do": "timer_pause"}],
            [{"do": "timer_adjust", "seconds": chance.randint(-60, 60)}], [{"do": "undo"}],
            [{"do": "enter_marks", "entry": entry, "marks": self._sheet(entry, chance)},
             {"do": "confirm", "entry": entry}],
            [{"do": "enter_marks", "entry": entry, "marks": self._sheet(entry, chance)},
             {"do": "confirm", "entry": entry}],
            [{"do": "arm", "entry": entry}, {"do": "reveal", "entry": entry}],
            [{"do": "put", "element": "score", "entry": entry}], [{"do": "clear", "element": "all"}],
            [{"do": "preview", "cue": f"{entry}.reveal"}, {"do": "take"}],
            [{"do": "unconfirm", "entry": entry, "reason": "复核"}],
            [{"do": "preview", "cue": f"{entry}.scoring"}, {"do": "take"}],
        ]  # fmt: skip
        if self._modes and chance.random() < 0.1:
            steps = [[{"do": "switch_mode", "mode": chance.choice(["live", "rehearsal"])}],
                     [{"do": "restart_rehearsal"}]]  # fmt: skip
        return chance.choice(steps)

    def judge(self, judge: str) -> Any:
        """Steps of one judge."""

        def step(chance: random.Random) -> list[dict[str, Any]]:
            entry = chance.choice(self._entries)
            do = chance.choice(["draft_marks", "submit_marks", "submit_marks", "withdraw_marks"])
            marks = {} if do == "withdraw_marks" else {"values": {"total": self._mark(entry, chance)}}
            return [{"do": do, "entry": entry, "judge": judge, **marks}]

        return step

    def _sheet(self, entry: str, chance: random.Random) -> dict[str, str]:
        return {judge: self._mark(entry, chance) for judge in self._judges}

    def _mark(self, entry: str, chance: random.Random) -> str:
        return f"{secret(entry)}.{chance.randint(0, 99):02d}"
