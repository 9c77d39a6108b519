"""Recovery of a damaged journal's rows: the whole ones up to the damage, and what can still be read behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from server.journal.carve import Candidate, carved, epochs_in
from server.journal.chain import first_link, link
from server.journal.mark import Mark
from server.journal.pages import Pages
from server.journal.row import JournalRow
from server.wire import BadMessage, decode_event

Candidates = Mapping[int, list[Candidate]]


class Recovered(NamedTuple):
    """Epoch; whole rows up to the damage; rows behind it that say something; of those the seqs that were
    changed, since the chain contradicts them."""

    epoch: str
    rows: list[JournalRow]
    after: list[JournalRow]
    altered: frozenset[int]


def recovered(pages: Pages, epoch: str, mark: Mark | None) -> Recovered:
    """Rows of a damaged journal. `epoch`: the one that SQLite read, if it did; of several the one counts that
    proves most."""
    candidates = carved(pages)
    epochs = dict.fromkeys(filter(None, [epoch, mark.epoch if mark else "", *epochs_in(pages)]))
    found = [(one, *_whole(candidates, one, mark)) for one in epochs or [""]]
    named, rows, hash = max(found, key=lambda one: len(one[1]))
    return Recovered(named, rows, *_after(candidates, len(rows), hash))


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


def _proven(candidates: Candidates, seq: int, before: bytes, mark: Mark | None) -> JournalRow | None:
    """The row of this seq that the chain agrees with. Rows of version 1 have no hash: there the newest that
    says something counts."""
    for one in candidates.get(seq, ()):
        if _agrees(candidates, before, one) or (mark is not None and link(before, one.row) == mark.hash):
            return one.row
        if one.hash is None and says(one.row):
            return one.row
    return None


def _agrees(candidates: Candidates, before: bytes, one: Candidate) -> bool:
    """Whether a row behind the hash `before` has the hash that is stored with it, or the one that the row behind
    it was chained to: then it is the stored hash that was changed."""
    made = link(before, one.row)
    following = candidates.get(one.row.seq + 1, ())
    return made == one.hash or any(link(made, next.row) == next.hash for next in following)


def _after(
    candidates: Candidates, whole: int, before: bytes
) -> tuple[list[JournalRow], frozenset[int]]:
    """Rows behind the damage, and the seqs of those that the chain contradicts. A row behind one that is gone can
    be neither proven nor contradicted: there the newest that says something counts."""
    after, altered = [], set()
    hashes = {before}
    for seq in (seq for seq in sorted(candidates) if seq > whole):
        hashes = hashes if seq - 1 in candidates or seq == whole + 1 else set()
        saying = [one for one in candidates[seq] if says(one.row)]
        agreeing = [one for one in saying if any(_agrees(candidates, hash, one) for hash in hashes)]
        for one in (agreeing or saying)[:1]:
            after.append(one.row)
            altered |= {seq} if hashes and one.hash and not agreeing else set()
        made = {link(hash, one.row) for hash in hashes for one in agreeing}
        hashes = made | {one.hash for one in candidates[seq] if one.hash}
    return after, frozenset(altered)
