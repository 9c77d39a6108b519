"""The tables of results, and what they do not say yet."""

from __future__ import annotations

from decimal import Decimal

from server.results.tables import Prized, results
from server.show import commands as c
from tests.support.ceremony_shows import CUE, honouring, pressed, ranked
from tests.support.contests import perform
from tests.support.results_show import final, prized, trimmed
from tests.support.scored_shows import scored

D = Decimal


def test_a_table_has_the_ranking_the_marks_and_the_awards() -> None:
    table = results(final()).tables[0]
    assert (table.category, table.parts) == ("发展提质", ("文本评审", "现场展示"))
    first = table.rows[0]
    assert (first.rank, first.id, first.score, first.award) == (1, "01", D("89.55"), "一等奖")
    assert [cell.mark for cell in first.marks] == [D("95.50"), D("90.01"), D("91.50"), D("85.00"), None]
    assert first.marks[4].word == "回避" and first.note == "按 4 名评委计；超时"
    assert (first.mean, first.deduction, first.parts) == (D("90.50"), D("0.50"), (D("88.50"), D("90.00")))
    assert [row.award for row in table.rows] == ["一等奖", "二等奖", "二等奖"] and table.ties == ""


def test_what_has_no_place_says_why() -> None:
    rows = {row.id: row for row in results(final()).tables[1].rows}
    assert rows["02"].note == "展演不计分" and rows["04"].note == "未确认" and rows["04"].rank is None
    english = {row.id: row for row in results(final(), "en").tables[1].rows}
    assert english["04"].note == "not confirmed"


def test_a_correction_is_told_with_both_numbers() -> None:
    (change,) = results(final()).changes
    assert (change.entry, change.reason, change.people) == ("03", "抄错", "operator") and change.before != change.after
    assert "有更正" in next(row.note for row in results(final()).tables[0].rows if row.id == "03")


def test_only_what_the_hall_has_seen_is_published() -> None:
    found = results(final(), revealed=True)
    assert [row.id for table in found.tables for row in table.rows] == ["01"] and found.changes == ()
    assert found.tables[0].rows[0].award == "", "no award was on the stage yet"


def test_a_special_prize_stands_beside_the_award_and_in_a_list_of_its_own() -> None:
    found = results(prized())
    assert found.prized == (
        Prized("最佳人气奖", "02", "单位02", "项目02第二行", "服务增效"),
        Prized("最佳人气奖", "01", found.tables[0].rows[0].unit, "项目01第二行", "发展提质"),
    )
    awards = {row.id: row.award for table in found.tables for row in table.rows}
    assert (awards["01"], awards["02"], awards["03"]) == ("一等奖、最佳人气奖", "最佳人气奖", "二等奖")
    assert results(prized(), revealed=True).prized == ()


def test_a_special_prize_is_published_once_it_was_on_stage() -> None:
    show = perform(ranked(honouring()), c.Arm("03"), c.Reveal("03"), c.AddPrize("最佳人气奖", ("03", "02")))
    show = perform(show, c.LockCeremony(), c.Preview(CUE), c.Go())

    def published() -> tuple[list[str], list[str]]:
        found = results(show, revealed=True)
        return [one.id for one in found.prized], [row.award for row in found.tables[0].rows]

    assert published() == ([], [""]), "the opening is on stage"
    show = pressed(show, 1)
    assert published() == (["03", "02"], ["最佳人气奖"])
    show = pressed(show, len(show.ceremony.plan.steps) - 2)  # type: ignore[union-attr]
    assert published() == (["03", "02"], ["三等奖、最佳人气奖"])


def test_trims_are_named_and_ties_are_a_question() -> None:
    show = trimmed()
    row = results(show).tables[0].rows[0]
    assert (row.high, row.low) == ((D("95.00"),), (D("91.00"),)) and row.marks[0].fell and not row.marks[1].fell
    assert "尚未" in results(show).tables[0].ties or "未确认" in results(show).tables[0].ties
    assert results(scored(show, "03")).tables[0].rows[0].rank == 1
