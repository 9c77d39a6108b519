"""[ceremony] as an event file writes it, each fault with its place."""

from __future__ import annotations

from pathlib import Path

from server.event_file.reader import draft_event
from server.show.model.contest import CeremonyRule, Person, Prize
from server.show.model.rundown import build
from tests.support import event_folders

FULL = """
[ceremony]
order = "从后到前"
pause = "0:10"
page = 90
scores = false
[[ceremony.prizes]]
id = "fans"
title = "最佳人气奖"
entries = ["1", "02"]
presenters = [{ name = "张三", post = "主任" }]
"""


def drafted(path: Path, more: str) -> tuple[CeremonyRule | None, set[tuple[str, str]]]:
    draft = draft_event(event_folders.folder(path / "event", event_folders.EVENT + more))
    return draft.contest.ceremony, {(one.column, one.code) for one in draft.faults if one.level == "fault"}


def test_without_the_table_awards_go_by_plain_cues(tmp_path: Path) -> None:
    assert drafted(tmp_path, "") == (None, set())


def test_an_empty_table_is_a_ceremony_with_what_is_usual(tmp_path: Path) -> None:
    draft = draft_event(event_folders.folder(tmp_path / "event", event_folders.EVENT + "\n[ceremony]\n"))
    assert draft.contest.ceremony == CeremonyRule()
    segment = next(one for one in build(draft.contest) if one.kind == "awards")
    assert [cue.id for cue in segment.cues] == ["awards.ceremony"]


def test_every_key(tmp_path: Path) -> None:
    prize = Prize("prize.fans", "最佳人气奖", ("01", "02"), (Person("张三", "主任"),))
    assert drafted(tmp_path, FULL) == (CeremonyRule("last_to_first", 10, 90, False, (prize,)), set())


def test_faults_name_their_place(tmp_path: Path) -> None:
    more = '[ceremony]\norder = "backwards"\npages = 3\n[[ceremony.prizes]]\nentries = ["99"]\n'
    more += '[[ceremony.prizes]]\ntitle = "奖"\n'
    assert drafted(tmp_path, more)[1] == {
        ("ceremony.order", "not_choice"), ("ceremony.pages", "unknown_key"), ("ceremony.prizes[1].title", "missing"),
        ("ceremony.prizes[1].entries", "unknown_entry"), ("ceremony.prizes[2].entries", "missing"),
    }  # fmt: skip
