"""Salvage of a damaged journal: a new journal of all that is whole, and the old files under another name.

The events up to the damage are proven by the chain and go over as they are. Those behind it stood on something
that is lost: each is taken where the show as it then is can evolve by it and draw every view, an undo only
where what it took back is the newest action there still; the others are left out. All that was read behind the
damage is written beside the journal, line by line, whether it was taken or not: that is for a person to read.
A show that has lost anything has a history of its own, so its journal has an epoch of its own; where nothing is
lost the epoch stays, and with it the seals of what was printed.

The steps are in an order in which a crash between any two of them leaves a show that says that it is damaged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from server.journal.archive import archive, remove_unfinished
from server.journal.inspection import Damage, Inspection, inspect
from server.journal.journal import Journal
from server.journal.mark import mark_path, read_mark
from server.journal.mode import Mode
from server.journal.row import JournalRow
from server.private_files import private
from server.show import events as e
from server.show.evolve import evolve
from server.show.model import Contest, Show
from server.show.model.rundown import build
from server.show.view import project, views
from server.wire import decode_event, encode_event

# What evolving by an event that stands on something lost may raise.
_NONSENSE = (AssertionError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Salvaged:
    """Account of a salvage: numbers of events, `before` and `after` the damage, `left` out, `lost` (confirmed
    once, and not to be read any more); whether the first event is the event file's; the files that were kept."""

    damage: Damage
    before: int
    after: int
    left: int
    lost: int
    from_event_file: bool
    kept: tuple[Path, ...]
    lines: Path | None


def salvage(path: Path, mode: Mode, contest: Contest) -> Salvaged | None:
    """Salvage of a journal. `contest`: the event file's, for a journal whose first event is lost. None: it is
    whole. Raises JournalError."""
    new = path.with_name(f"{path.stem}.salvaged.sqlite")
    found = inspect(path)
    if found.damage is None:
        return None
    if _was_stopped(path, new):
        kept = change_files(path, new)
        return _account(found.damage, inspect(path), {}, None, kept)
    rows, taken = _chosen(found, mode, contest)
    lines = _write_lines(path, found, taken) if found.after else None
    _write(new, found, rows)
    kept = change_mark(path, new) + change_files(path, new)
    return _account(found.damage, found, taken, lines, kept)


def _account(
    damage: Damage, found: Inspection, taken: dict[int, int], lines: Path | None, kept: list[Path]
) -> Salvaged:
    newest = max(damage.confirmed, *(row.seq for row in (*found.rows[-1:], *found.after[-1:])), 0)
    lost = newest - len(found.rows) - len(found.after)
    left = len(found.after) - len(taken)
    from_event_file = bool(found.after) and not found.rows
    return Salvaged(damage, len(found.rows), len(taken), left, lost, from_event_file, tuple(kept), lines)


def _was_stopped(path: Path, new: Path) -> bool:
    """Salvage that was stopped when the new journal's mark stood in its place already."""
    mark = read_mark(path)
    return mark is not None and new.exists() and not path.exists() and inspect(new).epoch == mark.epoch


def _chosen(found: Inspection, mode: Mode, contest: Contest) -> tuple[list[JournalRow], dict[int, int]]:
    """Rows of the new journal, and of those behind the damage the new numbers by the old. Where the first event
    is lost, the event file's stands in for it."""
    rows, rest = list(found.rows), [row for row in found.after if row.seq not in found.altered]
    if found.after and not rows:
        opened = encode_event(e.Opened(contest, mode, build(contest))).decode()
        rows.append(JournalRow(1, found.after[0].at, "", None, opened))
    show: Show | None = None
    for row in rows:
        show = evolve(show, _recorded(row))
    taken: dict[int, int] = {}
    for old, row, after in _taken(show, rest):
        taken[old] = row.seq
        rows.append(row)
        show = after
    return rows, taken


def _recorded(row: JournalRow) -> e.Recorded:
    return e.Recorded(row.seq, row.at, row.by, decode_event(row.event))


def _taken(show: Show | None, rest: list[JournalRow]) -> Iterator[tuple[int, JournalRow, Show]]:
    """Rows behind the damage by which the show evolves: their old numbers, themselves with new ones, the
    show."""
    numbers: dict[int, int] = {}
    for row in rest if show is not None else ():
        assert show is not None
        one = _renumbered(row, show, numbers)
        after = _evolved_or_none(show, one) if one else None
        if one is not None and after is not None:
            numbers[row.seq], show = one.seq, after
            yield row.seq, one, after


def _renumbered(row: JournalRow, show: Show, numbers: dict[int, int]) -> JournalRow | None:
    """The row behind the show's newest event. None: a second opening, or an undo of what is not on top."""
    event = decode_event(row.event)
    if isinstance(event, e.Opened):
        return None
    if isinstance(event, e.Undone):
        event = replace(event, of=numbers.get(event.of, event.of if event.of <= show.seq - len(numbers) else 0))
        if not show.undo or show.undo[-1].seq != event.of:
            return None
    return row._replace(seq=show.seq + 1, event=encode_event(event).decode())


def _evolved_or_none(show: Show, row: JournalRow) -> Show | None:
    try:
        after = evolve(show, _recorded(row))
        for view in views(after):
            project(after, view)
    except _NONSENSE:
        return None
    return after


def _write_lines(path: Path, found: Inspection, taken: dict[int, int]) -> Path:
    """Every row behind the damage as a line of JSON, with the number that it has in the new journal."""
    lines = path.with_name(f"{path.stem}-after-damage.jsonl")
    count = 1
    while lines.exists():
        count += 1
        lines = path.with_name(f"{path.stem}-after-damage-{count}.jsonl")
    with open(lines, "w", encoding="utf-8", opener=private) as file:  # marks that are not revealed yet
        for row in found.after:
            line = row._asdict() | {"event": json.loads(row.event), "new_seq": taken.get(row.seq)}
            line |= {"altered": True} if row.seq in found.altered else {}
            file.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    return lines


def _write(new: Path, found: Inspection, rows: list[JournalRow]) -> None:
    """The new journal with its mark, on the disk."""
    remove_unfinished(new)
    assert found.damage is not None, "a whole journal is not salvaged"
    nothing_lost = bool(rows) and not found.after and len(rows) >= found.damage.confirmed and found.epoch
    with closing(Journal(new)) as journal:
        journal.append_rows(found.epoch if nothing_lost else journal.epoch, rows)


def change_mark(path: Path, new: Path) -> list[Path]:
    """The new journal's mark in its place, beside the old journal, which it contradicts; the old mark is kept."""
    mark, kept = mark_path(path), []
    if mark.exists():
        kept = [mark.with_name(f"{mark.name}-{mark.stat().st_mtime_ns}")]
        kept[0].write_bytes(mark.read_bytes())
    if mark_path(new).exists():
        mark_path(new).replace(mark)
    else:
        mark.unlink(missing_ok=True)  # not one event could be read
    return kept


def change_files(path: Path, new: Path) -> list[Path]:
    """The old journal under another name, the new one in its place: in between there is a mark, and no
    journal."""
    kept = archive(path, with_mark=False)
    new.rename(path)
    return kept
