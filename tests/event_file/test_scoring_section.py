"""Scoring rules as an event file writes them."""

from __future__ import annotations

from decimal import Decimal

from server.event_file import scoring_section
from server.show.model import (
    Category,
    Chain,
    Criterion,
    Panel,
    Part,
    ScoringRule,
    Session,
    TimeBand,
    TimeRule,
)
from tests.event_file.test_rules_section import table, wrong

D = Decimal
EXPERTS = Panel("experts", "专家组")


def test_without_a_word_the_defaults_stand() -> None:
    root = table("")
    assert scoring_section.scoring(root, ()) == ScoringRule() and scoring_section.chain(root) == Chain()
    assert scoring_section.panels(root, (), ()) == () and not wrong(root)


def test_scoring_is_exact() -> None:
    root = table(
        "[scoring]\nminimum = 9\nmaximum = 10\nstep = 0.05\ndecimals = 3\ntrim_high = 0\ntrim_low = 2\n"
        'min_judges = 7\nexample = true\n[[scoring.criteria]]\nname = "创新"\nweight = 33.5\nnote = "新"\n'
    )
    criterion = Criterion("创新", D("33.5"), "新", "c1")
    assert scoring_section.scoring(root, ()) == ScoringRule(D(9), D(10), D("0.05"), 3, 0, 2, 7, (criterion,), True)
    assert not wrong(root)


def test_marks_may_be_added_up_but_not_in_parts() -> None:
    root = table('[scoring]\ncombine = "合计"\n')
    assert scoring_section.scoring(root, ()).combine == "sum" and not wrong(root)
    root = table('[scoring]\ncombine = "sum"\n[[scoring.parts]]\nname = "现场"\nweight = 100\n')
    scoring_section.scoring(root, ())
    assert [one.code for one in root.source.faults] == ["sum_parts"]


def test_parts_ties_and_roundings() -> None:
    root = table(
        '[scoring]\nmarks = "分项给分"\nmark_decimals = 1\ntotal_decimals = 3\nweigh = "先修约"\nrank_on = "公布值"\n'
        'ties = ["part:现场展示", "criterion：创新", "untrimmed_mean", "vote"]\n'
        '[[scoring.criteria]]\nname = "创新"\nweight = 60\n'
        '[[scoring.criteria]]\nid = "use"\nname = "实效"\nweight = 40\n'
        '[[scoring.parts]]\nid = "text"\nname = "文本评审"\nweight = 30\nfrom = "录入"\nmaximum = 50\ndecimals = 1\n'
        '[[scoring.parts]]\nname = "现场展示"\nweight = 70\npanel = "专家组"\ntrim_high = 0\nmin_judges = 3\n'
    )
    rule = scoring_section.scoring(root, (EXPERTS,))
    assert not wrong(root)
    assert rule.parts == (
        Part("text", "文本评审", D(30), "given", maximum=D(50), decimals=1),
        Part("p2", "现场展示", D(70), panel="experts", trim_high=0, min_judges=3),
    )
    assert rule.ties == ("part:p2", "criterion:c1", "untrimmed_mean", "vote")
    assert (rule.marks, rule.mark_decimals, rule.total_decimals) == ("points", 1, 3)
    assert (rule.weigh, rule.rank_on) == ("rounded", "shown")


def test_time_off_as_the_speech_contest_writes_it() -> None:
    root = table(
        '[scoring.time]\ntable = [{ up_to = 10, points = "0.02" }, { up_to = 20, points = 0.05 }]\ncap = 0.2\n'
        'under = "6:00"\nunder_points = 0.1\n'
    )
    bands = (TimeBand(10, D("0.02")), TimeBand(20, D("0.05")))
    wanted = TimeRule(table=bands, cap=D("0.2"), under=360, under_points=D("0.1"))
    assert scoring_section.scoring(root, ()).time == wanted and not wrong(root)


def test_panels_name_whom_they_mark_and_the_chain_its_steps() -> None:
    root = table(
        '[[panels]]\nname = "专家组"\ncategories = ["发展提质"]\nsessions = ["s1"]\n'
        "[chain]\ncheck = true\nsupervise = true\ndouble_entry = true\n"
    )
    found = scoring_section.panels(root, (Category("a", "发展提质"),), (Session("s1", "第一场", "", "", ""),))
    assert found == (Panel("panel1", "专家组", ("a",), ("s1",)),)
    assert scoring_section.chain(root) == Chain(True, True, True) and not wrong(root)


def test_everything_wrong_is_named() -> None:
    root = table(
        '[scoring]\nstep = 0\nmaximum = "x"\ndecimals = 9\nmarks = "guess"\nties = ["luck", "part:x"]\n'
        '[[scoring.criteria]]\nweight = -1\n[[scoring.parts]]\nname = "甲"\nweight = 101\npanel = "谁"\nfrom = "air"\n'
        '[scoring.time]\nper = -1\ntable = [{ up_to = 10 }]\n'
    )
    scoring_section.scoring(root, ())
    assert wrong(root) == {
        ("scoring.step", "out_of_range"), ("scoring.maximum", "not_number"), ("scoring.decimals", "out_of_range"),
        ("scoring.marks", "not_choice"), ("scoring.ties", "not_choice"), ("scoring.time.per", "out_of_range"),
        ("scoring.criteria[1].weight", "out_of_range"), ("scoring.criteria[1].name", "missing"),
        ("scoring.parts[1].weight", "out_of_range"), ("scoring.parts[1].panel", "unknown_panel"),
        ("scoring.parts[1].from", "not_choice"), ("scoring.time.table[1].points", "missing"),
    }  # fmt: skip


def test_marks_by_criterion_want_criteria() -> None:
    root = table('[scoring]\nmarks = "points"\n')
    scoring_section.scoring(root, ())
    assert wrong(root) == {("scoring.criteria", "missing")}
