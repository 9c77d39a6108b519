"""Timing, scoring, awards and the reveal policy as an event file writes them."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from server.event_file import rules_section, toml_lines
from server.event_file.toml_table import TomlSource, TomlTable
from server.show.model import (
    Award,
    Category,
    Person,
    RevealRule,
    TimerCue,
    TimingRule,
)
from server.show.model.contest import MESSAGES, Policy

CATEGORIES = (Category("a", "发展提质"), Category("b", "服务增效"))


def table(text: str) -> TomlTable:
    return TomlTable(tomllib.loads(text, parse_float=Decimal), "", TomlSource("event.toml", toml_lines.rows(text)))


def wrong(root: TomlTable) -> set[tuple[str, str]]:
    return {(fault.column, fault.code) for fault in root.source.faults}


def test_without_rules_the_defaults_stand() -> None:
    root = table("")
    assert rules_section.timing(root) == TimingRule()
    assert rules_section.reveal(root) == RevealRule()
    assert rules_section.awards(root, CATEGORIES) == ()
    assert rules_section.people(root, "speakers") == ()
    assert not wrong(root)


def test_messages_for_the_speaker_are_the_file_s_own_within_their_bounds() -> None:
    assert rules_section.messages(table("")) == MESSAGES and rules_section.messages(table("messages = []")) == ()
    assert rules_section.messages(table('messages = ["请结束", " 请靠近话筒 "]')) == ("请结束", "请靠近话筒")
    long, many = table(f'messages = ["{"长" * 61}", "短"]'), table(f"messages = {[str(n) for n in range(10)]}")
    assert rules_section.messages(long) == ("短",) and wrong(long) == {("messages", "too_long")}
    rules_section.messages(many)
    assert wrong(many) == {("messages", "too_many_texts")}


def test_timing() -> None:
    root = table(
        '[timing]\ntalk = "8:30"\nqa = 0\nchained = true\n'
        '[[timing.talk_cues]]\nat = "1:00"\nlevel = "提醒"\nwords = "剩 1 分钟"\nbell = 1\n'
    )
    cue = TimerCue(60, "warning", "剩 1 分钟", 1)
    assert rules_section.timing(root) == TimingRule(talk=510, qa=0, chained=True, talk_cues=(cue,))
    assert not wrong(root)


def test_awards_name_categories_by_name_or_id() -> None:
    root = table(
        '[[awards]]\nid = "one"\ntitle = "一等奖"\nquota = 1\ngroup = 3\n'
        'categories = ["B", "发展 提质"]\nties = "block"\n'
        'presenters = [{ name = "张三", post = "主任" }]\n[[awards]]\ntitle = "二等奖"\nquota = 2\n'
    )
    assert rules_section.awards(root, CATEGORIES) == (
        Award("one", "一等奖", 1, 3, ("b", "a"), (Person("张三", "主任"),), "block"),
        Award("a2", "二等奖", 2),
    )
    assert not wrong(root)


def test_an_award_may_take_its_share_in_per_cent_with_a_rounding_that_is_said() -> None:
    root = table('[[awards]]\ntitle = "一等奖"\npercent = 12.5\nrounding = "进一"\n[[awards]]\ntitle = "二等奖"\n')
    first, _ = rules_section.awards(root, CATEGORIES)
    assert (first.percent, first.rounding) == (Decimal("12.5"), "up")
    assert wrong(root) == {("awards[2].quota", "missing")}


@pytest.mark.parametrize("policy", Policy.__args__)  # type: ignore[attr-defined]
def test_every_policy_can_be_written(policy: str) -> None:
    assert rules_section.reveal(table(f'[reveal]\npolicy = "{policy}"\nfirst = 3')) == RevealRule(policy, 3)  # type: ignore[arg-type]


def test_everything_wrong_is_named() -> None:
    root = table(
        '[timing]\ntalk = "long"\nqa = -1\nspeed = 2\n[[timing.qa_cues]]\nlevel = "red"\nbell = 99\n'
        '[[awards]]\nid = "x"\nquota = 0\ncategories = ["c"]\nties = "toss"\n'
        '[[awards]]\nid = "X"\ntitle = "二"\nquota = 1\n'
        '[reveal]\npolicy = "never"\nfirst = 0\n[[speakers]]\npost = "主任"\n'
    )
    rules_section.timing(root)
    rules_section.awards(root, CATEGORIES)
    rules_section.reveal(root)
    rules_section.people(root, "speakers")
    assert wrong(root) == {
        ("timing.talk", "bad_duration"), ("timing.qa", "out_of_range"), ("timing.speed", "unknown_key"),
        ("timing.qa_cues[1].at", "missing"), ("timing.qa_cues[1].level", "not_choice"),
        ("timing.qa_cues[1].bell", "out_of_range"),
        ("awards[1].title", "missing"), ("awards[1].quota", "out_of_range"),
        ("awards[1].categories", "unknown_category"), ("awards[1].ties", "not_choice"), ("awards[2].id", "double"),
        ("reveal.policy", "not_choice"), ("reveal.first", "out_of_range"), ("speakers[1].name", "missing"),
    }  # fmt: skip
