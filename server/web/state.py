"""App state: everything that one server's pages, sockets and doors share, as one typed object; and
`open_show`, the one place where the show of this machine is put together, at the start and when it takes the
show over.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, cast

from jinja2 import Environment
from starlette.requests import HTTPConnection

from server.answers import fenced, refused_answer
from server.clock import Clock
from server.director import Director
from server.event_file.import_preview import Uploaded
from server.event_file.look_section import ASSETS
from server.journal.copies import Copies
from server.journal.journal import Journal
from server.journal.mode import Mode, last_mode
from server.preflight.run_report import Run
from server.screens.hub import Hub
from server.screens.view_source import ViewSource
from server.settings import Settings
from server.show.commands.registry import wire_name
from server.show.model import Contest, Refused
from server.show.model.role import Who
from server.show.playout.import_entries import ImportPlan
from server.web.access import Access, Tries
from server.web.metrics import Metrics
from server.web.rates import BURST, PER_SECOND, Rates
from server.wire import Envelope

if TYPE_CHECKING:  # redis-py takes a second to import, and a laptop alone has no use for it
    from server.replication.generation import Generation
    from server.replication.mirror import Mirror
    from server.replication.replicas import Replicas


NO_RIGHT = ("not_allowed", "not_yours")
log = logging.getLogger(__name__)


class FailoverReport(Protocol):
    """Role of this machine among several: `writer` or `standby`; `writer` names the machine that writes,
    `redis` is the word for how Redis stands, `weak` are its settings under which something may be lost."""

    @property
    def role(self) -> str: ...

    @property
    def writer(self) -> str: ...

    @property
    def redis(self) -> str: ...

    weak: list[str]

    async def leave(self) -> None:
        """End of this machine's part in the show, before its pages are closed."""
        ...

    def readiness(self) -> dict[str, Any]:
        """Part of `/readyz` that stands beside the show's number."""
        ...


class FollowingReport(Protocol):
    """Machine that follows another: how far it is, in words, and its promotion."""

    @property
    def writer(self) -> str: ...

    def words(self, lang: str) -> str: ...

    async def promote_or_say(self, lang: str) -> str:
        """Promotion; why it cannot be, in words, "" where it is done."""
        ...


@dataclass(frozen=True, slots=True)
class PreviewedTable:
    """Table that was looked at, what it comes to, and the seq and journal that it was held against."""

    uploaded: Uploaded
    plan: ImportPlan
    seq: int
    epoch: str


@dataclass(slots=True, eq=False, repr=False)
class AppState:
    """State of one server. What has no value here gets it when the server starts, and is an `AttributeError`
    before: `access` (not on an edge), `source` (the show, or a mirror of it), `mirror` (on an edge alone).
    `active_director` is None while another machine writes."""

    settings: Settings
    build: str
    templates: Environment
    edge: bool = False
    hub: Hub = field(init=False)
    access: Access = field(init=False)
    source: ViewSource = field(init=False)
    mirror: Mirror = field(init=False)
    active_director: Director | None = None
    failover: FailoverReport | None = None
    following: FollowingReport | None = None  # until this machine is promoted
    generation: Generation | None = None  # without a Redis
    replicas: Replicas | None = None  # machines that follow this one
    own_addresses: list[str] = field(default_factory=list)
    other_machines: tuple[str, ...] = ()  # addresses, beside those of the settings
    used_tickets: OrderedDict[str, None] = field(default_factory=OrderedDict)  # of `handover`
    fenced: bool = False  # another machine has gone on with the show
    tries: Tries = field(default_factory=Tries)
    rates: Rates = field(default_factory=Rates)
    rehearsal: Run | None = None
    imports: OrderedDict[str, PreviewedTable] = field(default_factory=OrderedDict)  # by their tokens
    metrics: Metrics = field(default_factory=Metrics)
    copies: Copies = field(init=False)

    def __post_init__(self) -> None:
        self.copies = Copies(self.settings.data_dir, self.settings.copies, self._open_journal)
        limit, most = self.settings.max_screens, self.settings.per_address
        self.hub = Hub(limit, self._now, self._outputs, self._redis, self._weak, most)

    @property
    def lang(self) -> str:
        """Language of pages for which nobody asked another."""
        return self.settings.lang

    @property
    def port(self) -> int:
        """Port that the server listens on."""
        return self.settings.port

    @property
    def director(self) -> Director:
        """Director of the show that this machine writes; a standby lets nobody come here."""
        assert self.active_director is not None, "another machine writes this show"
        return self.active_director

    @property
    def stands_by(self) -> bool:
        """Another machine takes commands: pages look for it while they show what is known here."""
        return not self.edge and (self.fenced or self.active_director is None)

    @property
    def peers(self) -> list[str]:
        """Addresses of the other machines of this show, for pages that lose this one."""
        return [] if self.edge else list(dict.fromkeys((*self.settings.peers, *self.other_machines)))

    def who(self, connection: HTTPConnection) -> Who | None:
        """Person who is signed in on this connection; nobody signs in on an edge."""
        return None if self.edge else self.access.who(connection)

    async def command(self, envelope: Envelope, who: Who) -> dict[str, Any]:
        """Answer to a command: `ack` or `refused`; each person has a rate. A page's socket is still being closed, and
        a request may have been let in, when another machine has just taken the show over."""
        if not self.rates.allow(who, envelope.command):
            return refused_answer(envelope, Refused("too_fast", burst=BURST, rate=PER_SECOND))
        if self.active_director is None:
            return fenced(envelope, self.failover.writer if self.failover else "")
        done = await self.active_director.command(envelope, who)
        if done.get("code") in NO_RIGHT:
            self.access.note("refused", who, do=type(envelope.command).__name__, why=done["code"])
        did = {"do": wire_name(type(envelope.command)), "role": who.role, "answer": done.get("code", "ack")}
        log.info("command", extra=did | {"seq": done.get("seq")})  # its name, and never what is in it
        return done

    def _open_journal(self) -> Journal | None:
        return self.active_director.journal if self.active_director else None

    def _now(self) -> int:
        return self.source.clock.now()

    def _outputs(self) -> tuple[str, ...]:
        return tuple(self.source.outputs())

    def _redis(self) -> str:
        return self.failover.redis if self.failover else "none"

    def _weak(self) -> list[str]:
        return self.failover.weak if self.failover else []

    async def leave(self) -> None:
        """End of this machine's part among several: another takes over before this one's pages are closed."""
        if self.failover:
            await self.failover.leave()


def state_of(connection: HTTPConnection) -> AppState:
    """App state behind a request or a WebSocket."""
    return cast(AppState, connection.app.state)


def open_show(
    state: AppState, contest: Contest, mode: Mode | None = None, clock: Clock | None = None
) -> Director:
    """Director of the show in this data folder, whose views are served and whose people have codes from now
    on. `mode`: the one that the show was in on another machine; `clock`: one that goes on. Raises
    JournalError."""
    settings = state.settings
    mode = mode or settings.mode or last_mode(settings.data_dir)
    director = Director(settings.data_dir, contest, mode, state.hub, clock, settings.event_dir / ASSETS)
    state.access.people.ensure(director.show.judges.values())
    state.active_director = state.source = director
    return director
