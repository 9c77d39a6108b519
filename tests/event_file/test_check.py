"""Preflight finds what is understood and cannot work, and says all of it at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from server.event_file.check import check_event
from server.event_file.faults import Fault
from tests.support.broken_event_files import broken_events
from tests.support.event_folders import ENTRIES, EVENT, codes, folder, seen


def check(path: Path, event: str = EVENT, entries: str | None = ENTRIES, lacking: str = "") -> list[Fault]:
    return check_event(
        folder(path, event, entries), lambda text: "".join(one for one in text if one in lacking)
    )


def rows(count: int, session: str = "s1") -> str:
    return "编号,类别,场次,单位,项目名称\n" + "".join(
        f"{n:02d},{'ab'[n % 2]},{session},甲,一\n" for n in range(count)
    )


def one(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [fault.say() for fault in faults]
    return faults[0]


def test_a_sound_event_has_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path) == []


def test_what_reading_finds_is_there_too_in_the_order_of_the_files(tmp_path: Path) -> None:
    faults = check(tmp_path, EVENT + "[scoring]\nstepp = 1\n", ENTRIES.replace("乙单位", ""), lacking="丁")
    assert [(fault.file, fault.code) for fault in faults] == [
        ("event.toml", "unknown_key"),
        ("entries.csv", "missing"),
        ("entries.csv", "glyphs"),
    ]


@pytest.mark.parametrize("path", ["none", "."])
def test_an_event_that_is_not_there(tmp_path: Path, path: str) -> None:
    assert one(check_event(tmp_path / path)).code in ("missing_folder", "missing_file")


def test_a_session_that_does_not_fit_shows_its_sum(tmp_path: Path) -> None:
    event = EVENT.replace('end = "12:00"', 'end = "12:00"\nplace = "一"') + (
        '[timing]\ntalk = "8:00"\nqa = "3:00"\nscoring = 60\nreveal = 60\nchangeover = 60\n'
        '[[breaks]]\nsession = "s1"\ntitle = "茶歇"\nminutes = 15\nbefore = "05"\n'
        '[[breaks]]\nsession = "s1"\ntitle = "午休"\nuntil = "14:00"\n'
    )
    fault = next(fault for fault in check(tmp_path, event, rows(12)) if fault.code == "session_overflow")
    # five judges' cards and the wall at 15 s, the rules at 60 s; two rankings at 60 s; lunch is outside
    assert fault.found == "12×(8:00+3:00+1:00+1:00+1:00)+15:00+2:30+2:00 = 3:07:30"
    assert fault.wanted == "09:00–12:00 = 3:00"
    assert fault.row == 3
    assert "12×(8:00" in fault.say("en")


@pytest.mark.parametrize(("minutes", "fits"), [(30, True), (31, False)])
def test_a_session_may_be_full_to_the_second(tmp_path: Path, minutes: int, fits: bool) -> None:
    """The second session: two entries of 9:30, two rankings of a minute, a check and final rankings."""
    event = EVENT.replace('end = "17:00"', 'end = "14:53"') + (
        f'[timing]\ntalk = 360\nqa = 120\n[[breaks]]\nsession = "s2"\ntitle = "核对"\nminutes = {minutes}\n'
    )
    assert codes(check(tmp_path, event)) == ([] if fits else ["session_overflow"])


def test_withdrawn_entries_take_no_time_and_late_reveals_none(tmp_path: Path) -> None:
    event = EVENT.replace('end = "12:00"', 'end = "09:16"') + "[timing]\nqa = 0\nreveal = 9999\n"
    event += '[reveal]\npolicy = "awards"\n'
    entries = "编号,类别,场次,单位,项目名称,参赛状态\n1,a,s1,甲,一,\n2,b,s1,乙,二,弃权\n3,a,s2,丙,三,\n"
    assert codes(check(tmp_path, event, entries)) == []


def test_hours_that_run_backwards_or_overlap(tmp_path: Path) -> None:
    event = EVENT.replace('start = "14:00"', 'start = "11:30"')
    assert seen(check(tmp_path, event)) == {(14, "sessions[2].start", "sessions_overlap")}
    assert check(tmp_path, event.replace('end = "17:00"', 'end = "17:00"\nplace = "分会场"')) == []
    event = EVENT.replace('end = "12:00"', 'end = "08:00"')
    assert seen(check(tmp_path, event)) == {(8, "sessions[1].end", "end_before_start")}


def test_sessions_and_categories_without_entries(tmp_path: Path) -> None:
    entries = "编号,类别,场次,单位,项目名称\n01,a,s1,甲,一\n"
    faults = check(tmp_path, EVENT, entries)
    assert seen(faults) == {(10, "sessions[2]", "empty_session"), (21, "categories[2]", "empty_category")}
    assert {fault.level for fault in faults} == {"warning"}


def test_what_could_not_be_read_is_not_blamed_on_the_sessions(tmp_path: Path) -> None:
    entries = ENTRIES.replace("第二场", "第三场").replace("第一场,1", "第一场,5")
    assert codes(check(tmp_path, EVENT, entries)) == ["unknown_session"] * 2


@pytest.mark.parametrize(
    ("rule", "code", "found"),
    [
        ("minimum = 100\nmaximum = 100", "minimum", "100"),
        ("minimum = 70\nmaximum = 100\nstep = 0.7", "step", "0.7"),
        ("step = 0.005", "step_decimals", "2"),
        ("trim_high = 3\ntrim_low = 2", "trim", "5"),
        ("min_judges = 6", "trim_idle", "5"),
    ],
)
def test_scoring_that_cannot_work(tmp_path: Path, rule: str, code: str, found: str) -> None:
    fault = one(check(tmp_path, f"{EVENT}[scoring]\n{rule}\n"))
    assert (fault.code, fault.found) == (code, found)
    assert fault.row > EVENT.count("\n")


def test_untrimmed_scoring_with_few_judges_is_fine(tmp_path: Path) -> None:
    assert check(tmp_path, f"{EVENT}[scoring]\nmin_judges = 9\ntrim_high = 0\ntrim_low = 0\n") == []


def test_no_judges(tmp_path: Path) -> None:
    event = EVENT[: EVENT.index("[[judges]]")]
    assert codes(check(tmp_path, event)) == ["no_judges"]
    shown = "编号,类别,场次,单位,项目名称,参赛状态\n1,a,s1,甲,一,展演\n2,b,s2,乙,二,展演\n"
    assert check(tmp_path, event, shown) == []


def test_weights_make_a_hundred(tmp_path: Path) -> None:
    event = EVENT + "".join(
        f'[[scoring.criteria]]\nname = "指标"\nweight = {weight}\n' for weight in ("33.3", "33.3", "33.3")
    )
    assert one(check(tmp_path, event)).found == "33.3+33.3+33.3 = 99.9"
    assert check(tmp_path, event.replace("33.3", "33.4", 1)) == []


def test_more_prizes_than_entries(tmp_path: Path) -> None:
    event = EVENT + (
        '[[awards]]\ntitle = "一等奖"\nquota = 1\n[[awards]]\ntitle = "二等奖"\nquota = 2\ncategories = ["b"]\n'
    )
    fault = one(check(tmp_path, event))
    assert (fault.code, fault.wanted, fault.found) == ("quota", "服务增效", "1+2 = 3 > 2")


def test_sizes_and_sounds(tmp_path: Path) -> None:
    event = EVENT + (
        '[[outputs]]\nname = "wall"\nwidth = 5333\nheight = 1279\nsound = true\n'
        '[[outputs]]\nname = "side"\nsound = true\n'
    )
    faults = check(tmp_path, event)
    assert codes(faults) == ["odd_size", "odd_size", "two_sounds"]
    assert [fault.level for fault in faults] == ["warning", "warning", "fault"]


def test_bells_that_nobody_rings(tmp_path: Path) -> None:
    event = EVENT + '[[outputs]]\nname = "wall"\n[[timing.talk_cues]]\nat = 0\n'
    assert check(tmp_path, event) == []
    assert codes(check(tmp_path, event + "bell = 1\n")) == ["no_sound"]


def test_a_cue_later_than_its_part(tmp_path: Path) -> None:
    event = EVENT + "[timing]\nqa = 60\n[[timing.qa_cues]]\nat = 60\n[[timing.qa_cues]]\nat = 61\n"
    assert seen(check(tmp_path, event)) == {(EVENT.count("\n") + 6, "timing.qa_cues[2].at", "cue_late")}


def test_more_together_than_a_session_has(tmp_path: Path) -> None:
    event = EVENT + '[reveal]\npolicy = "first_together"\nfirst = 3\n'
    assert codes(check(tmp_path, event)) == ["first_too_big"]
    assert check(tmp_path, event.replace("first = 3", "first = 2")) == []


@pytest.mark.parametrize(("length", "warned"), [(38, []), (39, ["title_long"])])
def test_long_titles(tmp_path: Path, length: int, warned: list[str]) -> None:
    entries = ENTRIES.replace("第三|个项目", "长" * 20 + "|" + "长" * (length - 20))
    faults = check(tmp_path, EVENT, entries)
    assert codes(faults) == warned
    assert all((fault.row, fault.column, fault.level) == (4, "项目名称", "warning") for fault in faults)


def test_pictures_are_there(tmp_path: Path) -> None:
    event = EVENT + '[theme]\nlogo = "logo.png"\nkey_visual = "kv.jpg"\n'
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "logo.png").write_bytes(b"")
    assert [(fault.code, fault.found) for fault in check(tmp_path, event)] == [("missing_asset", "kv.jpg")]


def test_characters_that_no_font_draws_are_named_where_they_stand(tmp_path: Path) -> None:
    faults = check(tmp_path, EVENT, ENTRIES.replace("丙单位", "䶮䶮㛃"), lacking="䶮㛃三")
    assert [(fault.file, fault.row, fault.column, fault.found) for fault in faults] == [
        ("event.toml", EVENT.splitlines().index('name = "评委三"') + 1, "judges[3].name", "三 (U+4E09)"),
        ("entries.csv", 4, "单位", "䶮 (U+4DAE) 㛃 (U+36C3)"),
        ("entries.csv", 4, "项目名称", "三 (U+4E09)"),
    ]


def test_entries_in_the_event_file_are_searched_once(tmp_path: Path) -> None:
    listed = '[[entries]]\nid = "1"\ncategory = "a"\nsession = "s1"\nunit = "䶮"\ntitle = "一"\n'
    faults = check(tmp_path, EVENT + listed, None, lacking="䶮")
    assert [fault.column for fault in faults if fault.code == "glyphs"] == ["entries[1].unit"]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    event = (
        EVENT.replace('end = "12:00"', 'end = "09:10"').replace('id = "b"', 'id = "a"')
        + '[scoring]\nminimum = 100\n[[scoring.criteria]]\nname = "䶮"\nweight = 50\n'
        + '[[awards]]\ntitle = "奖"\nquota = 99\n[theme]\nlogo = "x.png"\n'
    )
    entries = (
        ENTRIES.replace("04,服务增效", "03,没有")
        .replace("第一场,1", "第一场,2")
        .replace("一个项目", "长" * 50)
    )
    assert set(codes(check(tmp_path, event, entries, lacking="䶮"))) == {
        "session_overflow", "double", "minimum", "weights", "quota", "missing_asset", "double_number",
        "unknown_category", "order_twice", "title_long", "glyphs",
    }  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(broken_events())
def test_whatever_is_wrong_checking_comes_to_its_end(event: str) -> None:
    with tempfile.TemporaryDirectory() as path:
        assert all(fault.say("zh") and fault.say("en") for fault in check(Path(path), event))
