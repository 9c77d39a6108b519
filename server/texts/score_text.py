"""Explanation of a score in plain words: each number's way from the judges' marks to the rank.

For those who may see marks (`limelight explain`, the panel's "why"), in Chinese or English. It computes
nothing that the show has not computed: every number is a result's own, and the arithmetic that is
written beside it is there to be checked with a pocket calculator.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from server.show.marks import (
    judging,
    reveal_policy,
    scoring,
    standings,
    time_penalty,
)
from server.show.model import JudgeMark, Part, PartResult, Result, ScoringRule, Sheet, Show
from server.show.model.rules import HUMAN_TIES
from server.texts.say import say

MAX_DECIMALS = 6  # of a number that goes on for ever


def explain(show: Show, entry: str, lang: str = "zh") -> list[str]:
    """Lines of the explanation of one entry's score. Raises KeyError for an entry that is not there."""
    return [line for line in _Explained(show, entry, lang).lines() if line]


class _Explained:
    def __init__(self, show: Show, entry: str, lang: str) -> None:
        self.show, self.id, self.lang = show, entry, lang
        self.entry = show.entries[entry]
        self.rule: ScoringRule = show.contest.scoring
        self.sheet: Sheet = judging.sheet_of(show, entry)

    def say(self, key: str, /, **facts: object) -> str:
        return say(key, self.lang, **facts)

    def lines(self) -> Iterable[str]:
        title = "".join(self.entry.title)
        unit = self.entry.unit
        yield self.say("score.entry", id=self.id, unit=unit, title=title)
        result = self.sheet.confirmed or judging.result_of(self.show, self.id, self.sheet)
        if result is None:
            yield from self.waiting()
        else:
            for place, part in enumerate(self.parts(result)):
                yield from self.part(part, result, place == 0)
            yield from self.total(result)
            yield from self.rank(result)
        yield from self.signatures()
        yield from self.corrections()

    def waiting(self) -> Iterable[str]:
        names = "、".join(judge.name for judge in judging.missing(self.show, self.id))
        if names:
            yield self.say("score.missing", names=names)
        parts = "、".join(judging.missing_parts(self.show, self.sheet))
        if parts:
            yield self.say("refusal.parts_missing", parts=parts)
        if judging.not_accepted(self.show, self.id):
            yield self.say("score.not_accepted")
        for judge, state in self.sheet.excused.items():
            yield f"{self.judge(judge)}：{self.say(f'excuse.{state}')}"

    # --- parts -------------------------------------------------------------------------------------------

    def parts(self, result: Result) -> Iterable[PartResult]:
        """The result's parts; a score without parts is one part: the judges' mean."""
        if result.parts:
            return sorted(result.parts, key=lambda part: part.given)
        exact = (0, 1)
        name = self.say("score.judges")
        return [PartResult("", name, Decimal(100), result.mean, exact, False, result.marks, result.counted)]

    def part(self, part: PartResult, result: Result, first: bool) -> Iterable[str]:
        if part.given:
            yield self.given(part)
            return
        yield self.say("score.part", name=part.name)
        yield from (self.mark(mark) for mark in part.marks)
        yield from self.mean(part, first)
        if first and result.deduction:
            yield self.deduction(result)

    def given(self, part: PartResult) -> str:
        value = self.sheet.given.get(part.id)
        rule = next(rule for rule in self.rule.parts if rule.id == part.id)
        if rule.maximum == self.rule.maximum:
            return self.say("score.given", name=part.name, value=value)
        of = scoring.short(rule.maximum)
        return self.say("score.given_of", name=part.name, value=value, of=of, shown=part.value)

    def judge(self, id: str) -> str:
        judge = self.show.judges[id]
        return self.say("score.judge", seat=judge.seat, name=judge.name)

    def mark(self, mark: JudgeMark) -> str:
        who = self.judge(mark.judge)
        if mark.excused:
            return self.say("score.excused", who=who, state=self.say(f"excuse.{mark.excused}"))
        weight = self.show.judges[mark.judge].weight
        return "".join((
            self.say("score.mark", who=who, way=self.criteria(mark), mark=mark.mark),
            f" × {scoring.short(weight)}" if weight != 1 else "",
            self.say(f"score.dropped_{mark.dropped}") if mark.dropped else "",
        ))  # fmt: skip

    def criteria(self, mark: JudgeMark) -> str:
        if not mark.criteria:
            return ""
        weighted = self.rule.marks == "weighted"
        return " + ".join(
            f"{rule.name} {mark.criteria[rule.id]}" + (f"×{scoring.short(rule.weight)}%" if weighted else "")
            for rule in self.rule.criteria
            if rule.id in mark.criteria
        ) + " = "  # fmt: skip

    def mean(self, part: PartResult, first: bool) -> Iterable[str]:
        rule = next((rule for rule in self.rule.parts if rule.id == part.id), scoring.WHOLE)
        counted = [mark for mark in part.marks if mark.mark is not None and not mark.excused]
        kept = [mark for mark in counted if not mark.dropped]
        if len(counted) < len(part.marks) and (accepted := self.sheet.accepted):
            yield self.say("score.accepted", count=accepted.count, who=accepted.by, reason=accepted.reason)
        yield self.untrimmed(rule, len(counted), len(kept))
        weights = [Fraction(self.show.judges[mark.judge].weight) for mark in kept]
        total = sum(
            (Fraction(mark.mark or 0) * weight for mark, weight in zip(kept, weights, strict=True)),
            Fraction(0),
        )
        terms = " + ".join(self.term(mark, weight) for mark, weight in zip(kept, weights, strict=True))
        decimals = self.rule.decimals if rule.decimals is None else rule.decimals
        if self.rule.combine == "sum":
            yield self.say("score.sum", terms=terms, value=scoring.round_half_up(total, decimals))
            return
        mean = total / sum(weights)
        yield self.say(
            "score.mean", terms=terms, count=_plain(sum(weights)), mean=_plain(mean), decimals=decimals,
            value=scoring.round_half_up(mean, decimals),
        )  # fmt: skip

    def term(self, mark: JudgeMark, weight: Fraction) -> str:
        return f"{mark.mark}" if weight == 1 else f"{mark.mark}×{_plain(weight)}"

    def untrimmed(self, part: Part, there: int, kept: int) -> str:
        least = self.rule.min_judges if part.min_judges is None else part.min_judges
        trims = (self.rule.trim_high if part.trim_high is None else part.trim_high) + (
            self.rule.trim_low if part.trim_low is None else part.trim_low
        )
        if not trims or kept < there:
            return ""
        return self.say("score.untrimmed", there=there, least=max(least, trims + 1))

    def deduction(self, result: Result) -> str:
        off = time_penalty.proposed(self.show, self.id)
        clock = ""
        if off is not None and off.seconds:
            clock = self.say("score.over" if off.seconds > 0 else "score.short", seconds=abs(off.seconds))
        why = "；".join(filter(None, (clock, self.sheet.deduction_reason)))
        return self.say("score.deduction", points=result.deduction, why=why or "—")

    # --- from the parts to the rank ------------------------------------------------------------------------

    def total(self, result: Result) -> Iterable[str]:
        if not result.parts:
            if result.deduction:
                yield self.say("score.less", mean=result.mean, off=result.deduction, score=result.score)
            else:
                yield self.say("score.score", score=result.score)
            return
        rounded = self.rule.weigh == "rounded"
        values = [Fraction(part.value) if rounded else Fraction(*part.exact) for part in result.parts]
        whole = sum(
            (value * Fraction(part.weight) / 100 for value, part in zip(values, result.parts, strict=True)),
            Fraction(0),
        )
        terms = " + ".join(
            f"{part.name} {_plain(value)}×{scoring.short(part.weight)}%"
            for value, part in zip(values, result.parts, strict=True)
        )
        yield self.say("score.total", terms=terms, whole=_plain(whole), score=result.score)

    def rank(self, result: Result) -> Iterable[str]:
        if self.sheet.confirmed is None:
            yield self.say("score.unconfirmed")
            return
        rows = standings.standings(self.show, self.entry.category, standings.confirmed(self.show))
        row = next((row for row in rows if row.entry == self.id), None)
        if row is None:
            yield self.say("score.unranked")
            return
        by = self.say("score.by_exact" if self.rule.rank_on == "exact" else "score.by_shown")
        yield self.say("score.rank", of=len(rows), rank=row.rank, by=by)
        yield from self.ties(
            [tied.entry for tied in rows if tied.exact == row.exact and tied.entry != self.id]
        )

    def ties(self, equal: list[str]) -> Iterable[str]:
        if not equal:
            return
        keys = "、".join(self.tie_key(name) for name in self.rule.ties) or "—"
        yield self.say("score.equal", others="、".join(equal), keys=keys)
        if self.id in self.show.tiebreaks:
            yield self.say("score.decided", value=self.show.tiebreaks[self.id])

    def tie_key(self, name: str) -> str:
        kind, _, which = name.partition(":")
        names = {rule.id: rule.name for rule in self.rule.criteria if kind == "criterion"}
        names |= {part.id: part.name for part in self.rule.parts if kind == "part"}
        people = self.say("score.by_people") if kind in HUMAN_TIES else ""
        return self.say(f"tie.{kind}", name=names.get(which, which)) + people

    def signatures(self) -> Iterable[str]:
        for key, by in (
            ("score.typed_by", "、".join(self.sheet.typed_by)),
            ("score.checked_by", self.sheet.checked_by),
            ("score.confirmed_by", self.sheet.confirmed_by),
        ):
            if by:
                yield self.say(key, by=by)
        if reveal_policy.is_revealed(self.show, self.id):
            yield self.say("score.revealed")

    def corrections(self) -> Iterable[str]:
        for change in self.sheet.corrections:
            people = change.by + (f" / {change.approved_by}" if change.approved_by else "")
            yield self.say("score.corrected", before=change.before.score, after=change.after.score,
                           why=change.reason, people=people)  # fmt: skip


def _plain(value: Fraction | int) -> str:
    """A number as people write it; a number that goes on for ever is cut and marked with …"""
    value = Fraction(value)
    rounded = scoring.round_half_up(value, MAX_DECIMALS)
    text = scoring.short(rounded)
    return text if Fraction(rounded) == value else f"{text}…"
