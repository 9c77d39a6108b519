"""The events that ship with Limelight: ready to run, honest about what is an example."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from server.event_file import check
from server.event_file.entries_csv import HEADINGS, parse, read_text
from server.event_file.look_section import COLORS
from server.event_file.reader import SAMPLES, draft_event, read_event
from server.event_file.toml_table import TomlTable
from server.show.model import Contest, Figure
from server.show.model.rundown import build, in_session

ZHUHAI = SAMPLES / "zhuhai-2024"
STARTER = SAMPLES / "starter"
MAX_TITLE = 38


@pytest.fixture(scope="module")
def contest() -> Contest:
    return read_event(ZHUHAI)


@pytest.mark.parametrize("name", ["zhuhai-2024", "starter"])
def test_a_sample_passes_its_own_check(name: str) -> None:
    assert [fault.say() for fault in check.check_event(SAMPLES / name)] == []


def test_eighty_four_entries_in_four_sessions_of_two_days(contest: Contest) -> None:
    assert len(contest.entries) == len(contest.order) == len(set(contest.order)) == 84
    assert [one.date for one in contest.sessions] == ["2024-08-14"] * 2 + ["2024-08-15"] * 2
    assert [len(in_session(contest, one.id)) for one in contest.sessions] == [21] * 4
    assert {entry.category for entry in contest.entries} == {one.id for one in contest.categories}
    assert len({segment.id for segment in build(contest)}) == len(build(contest))


def test_six_entries_are_real_and_the_others_say_that_they_are_not(contest: Contest) -> None:
    real = [entry for entry in contest.entries if not entry.sample]
    assert {entry.unit for entry in real} == {
        "市发展改革局", "市民政局", "市审计局", "珠海边检总站港珠澳大桥边检站", "珠海边检总站湾仔边检站",
        "广东省人民医院珠海医院（珠海市金湾中心医院）",
    }  # fmt: skip
    assert all(len(entry.title) == 2 for entry in real)
    for entry in contest.entries:
        if entry.sample:
            assert entry.title[0].startswith(f"示例项目 {entry.id}：")
            assert entry.unit.startswith("示例")


def test_the_first_session_shows_two_of_the_six(contest: Contest) -> None:
    first = in_session(contest, contest.sessions[0].id)
    assert [number for number, entry in enumerate(first, 1) if not entry.sample] == [1, 3]
    for session in contest.sessions:
        assert any(not entry.sample for entry in in_session(contest, session.id))


def test_a_part_may_be_empty_and_qualifiers_stand_where_they_belong(contest: Contest) -> None:
    real = {entry.unit: entry for entry in contest.entries if not entry.sample}
    assert real["广东省人民医院珠海医院（珠海市金湾中心医院）"].progress == ()
    figures = [figure for entry in real.values() for figure in entry.figures]
    assert Figure("港澳企业信用报告", "100", "万份", before="超") in figures
    assert Figure("产品覆盖", "100", "个国家", inside="多") in figures
    assert Figure("科技创新项目", "20", "项", inside="余") in figures
    assert Figure("查验流程简化", "50", "%", after="以上") in figures
    assert Figure("优化制度机制", unit="项", before="数十") in figures


def test_titles_and_names_try_the_layout(contest: Contest) -> None:
    lengths = [sum(map(len, entry.title)) for entry in contest.entries if entry.sample]
    assert min(lengths) <= 14
    assert max(lengths) == MAX_TITLE
    titles = "".join("".join(entry.title) for entry in contest.entries)
    assert all(mark in titles for mark in ("“", "+", "DNA", "AI", "5G", "12345", "、"))
    doers = {entry.doer for entry in contest.entries}
    assert {len(doer) for doer in doers} >= {0, 2, 3, 4}
    assert all(any(rare in doer for doer in doers) for rare in "㛃䶮𬭎·")


def test_two_pairs_share_a_parent(contest: Contest) -> None:
    parents = [entry.parent_unit for entry in contest.entries if entry.parent_unit]
    assert sorted(parents) == sorted(["珠海边检总站"] * 2 + ["示例总站"] * 2)


def test_nine_judges_whose_extremes_fall(contest: Contest) -> None:
    assert [judge.seat for judge in contest.judges] == list(range(1, 10))
    assert {len(judge.name) for judge in contest.judges} >= {2, 3, 4}
    rule = contest.scoring
    assert (rule.trim_high, rule.trim_low, rule.decimals, rule.example) == (1, 1, 2, True)
    assert contest.timing.talk == 360


def test_rules_are_marked_as_examples(contest: Contest) -> None:
    assert any("示例" in note and "规则" in note for note in contest.notes)
    assert all("示例" in judge.unit for judge in contest.judges)


def test_no_ordinal_is_claimed(contest: Contest) -> None:
    assert not re.search("第[一二三四五六七八九十0-9]+届", (ZHUHAI / "event.toml").read_text("utf-8"))
    assert [award.title for award in contest.awards] == ["一等奖", "二等奖", "三等奖", "优秀奖"]


def test_the_sample_reads_the_same_from_gb18030(tmp_path: Path, contest: Contest) -> None:
    at = tmp_path / "event"
    shutil.copytree(ZHUHAI, at)
    for name in ("event.toml", "entries.csv"):
        text, _ = read_text(ZHUHAI / name, name)
        (at / name).write_bytes(text.encode("gb18030"))
    assert read_event(at) == contest


def test_the_starter_shows_every_column_that_is_known() -> None:
    text, _ = read_text(STARTER / "entries.csv", "entries.csv")
    rows, faults = parse(text, "entries.csv")
    assert not faults
    assert set(rows[0].cells) == {*HEADINGS} - {"row_number"}


def test_the_starter_names_every_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each key that reading asks for stands in the starter, if only behind a comment sign."""
    asked: set[str] = set()
    take = TomlTable.take

    def noted(table: TomlTable, key: str) -> object:
        asked.add(key)
        return take(table, key)

    monkeypatch.setattr(TomlTable, "take", noted)
    draft_event(ZHUHAI)
    draft_event(STARTER)
    text = (STARTER / "event.toml").read_text("utf-8")
    unnamed = {key for key in asked if not re.search(rf"(?m)(^|[\s\[.{{#]){key}(\]|\s*=)", text)}
    assert unnamed - {*COLORS} <= {"entries"}
