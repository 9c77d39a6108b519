"""Check after a run: acknowledged is recorded once, a screen is what the journal says, and one machine wrote."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from server.journal.command_ids import id_of
from server.journal.row import JournalRow
from server.show.events import Recorded
from server.show.evolve import evolve
from server.show.model import Show
from server.show.view import project
from server.wire import decode_event, encode

if TYPE_CHECKING:
    from tests.sim.simulation import Simulation

MAX_LOOKED_AT = 40  # pictures of a run that are made again from the journal


def check(run: Simulation) -> None:
    """Every breach that this run has left behind, told to its world."""
    [writer] = run.writers()
    director = writer.director
    assert director is not None
    truth = {director.epoch: [_named(row) for row in director.journal.rows()]}
    run.events = len(truth[director.epoch])
    for path in writer.journals().values():
        epoch, rows = _read(path)
        if epoch != director.epoch and not _is_rest(path):
            truth[epoch] = rows
    known = set(truth)
    for path in (path for box in run.servers for path in box.journals().values()):  # what was put aside anywhere
        epoch, rows = _read(path)
        if epoch not in known and len(rows) > len(truth.get(epoch, ())):
            truth[epoch] = rows
    _acknowledged(run, director.epoch, truth)
    _stream(run, director.epoch, truth[director.epoch])
    show = _screens(run, director, truth[director.epoch])
    _drawn(run, director.epoch, truth[director.epoch], show)


def _named(row: JournalRow) -> JournalRow:
    """Row with the id of its command alone."""
    return row._replace(command_id=row.command_id and id_of(row.command_id))


def _read(path: Path) -> tuple[str, list[JournalRow]]:
    """Epoch and rows of a journal's file, which may be open elsewhere."""
    database = sqlite3.connect(path)
    try:
        (epoch,) = database.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone() or ("",)
        names = "seq, at, by, command_id, event"
        return epoch, [_named(JournalRow(*row)) for row in database.execute(f"SELECT {names} FROM events ORDER BY seq")]
    except sqlite3.DatabaseError:
        return "", []
    finally:
        database.close()


def _is_rest(path: Path) -> bool:
    """File that was put aside: of this epoch another one may go on."""
    return path.stem not in ("live", "rehearsal")


def _acknowledged(run: Simulation, newest: str, truth: dict[str, list[JournalRow]]) -> None:
    """Each acknowledgement is a row of the history that goes on, or of one that was put aside; each command is
    there once."""
    world = run.world
    ids = {epoch: Counter(row.command_id for row in rows if row.command_id) for epoch, rows in truth.items()}
    for epoch, counted in ids.items():
        for id, count in counted.items():
            if count > 1:
                world.fault(f"command {id} stands {count} times in the journal {epoch}")
    at = {(epoch, row.seq): row.command_id for epoch, rows in truth.items() for row in rows}
    for box in run.servers:
        own = _own_ids(box)
        for ack in box.acks:
            if not ack.recorded:
                continue
            there = ids.get(ack.epoch, Counter())[ack.id] == 1
            if ack.alone and ack.id in box.excused:
                there = there or ack.id in own
            if not there:
                world.fault(f"{box.name} acknowledged {ack.id} as event {ack.seq} at {ack.at:.3f}, and it is lost"
                            f"{' (alone)' if ack.alone else ''}")  # fmt: skip
            elif not ack.alone and at.get((ack.epoch, ack.seq)) != ack.id and _first(truth, ack) > ack.seq:
                world.fault(f"event {ack.seq} is {at.get((ack.epoch, ack.seq))}, and was acknowledged as {ack.id}")


def _first(truth: dict[str, list[JournalRow]], ack: Any) -> int:
    """Number of the event that a command caused. A second answer may name a later one, never an earlier."""
    return next((row.seq for row in truth.get(ack.epoch, ()) if row.command_id == ack.id), 0)


def _own_ids(box: Any) -> set[str]:
    """Ids of every command in any journal on a machine's disk, the archived ones included."""
    return {row.command_id for path in box.journals().values() for row in _read(path)[1] if row.command_id}


def _stream(run: Simulation, epoch: str, rows: list[JournalRow]) -> None:
    """The stream in Redis holds the same history as the journal."""
    if not run.shared:
        return
    from server.replication.redis_store import stream_of

    stream = [id.partition("-")[0] + dict(zip(pairs[::2], pairs[1::2], strict=True))["event"]
              for id, pairs in run.world.redis.call("XRANGE", stream_of(epoch), "-", "+")]  # fmt: skip
    if stream != [f"{row.seq}{row.event}" for row in rows]:
        run.world.fault(f"the stream holds {len(stream)} events and another history than the journal ({len(rows)})")


def _screens(run: Simulation, director: Any, rows: list[JournalRow]) -> list[Recorded]:
    """Each screen shows `project(replay(journal))`."""
    recorded = [Recorded(row.seq, row.at, row.by, decode_event(row.event)) for row in rows]
    show: Show | None = None
    for one in recorded:
        show = evolve(show, one)
    assert show is not None
    for screen in (*run.screens, *run.people):
        wanted, found = _plain(project(show, screen.view)), screen.follower.view or {}
        if screen.view == "control":
            wanted.pop("plan")  # the director adds faults that only files show
            found = {key: value for key, value in found.items() if key != "plan"}
        if other := _others(found, wanted):
            run.world.fault(f"{screen.view} shows other {other} than the journal at {show.seq}")
    if _plain(director.snapshot("stage")["view"]) != _plain(project(show, "stage")):
        run.world.fault("the director's own show is another than its journal replayed")
    return recorded


def _drawn(run: Simulation, epoch: str, rows: list[JournalRow], recorded: list[Recorded]) -> None:
    """What screens drew on the way was the journal's, too, where no machine ever went on by itself."""
    if any(box.excused for box in run.servers):
        return
    chance = run.world.chance("looked at")
    drawn = {(screen.view, seq): view for screen in run.screens for (of, seq), view in screen.drawn.items()
             if of == epoch}  # fmt: skip
    chosen = chance.sample(sorted(drawn), min(MAX_LOOKED_AT, len(drawn)))
    wanted = {seq for _, seq in chosen}
    show: Show | None = None
    for one in recorded:
        show = evolve(show, one)
        if one.seq in wanted:
            for view, seq in chosen:
                if seq == one.seq and (other := _others(drawn[view, seq], _plain(project(show, view)))):
                    run.world.fault(f"{view} drew other {other} at {seq} than the journal says")


def _others(found: dict[str, Any], wanted: dict[str, Any]) -> str:
    """Slices in which two views are not the same."""
    return ", ".join(key for key in wanted | found if found.get(key) != wanted.get(key))


def _plain(view: dict[str, Any]) -> dict[str, Any]:
    """View as it is on the wire."""
    plain: dict[str, Any] = msgspec.json.decode(encode(view))
    return plain
