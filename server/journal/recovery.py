"""Recovery of a damaged journal's rows: the whole ones up to the damage, and what can still be read behind it."""

from __future__ import annotations

from collections.abc import Mapping

from server.journal.carve import Candidate, carved, epochs_in
from server.journal.chain import first_link, link
from server.journal.mark import Mark
from server.journal.pages import Pages
from server.journal.row import JournalRow
from server.wire import BadMessage, decode_event

Candidates = Mapping[int, list[Candidate]]


def recovered(pages: Pages, epoch: str, mark: Mark | None) -> tuple[str, list[JournalRow], list[JournalRow]]:
    """Epoch, whole rows up to the damage, and the rows behind it that are true to their neighbours or say
    something. `epoch`: the one that SQLite read, if it did; of several the one counts that proves most."""
    candidates = carved(pages)
    epochs = dict.fromkeys(filter(None, [epoch, mark.epoch if mark else "", *epochs_in(pages)]))
    found = [(one, *_whole(candidates, one, mark)) for one in epochs or [""]]
    named, rows, hash = max(found, key=lambda one: len(one[1]))
    return named, rows, _after(candidates, len(rows), hash)


def says(row: JournalRow) -> bool:
    """Row whose event this version knows."""
    try:
        decode_event(row.event)
    except (BadMessage, TypeError):
        return False
    return True


def _whole(
    candidates: Candidates, epoch: str, mark: Mark | None
) -> tuple[list[JournalRow], bytes]:
    """Rows from the first on that the chain proves, and the hash of the last."""
    rows: list[JournalRow] = []
    before = first_link(epoch)
    while (following := _proven(candidates, len(rows) + 1, before, mark)) is not None:
        rows.append(following)
        before = link(before, following)
    return rows, before


def _proven(
    candidates: Candidates, seq: int, before: bytes, mark: Mark | None
) -> JournalRow | None:
    """The row of this seq whose hash is stored with it, or that the row behind it or the mark agrees with. Rows
    of version 1 have none: there the newest that says something counts."""
    for row, hash in candidates.get(seq, ()):
        made = link(before, row)
        if hash == made or (hash is None and says(row)):
            return row
        if (mark is not None and made == mark.hash) or any(
            link(made, next.row) == next.hash for next in candidates.get(seq + 1, ())
        ):
            return row
    return None


def _after(candidates: Candidates, whole: int, before: bytes) -> list[JournalRow]:
    """Rows behind the damage. One whose hash follows from a neighbour's is preferred, one that says something
    is taken: nobody can prove it, and a person decides."""
    after: list[JournalRow] = []
    hashes = {before}
    for seq in sorted(candidates):
        if seq <= whole:
            continue
        saying = [candidate for candidate in candidates[seq] if says(candidate.row)]
        true = [one for one in saying if one.hash in {link(hash, one.row) for hash in hashes}]
        hashes = {candidate.hash for candidate in candidates[seq] if candidate.hash}
        after += [candidate.row for candidate in (true or saying)[:1]]
    return after
