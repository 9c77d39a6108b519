"""Two machines without a third: `limelight follow` and `promote`, and the look of a primary, before it starts,
whether another machine has gone on with its show.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import threading
import urllib.error
import urllib.request
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from server.cli.recordings import ENGLISH, TroubleError
from server.replication.generation import ADDRESS, Generation
from server.replication.meeting import ask_all, exchange
from server.settings import SettingError, Settings
from server.texts.say import say
from server.web.addresses import ANYWHERE, bases

PROMOTION = 10.0  # seconds for which the command waits for the follower's answer
COPIES = "limelight-follow-"  # how the folders begin that `limelight follow` names by itself


def folder_for(address: str) -> Path:
    """Folder of the copy of a primary, where none is named."""
    return Path(COPIES + re.sub(r"[^A-Za-z0-9.]+", "-", address.partition("://")[2]).strip("-"))


def only_folder() -> Path:
    """Single copy in the current folder. Raises TroubleError where there is none, or more than one."""
    found = [path for path in Path().glob(f"{COPIES}*") if path.is_dir()]
    if len(found) != 1:
        raise TroubleError(say("follow.no_follower", ENGLISH, folder=Path().absolute()))
    return found[0]


def run_follower(settings: Settings, address: str, token: str) -> int:
    """Run of a follower, also as the server after its promotion, until it is stopped; exit code 0. Raises
    TroubleError."""
    from server.app import build_follower
    from server.cli.logs import configure
    from server.cli.run import prepare
    from server.cli.serve import CannotListenError, listen
    from server.cli.serve import run as serve
    from server.cli.tls import transport_of

    if not ADDRESS.fullmatch(address):
        raise SettingError(f"{address}: an address such as http://10.0.0.5:8000 is wanted.")
    _check_folder(settings, address)
    settings.event_dir.mkdir(parents=True, exist_ok=True)
    prepare(settings.data_dir)
    configure(settings.log_level, settings.log_json, settings.data_dir)
    transport = transport_of(settings)
    try:
        bound = listen(settings.host, settings.port)
    except CannotListenError as error:
        raise TroubleError(str(error)) from error
    with bound:
        settings = replace(settings, port=bound.getsockname()[1], redis_url=None)
        app = build_follower(settings, address, token, partial(print, flush=True))
        announce = partial(_announce, settings, app.state)
        if not serve(app, bound, settings.log_level, announce, settings.max_screens, transport):
            raise TroubleError(say("terminal.not_started", ENGLISH))
    print(say("follow.stopped", ENGLISH, folder=settings.event_dir))
    return 0


def _check_folder(settings: Settings, address: str) -> None:
    """A folder of one's own is not given up by a slip: only for a machine that has gone further."""
    folder = settings.event_dir
    generation = generation_in(settings.data_dir)
    if generation is None:
        if folder.is_dir() and any(folder.iterdir()):
            raise TroubleError(say("follow.follow_own", ENGLISH, folder=folder))
    elif not generation.of:
        other = exchange(address, generation.statement([]))
        if other is None or not generation.verify(other) or not generation.loses_to(other):
            raise TroubleError(say("follow.not_newer", ENGLISH, folder=folder, primary=address))


def generation_in(data_dir: Path) -> Generation | None:
    """Generation of a data folder. Raises TroubleError for a file that cannot be read."""
    try:
        return Generation.read(data_dir)
    except (OSError, ValueError) as error:
        raise TroubleError(f"{error}.") from error


def _announce(settings: Settings, state: Any) -> None:
    primary = state.failover.writer
    links = "  ".join(bases(settings.host, settings.port))
    for lang in ("zh", "en"):
        print(say("follow.start", lang, primary=primary, folder=settings.event_dir, links=links,
                  event=settings.event_dir), flush=True)  # fmt: skip
    if sys.stdin is not None and sys.stdin.isatty():
        loop = asyncio.get_running_loop()
        threading.Thread(target=_listen_to_keys, args=(state, loop), daemon=True).start()


def _listen_to_keys(state: Any, loop: asyncio.AbstractEventLoop) -> None:
    """The word `promote`, typed at the follower's own terminal."""
    for line in sys.stdin:
        if line.strip().lower() == "promote" and state.following is not None:
            done = asyncio.run_coroutine_threadsafe(state.following.promote_or_say(ENGLISH), loop)
            print(done.result(), flush=True)


# --- limelight promote ---------------------------------------------------------------------------------


def promote_folder(settings: Settings) -> int:
    """Command `limelight promote`: the follower that runs on this folder becomes the server; where none runs,
    the folder is the server's at its next start. Exit code 0. Raises TroubleError."""
    generation = generation_in(settings.data_dir)
    if generation is None or not generation.of:
        raise TroubleError(say("follow.no_follower", ENGLISH, folder=settings.event_dir))
    if _is_running(settings.data_dir):
        _ask_to_promote(settings, generation)
        print(say("follow.promoted", ENGLISH))
        return 0
    generation.remember([generation.of])
    generation.promote()
    print(say("follow.marked", ENGLISH, folder=settings.event_dir, event=settings.event_dir))
    return 0


def _is_running(data_dir: Path) -> bool:
    from server.journal.lock import Lock
    from server.journal.row import JournalError

    try:
        Lock(data_dir).release()
    except JournalError:
        return True
    return False


def _ask_to_promote(settings: Settings, generation: Generation) -> None:
    host = "127.0.0.1" if generation.host in ANYWHERE else generation.host
    url = f"{bases(host, generation.port)[0].replace('localhost', '127.0.0.1')}/api/promote"
    request = urllib.request.Request(url, b"", {"x-limelight-key": generation.key})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(request, timeout=PROMOTION).close()
    except urllib.error.HTTPError as error:
        raise TroubleError(json.loads(error.read())["why"]) from error
    except OSError as error:
        raise TroubleError(say("follow.cannot_take_over", ENGLISH, why=error)) from error


# --- limelight serve -----------------------------------------------------------------------------------


def check_generation(settings: Settings, truth: bool) -> None:
    """Check for another machine that has gone on with the show of this folder. Raises TroubleError where one
    has, unless `truth` says that what is here counts."""
    generation = generation_in(settings.data_dir)
    if generation is None:
        return
    for other in asyncio.run(ask_all(generation, [])):
        generation.depose(other)
    gone_on = generation.deposed_by
    if generation.of and gone_on is None:
        raise TroubleError(say("follow.still_follows", ENGLISH, event=settings.event_dir, primary=generation.of))
    if gone_on and not truth:
        raise TroubleError(say("follow.gone_on", ENGLISH, other=gone_on.address, event=settings.event_dir))
    if gone_on:
        generation.promote()
