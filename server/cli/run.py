"""Start of a server by `limelight serve`, `demo` and `edge`: the checks before it listens, the words in its
terminal.

What only a server needs is imported inside, so that the other commands answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from server.cli.follow import check_generation
from server.cli.private_folder import close_to_others
from server.cli.recordings import ENGLISH, TroubleError
from server.cli.tls import transport_of
from server.settings import SettingError, Settings
from server.show.model import Contest, Output
from server.texts.say import say
from server.web.addresses import banner, bases


def run(settings: Settings, kept: Path | None = None, truth: bool = False) -> int:
    """Run of the writer until it is stopped; exit code 0. `kept`: the file that remembers the code in plain
    text; `truth`: what is here counts, though another machine has gone on. Raises TroubleError where the
    event, the folder, the journal or the address stands in the way."""
    from server.app import build
    from server.cli.logs import configure
    from server.cli.serve import CannotListenError, listen, make_room
    from server.cli.serve import run as serve
    from server.journal.mode import last_mode
    from server.web.access import Access

    contest = event_of(settings)
    prepare(settings.data_dir)
    settings = replace(settings, mode=settings.mode or last_mode(settings.data_dir))
    _inspect(settings)
    _check_redis(settings)
    transport = transport_of(settings)
    if not settings.redis_url:
        check_generation(settings, truth)
    try:
        bound = listen(settings.host, settings.port)
    except CannotListenError as error:
        raise TroubleError(str(error)) from error
    with bound:
        code = Access(settings.data_dir).ensure_code(settings.code, settings.new_code)
        if kept and code:
            kept.touch(mode=0o600)
            kept.write_text(f"{code}\n", encoding="utf-8")
        settings = replace(
            settings, port=bound.getsockname()[1], max_screens=make_room(settings.max_screens)
        )
        configure(settings.log_level, settings.log_json, settings.data_dir)
        app = build(settings)
        announce = partial(_announce, contest.outputs, settings, code, app.state)
        if not serve(app, bound, settings.log_level, announce, settings.max_screens, transport, app.state.leave):
            raise TroubleError(say("terminal.not_started", ENGLISH))
    print(say("terminal.stopped", ENGLISH, folder=settings.data_dir))
    return 0


def _inspect(settings: Settings) -> None:
    """Looks before it starts: nobody else runs on this folder, and its journal is none of a newer version. A
    damaged one is shown read-only."""
    from server.journal.inspection import check_kinds, inspect
    from server.journal.lock import Lock
    from server.journal.row import JournalError

    try:
        Lock(settings.data_dir).release()
        assert settings.mode is not None
        check_kinds(inspect(settings.data_dir / f"{settings.mode}.sqlite"))
    except JournalError as error:
        raise TroubleError(f"{error}.") from error


def _announce(outputs: Sequence[Output], settings: Settings, code: str | None, state: Any) -> None:
    shown = code or say("terminal.known_code", ENGLISH)
    mode = say(f"terminal.{settings.mode}", ENGLISH)
    print(say("terminal.folders", ENGLISH, event=settings.event_dir, data=settings.data_dir))
    secure = settings.certfile is not None
    print(banner(outputs, settings.host, settings.port, shown, mode, sys.stdout.isatty(), secure), flush=True)
    damage = state.active_director.journal.damage if state.active_director else None
    if damage is not None:
        print(f"\n{damage.say('zh')}\n{damage.say('en')}\n", file=sys.stderr, flush=True)
    if state.failover is not None and state.failover.role == "standby":
        for lang in ("en", "zh"):
            print(say("terminal.standby", lang, writer=state.failover.writer), flush=True)
    _announce_weak(state.failover.weak if state.failover else [])


def _announce_weak(settings: Sequence[str]) -> None:
    """Names the settings of Redis under which something may be lost."""
    if settings:
        from server.replication.weak_settings import in_words

        for lang in ("en", "zh"):
            for setting in settings:
                print(f"  Redis: {in_words(setting, lang)}", flush=True)


def event_of(settings: Settings) -> Contest:
    """The event that is to be run. Raises TroubleError with every fault that `limelight check` finds where it
    cannot be read; faults of an event that can are printed only."""
    from server.event_file.check import check_event
    from server.event_file.faults import EventFileErrors
    from server.event_file.reader import read_event

    folder = settings.event_dir
    if not folder.is_dir():
        raise TroubleError(say("terminal.no_folder", ENGLISH, folder=folder))
    faults = [fault for fault in check_event(folder) if fault.level == "fault"]
    said = "\n".join(f"  {fault.say(settings.lang)}" for fault in faults)
    try:
        contest = read_event(folder)
    except EventFileErrors as error:
        raise TroubleError(say("terminal.mend_first", ENGLISH, folder=folder, faults=said)) from error
    if faults:  # it can be read, and a show that is under way goes on whatever became of its files
        print(say("terminal.mend_later", ENGLISH, folder=folder, faults=said), file=sys.stderr)
    return contest


def prepare(folder: Path) -> None:
    """The data folder, made and writable; only its owner may read it, since it holds keys. Raises
    TroubleError where nothing can be written there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
        close_to_others(folder)
    except OSError as error:
        raise TroubleError(
            say("terminal.not_writable", ENGLISH, folder=folder, why=error.strerror)
        ) from error


def run_edge(settings: Settings) -> int:
    """Run of an edge, which shows a show that another machine writes, until it is stopped; exit code 0. Edges
    on one machine share a port. Raises TroubleError where it cannot listen."""
    from server.app import build_edge
    from server.cli.serve import CannotListenError, listen, make_room
    from server.cli.serve import run as serve

    _check_redis(settings)
    transport = transport_of(settings)
    try:
        bound = listen(settings.host, settings.port, share=True)
    except CannotListenError as error:
        raise TroubleError(str(error)) from error
    with bound:
        settings = replace(
            settings, port=bound.getsockname()[1], max_screens=make_room(settings.max_screens)
        )
        announce = partial(_announce_edge, settings)
        edge = build_edge(settings)
        if not serve(edge, bound, settings.log_level, announce, settings.max_screens, transport):
            raise TroubleError(say("terminal.edge_not_started", ENGLISH))
    return 0


def _check_redis(settings: Settings) -> None:
    if not settings.redis_url:
        return
    from server.replication.redis_url import BadAddress, client_of

    try:
        client_of(settings.redis_url)
    except BadAddress as error:
        raise SettingError(f"REDIS_URL: {error}.") from error


def _announce_edge(settings: Settings) -> None:
    from server.replication.redis_url import shown

    links = "\n".join(f"  {base}/watch" for base in bases(settings.host, settings.port, settings.certfile is not None))
    print(say("terminal.edge", ENGLISH, redis=shown(settings.redis_url or ""), links=links), flush=True)
