"""Director: the one place where the show changes.

`perform` is synchronous, so on one event loop it is exclusive: decide, write to the journal, evolve and
publish happen without anything in between. `command` acknowledges it once it is durable, and replicated where
several machines share the show. A person's command id twice is carried out once and answered the same.
"""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.answers import ack, fenced, name_of, refused_answer
from server.clock import Clock
from server.event_file import plan_check
from server.journal.archive import archive
from server.journal.command_ids import is_same, whose
from server.journal.inspection import DamagedError
from server.journal.journal import Journal
from server.journal.mode import Mode, save_mode
from server.journal.opening import begun_beside, evolved, replayed, take_place
from server.journal.read_only import ReadOnlyJournal
from server.journal.row import JournalError
from server.screens.hub import Hub
from server.show import events as e
from server.show import roles
from server.show.ceremony import lint
from server.show.commands import RestartRehearsal, SwitchMode
from server.show.decide import decide
from server.show.evolve import evolve
from server.show.model import Contest, Output, Refused
from server.show.model.role import Who
from server.show.model.rundown import build
from server.show.playout.air import with_seed
from server.show.view import is_public, outputs, project, public_views, views
from server.wire import MAX_AGE, Envelope, is_stale

if TYPE_CHECKING:  # redis-py takes a second to import, and a laptop alone has no use for it
    from server.replication.bus import Bus
    from server.replication.replicas import Replicas

MAX_REMEMBERED = 1000  # answers remembered for commands that come twice

log = logging.getLogger(__name__)


def _moment(event: e.Event) -> int:
    """The moment at which an event says that its motion starts or goes on (ms; 0: it says none)."""
    motion = event.motion if isinstance(event, (e.CeremonyStepped, e.CeremonyMoved)) else None
    return motion.at if motion and not motion.held else 0


class Director:
    """Owner of the show, its journal and its clock. Answers are dicts ready for the wire. `clock`: one that
    goes on; `pictures`: the folder of the organizer's, for the ceremony's linter. Raises JournalError."""

    def __init__(
        self,
        folder: Path,
        contest: Contest,
        mode: Mode,
        hub: Hub,
        clock: Clock | None = None,
        pictures: Path | None = None,
    ) -> None:
        self._folder = folder
        self._contest = contest
        self._hub = hub
        self._remembered: OrderedDict[str, tuple[str, dict[str, Any]]] = OrderedDict()
        self._views: dict[str, dict[str, Any]] = {}
        self.clock = clock or Clock()
        self.bus: Bus | Replicas | None = None
        self._pictures, self._shares_views = pictures, False
        self.journal: Journal
        self._open(mode)

    def _open(self, mode: Mode) -> None:
        """Loads the journal of `mode` and goes on where it ends, or begins it."""
        path = self._folder / f"{mode}.sqlite"
        try:
            journal, recorded = replayed(path, mode)
        except DamagedError as error:
            return self._open_damaged(mode, error)
        if len(recorded) == 1 and recorded[0].event != self._opening(mode):
            # Nothing has happened yet: the event file may still change.
            journal.close()
            archive(path)
            journal, recorded = replayed(path, mode)
        self.clock.not_before(max((fact.at for fact in recorded), default=0))
        if not recorded:
            recorded = [journal.append(self.clock.now(), "", self._opening(mode))]
        journal.flush()  # a server that was killed may have left something that is not durable yet
        show = evolved(recorded)
        if show.contest != self._contest:
            log.warning("%s: the event file has changed since; the journal's stands", path)
        save_mode(self._folder, mode)
        self.journal, self.show, self.mode = journal, show, mode
        self._views = {}
        return None

    def _open_damaged(self, mode: Mode, error: DamagedError) -> None:
        """Opens what is whole of a damaged journal, for reading only, at a start; a show that runs goes on."""
        if hasattr(self, "journal"):
            raise error
        log.error("%s", error.damage.say("en"))
        journal = ReadOnlyJournal(error.inspection)
        recorded = list(journal.replay())
        self.clock.not_before(max((fact.at for fact in recorded), default=0))
        recorded = recorded or [e.Recorded(1, self.clock.now(), "", self._opening(mode))]
        self.journal, self.show, self.mode, self._views = journal, evolved(recorded), mode, {}

    def _opening(self, mode: Mode) -> e.Opened:
        return e.Opened(self._contest, mode, build(self._contest))

    @property
    def epoch(self) -> str:
        """Name of the open journal."""
        return self.journal.epoch

    @property
    def seq(self) -> int:
        """Number of the newest event."""
        return self.show.seq

    def close(self) -> None:
        """End of this director: its journal is closed."""
        self.journal.close()

    def share(self, bus: Bus | Replicas, views: bool = True) -> None:
        """Replication by a bus, from now on. `views`: it takes patches of the public views, too."""
        self.bus, self._shares_views = bus, views
        self._journal_switched()

    def _journal_switched(self) -> None:
        if self.bus is not None:
            for name in self.public_names() if self._shares_views else ():
                self.snapshot(name)  # what the next patch is made against
            self.bus.journal_switched()

    def public_names(self) -> tuple[str, ...]:
        """Names of the views that anybody may see."""
        return public_views(self.show)

    def names(self) -> tuple[str, ...]:
        """Names of every view that may be asked for."""
        return views(self.show)

    def outputs(self) -> dict[str, Output]:
        """Named pictures by their names."""
        return outputs(self.show)

    def is_public(self, view: str) -> bool:
        """Public view: one that anybody may see."""
        return is_public(self.show, view)

    def snapshot(self, view: str) -> dict[str, Any]:
        """Snapshot message of a view at the present seq. Raises KeyError for no view of `names()`."""
        if view not in self._views:
            self._views[view] = self._project(view)
        return {"type": "snapshot", "seq": self.show.seq, "view": self._views[view]}

    def _project(self, view: str) -> dict[str, Any]:
        """A view; for the operator with the faults of the ceremony's plan that only the files show."""
        made = project(self.show, view)
        if view == "control":
            plan = self.show.ceremony.plan if self.show.ceremony else lint.reading(self.show).plan
            made["plan"]["faults"] += map(asdict, plan_check.faults(self.show, plan, self._pictures))
            if self.journal.damage is not None:
                made["damage"] = {lang: self.journal.damage.say(lang) for lang in ("zh", "en")}
        return made

    async def command(self, envelope: Envelope, who: Who) -> dict[str, Any]:
        """`perform`, answered when the disk has it, and Redis too, where there is one: see the bus. The answer
        says `alone` where Redis has it not."""
        bus = self.bus
        if bus is None:
            return await self._performed(envelope, who)
        if await bus.may_write():
            answer = await self._performed(envelope, who)
            acknowledged = answer["type"] == "ack"
            reach = await bus.wait_replicated(answer["seq"]) if acknowledged else bus.reach
            if reach != "nowhere":
                return answer | {"alone": True} if reach == "alone" else answer
        return fenced(envelope, bus.holder)

    async def _performed(self, envelope: Envelope, who: Who) -> dict[str, Any]:
        answer = self.perform(envelope, who)
        if answer["type"] == "ack":
            try:
                await self.journal.wait_durable(answer["seq"])
            except JournalError as error:
                log.error("%s is not durable: %s", type(envelope.command).__name__, error)
                return refused_answer(envelope, Refused("journal_doubt", trouble=str(error)))
        return answer

    def perform(self, envelope: Envelope, who: Who) -> dict[str, Any]:
        """Answer to a command that is carried out now: an `ack` with its seq, or `refused` with the words
        why."""
        try:
            roles.check(self.show, who, envelope.command)
        except Refused as refused:
            return refused_answer(envelope, refused)  # not remembered: the id may be somebody else's
        if self.journal.damage is not None:
            return refused_answer(envelope, Refused("journal_damaged", file=self.journal.damage.file.name))
        known = self._known(envelope, who.by)
        if known is not None:
            return known
        if is_stale(envelope, self.clock.now()):
            return refused_answer(envelope, Refused("stale", seconds=MAX_AGE // 1000))
        try:
            self._carry_out(envelope, who.by)
            answer = ack(envelope, self.show.seq)
        except Refused as refused:
            answer = refused_answer(envelope, refused)
        except JournalError as error:
            log.error("%s was not done: %s", type(envelope.command).__name__, error)
            # Not remembered: the same command may be sent again once the disk is well.
            return refused_answer(envelope, Refused("journal_trouble", trouble=str(error)))
        self._remembered[whose(who.by, envelope.id)] = name_of(envelope), answer
        while len(self._remembered) > MAX_REMEMBERED:
            self._remembered.popitem(last=False)
        return answer

    def _known(self, envelope: Envelope, by: str) -> dict[str, Any] | None:
        """Answer to a command of this person that came before; a refusal where its id came with another body."""
        name = name_of(envelope)
        if (kept := self._remembered.get(whose(by, name))) is not None:
            first, answer = kept
        elif (seq := self.journal.seq_of(name, by)) is not None:
            first, answer = self.journal.rows(seq - 1, 1)[0].command_id or "", ack(envelope, seq)
        else:
            return None
        return answer if is_same(first, name) else refused_answer(envelope, Refused("id_used", id=envelope.id))

    def _carry_out(self, envelope: Envelope, by: str) -> None:
        command = envelope.command
        if isinstance(command, SwitchMode):
            return self._switch(command.mode)
        if isinstance(command, RestartRehearsal):
            return self._restart_rehearsal()
        at = self.clock.now()
        command = with_seed(self.show, command, at, lambda: secrets.token_hex(4))
        for event in decide(self.show, command, at, by, envelope.seen):
            recorded = self.journal.append(at, by, event, name_of(envelope))
            self.show = evolve(self.show, recorded)
            self._publish(e.cause_of(event), _moment(event))
        return None

    def _publish(self, cause: str, moment: int = 0) -> None:
        at = max(moment, self.clock.now() + self._hub.lead) if cause in e.MOVING else None
        shared = self.bus is not None and self._shares_views
        public = {name: self._send_changes(name, cause, at, shared) for name in self.public_names()}
        self._hub.flush()  # the panel's own view takes longer to make, and the venue need not wait for it
        for name in views(self.show):
            if name not in public:
                self._send_changes(name, cause, at)
        if self.bus:
            changed = {name: changes for name, changes in public.items() if changes}
            self.bus.enqueue(self.show.seq, cause, at, changed)

    def _send_changes(self, name: str, cause: str, at: int | None, wanted: bool = False) -> dict[str, Any]:
        """Sends what has changed of a view to its screens, and returns it for the bus."""
        before = self._views.get(name)
        if before is None or not (wanted or self._hub.watched(name)):
            self._views.pop(name, None)  # made afresh for the next one who asks
            return {}
        after = self._views[name] = self._project(name)
        changes = {key: value for key, value in after.items() if before.get(key) != value}
        self._hub.publish(name, self.show.seq, cause, changes, at)
        return changes

    def _switch(self, mode: Mode) -> None:
        if mode == self.mode:
            return
        left = self.journal
        self._open(mode)  # raises where that journal cannot be read: this show goes on
        left.close()
        self._hub.restart()
        self._journal_switched()

    def _restart_rehearsal(self) -> None:
        if self.mode != "rehearsal":
            raise Refused("not_in_rehearsal")
        new = begun_beside(self.journal.path, self.clock.now(), self._opening("rehearsal"))
        self.journal.close()
        try:
            take_place(new, self.journal.path)
        except OSError as error:
            raise JournalError(f"{self.journal.path} cannot be archived ({error.strerror})") from error
        finally:
            self._open("rehearsal")
        self._hub.restart()
        self._journal_switched()
