"""How a score came about, in plain words: each number's way from the judges' marks to the rank.

For those who may see marks (`limelight explain`, the panel's "why"), in Chinese or English. It works
nothing out that the show has not worked out: every number is a result's own, and the arithmetic that
is written beside it is there to be checked with a pocket calculator.
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
from server.texts.journal_text import EXCUSES
from server.texts.refusals import pick

SHOWN = 6  # decimal places of a number that goes on for ever
TIE_WORDS = {
    "part": ("「{name}」得分", "the score of “{name}”"), "criterion": ("「{name}」平均分", "the mean of “{name}”"),
    "untrimmed_mean": ("不去最高最低的平均分", "the mean of all marks"), "highest_mark": ("最高分", "the highest mark"),
    "fewest_points_off": ("扣分少者", "the fewest points off"),
    "vote": ("评委投票", "a vote of the judges"), "extra_round": ("加赛", "an extra round"),
}  # fmt: skip


def explain(show: Show, entry: str, lang: str = "zh") -> list[str]:
    """The lines about one entry. Raises `KeyError` for an entry that is not there."""
    return [line for line in _Explained(show, entry, lang).lines() if line]


class _Explained:
    def __init__(self, show: Show, entry: str, lang: str) -> None:
        self.show, self.id, self.lang = show, entry, lang
        self.entry = show.entries[entry]
        self.rule: ScoringRule = show.contest.scoring
        self.sheet: Sheet = judging.sheet_of(show, entry)

    def say(self, zh: str, en: str, **facts: object) -> str:
        return pick((zh, en), self.lang).format(**facts)

    def lines(self) -> Iterable[str]:
        title = "".join(self.entry.title)
        unit = self.entry.unit
        yield self.say("{id} 号　{unit}《{title}》", "{id}  {unit}: {title}", id=self.id, unit=unit, title=title)
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
        names = "、".join(one.name for one in judging.missing(self.show, self.id))
        if names:
            yield self.say("还没有成绩，缺评委：{names}", "No score yet; missing: {names}", names=names)
        parts = "、".join(judging.missing_parts(self.show, self.sheet))
        if parts:
            yield self.say("还缺：{parts}", "Still missing: {parts}", parts=parts)
        if judging.not_accepted(self.show, self.id):
            yield self.say("有评委不计入，等待确认按几名评委计", "Judges are left out; somebody has to accept that")
        for judge, state in self.sheet.excused.items():
            yield f"{self.judge(judge)}：{pick(EXCUSES[state], self.lang)}"

    # --- parts -------------------------------------------------------------------------------------------

    def parts(self, result: Result) -> Iterable[PartResult]:
        """The result's parts; a score without parts is one part: the judges' mean."""
        if result.parts:
            return sorted(result.parts, key=lambda part: part.given)
        exact = (0, 1)
        name = pick(("评委打分", "Judges"), self.lang)
        return [PartResult("", name, Decimal(100), result.mean, exact, False, result.marks, result.counted)]

    def part(self, part: PartResult, result: Result, first: bool) -> Iterable[str]:
        if part.given:
            yield self.given(part)
            return
        yield self.say("【{name}】", "[{name}]", name=part.name)
        yield from (self.mark(mark) for mark in part.marks)
        yield from self.mean(part, first)
        if first and result.deduction:
            yield self.deduction(result)

    def given(self, part: PartResult) -> str:
        value = self.sheet.given.get(part.id)
        rule = next(one for one in self.rule.parts if one.id == part.id)
        if rule.maximum == self.rule.maximum:
            return self.say("【{name}】录入 {value}", "[{name}] entered: {value}", name=part.name, value=value)
        return self.say(
            "【{name}】录入 {value}（满分 {of}），折算为 {shown}",
            "[{name}] entered: {value} of {of}, which is {shown}",
            name=part.name, value=value, of=scoring.short(rule.maximum), shown=part.value,
        )  # fmt: skip

    def judge(self, id: str) -> str:
        judge = self.show.judges[id]
        return self.say("{seat} 号评委 {name}", "Judge {seat} {name}", seat=judge.seat, name=judge.name)

    def mark(self, mark: JudgeMark) -> str:
        words = self.judge(mark.judge)
        if mark.excused:
            state = pick(EXCUSES[mark.excused], self.lang)
            return self.say("{who}：{state}，不计入", "{who}: {state}, does not count", who=words, state=state)
        criteria = self.criteria(mark)
        weight = self.show.judges[mark.judge].weight
        note = {"high": ("，最高分，去掉", ", the highest, falls"), "low": ("，最低分，去掉", ", the lowest, falls")}
        return "".join((
            self.say("{who}：{way}{mark}", "{who}: {way}{mark}", who=words, way=criteria, mark=mark.mark),
            f" × {scoring.short(weight)}" if weight != 1 else "",
            pick(note[mark.dropped], self.lang) if mark.dropped else "",
        ))  # fmt: skip

    def criteria(self, mark: JudgeMark) -> str:
        if not mark.criteria:
            return ""
        weighted = self.rule.marks == "weighted"
        return " + ".join(
            f"{one.name} {mark.criteria[one.id]}" + (f"×{scoring.short(one.weight)}%" if weighted else "")
            for one in self.rule.criteria
            if one.id in mark.criteria
        ) + " = "  # fmt: skip

    def mean(self, part: PartResult, first: bool) -> Iterable[str]:
        rule = next((one for one in self.rule.parts if one.id == part.id), scoring.WHOLE)
        kept = [mark for mark in part.marks if mark.mark is not None and not mark.excused and not mark.dropped]
        there = [mark for mark in part.marks if mark.mark is not None and not mark.excused]
        if len(there) < len(part.marks) and self.sheet.accepted:
            yield self.say(
                "按 {count} 名评委计（{who}：{reason}）", "Counts on {count} judges ({who}: {reason})",
                count=self.sheet.accepted.count, who=self.sheet.accepted.by, reason=self.sheet.accepted.reason,
            )  # fmt: skip
        yield self.untrimmed(rule, len(there), len(kept))
        weights = [Fraction(self.show.judges[mark.judge].weight) for mark in kept]
        total = sum(
            (Fraction(mark.mark or 0) * weight for mark, weight in zip(kept, weights, strict=True)), Fraction(0)
        )
        terms = " + ".join(self.term(mark, weight) for mark, weight in zip(kept, weights, strict=True))
        decimals = self.rule.decimals if rule.decimals is None else rule.decimals
        if self.rule.combine == "sum":
            yield self.say("合计：{terms} = {value}", "Sum: {terms} = {value}", terms=terms,
                           value=scoring.round_half_up(total, decimals))  # fmt: skip
            return
        mean = total / sum(weights)
        yield self.say(
            "平均分：({terms}) ÷ {count} = {mean}，四舍五入到 {decimals} 位小数 = {value}",
            "Mean: ({terms}) ÷ {count} = {mean}, rounded half up to {decimals} decimals = {value}",
            terms=terms, count=_plain(sum(weights)), mean=_plain(mean), decimals=decimals,
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
        return self.say(
            "计入 {there} 名评委，不足 {least} 名，不去最高最低分",
            "{there} judges count, fewer than {least}: no extreme falls", there=there, least=max(least, trims + 1),
        )  # fmt: skip

    def deduction(self, result: Result) -> str:
        off = time_penalty.proposed(self.show, self.id)
        clock = ""
        if off is not None and off.seconds:
            words = ("超时 {over} 秒", "{over} s over") if off.seconds > 0 else ("不足 {over} 秒", "{over} s short")
            clock = self.say(*words, over=abs(off.seconds))
        why = "；".join(one for one in (clock, self.sheet.deduction_reason) if one)
        words = ("扣分：−{points}（{why}）", "Points off: −{points} ({why})")
        return self.say(*words, points=result.deduction, why=why or "—")

    # --- from the parts to the rank ------------------------------------------------------------------------

    def total(self, result: Result) -> Iterable[str]:
        if not result.parts:
            if result.deduction:
                yield self.say("最后得分：{mean} − {off} = {score}", "Score: {mean} − {off} = {score}",
                               mean=result.mean, off=result.deduction, score=result.score)  # fmt: skip
            else:
                yield self.say("最后得分：{score}", "Score: {score}", score=result.score)
            return
        rounded = self.rule.weigh == "rounded"
        values = [Fraction(part.value) if rounded else Fraction(*part.exact) for part in result.parts]
        whole = sum(
            (value * Fraction(part.weight) / 100 for value, part in zip(values, result.parts, strict=True)), Fraction(0)
        )
        terms = " + ".join(
            f"{part.name} {_plain(value)}×{scoring.short(part.weight)}%"
            for value, part in zip(values, result.parts, strict=True)
        )
        yield self.say("总成绩：{terms} = {whole}，四舍五入 = {score}", "Total: {terms} = {whole}, rounded = {score}",
                       terms=terms, whole=_plain(whole), score=result.score)  # fmt: skip

    def rank(self, result: Result) -> Iterable[str]:
        if self.sheet.confirmed is None:
            yield self.say("成绩还没有确认", "The score is not confirmed yet")
            return
        rows = standings.standings(self.show, self.entry.category, standings.confirmed(self.show))
        row = next((row for row in rows if row.entry == self.id), None)
        if row is None:
            yield self.say("不参加排名", "Takes no part in the ranking")
            return
        by = ("精确值", "the exact value") if self.rule.rank_on == "exact" else ("公布的得分", "the score as shown")
        yield self.say("名次：已确认的 {of} 个项目中第 {rank} 名（按{by}比较）",
                       "Rank {rank} of {of} confirmed entries (compared on {by})",
                       of=len(rows), rank=row.rank, by=pick(by, self.lang))  # fmt: skip
        yield from self.ties([one.entry for one in rows if one.exact == row.exact and one.entry != self.id], row.rank)

    def ties(self, equal: list[str], rank: int) -> Iterable[str]:
        if not equal:
            return
        keys = "、".join(self.tie_key(name) for name in self.rule.ties) or "—"
        yield self.say("与 {others} 同分；依次比较：{keys}", "The same score as {others}; compared in turn: {keys}",
                       others="、".join(equal), keys=keys)  # fmt: skip
        if self.id in self.show.tiebreaks:
            yield self.say("并列表决：{value}", "Decided with {value}", value=self.show.tiebreaks[self.id])

    def tie_key(self, name: str) -> str:
        kind, _, which = name.partition(":")
        names = {one.id: one.name for one in self.rule.criteria if kind == "criterion"}
        names |= {one.id: one.name for one in self.rule.parts if kind == "part"}
        called = names.get(which, which)
        people = pick(("（由人决定）", " (people decide)"), self.lang) if kind in HUMAN_TIES else ""
        return pick(TIE_WORDS[kind], self.lang).format(name=called) + people

    def signatures(self) -> Iterable[str]:
        for by, words in (
            ("、".join(self.sheet.typed_by), ("录入：{by}", "Entered by {by}")),
            (self.sheet.checked_by, ("复核：{by}", "Checked by {by}")),
            (self.sheet.confirmed_by, ("确认：{by}", "Confirmed by {by}")),
        ):
            if by:
                yield self.say(*words, by=by)
        if reveal_policy.is_revealed(self.show, self.id):
            yield self.say("已公布", "Revealed")

    def corrections(self) -> Iterable[str]:
        for one in self.sheet.corrections:
            people = one.by + (f" / {one.approved_by}" if one.approved_by else "")
            words = ("更正：{before} → {after}，原因：{why}（{people}）",
                     "Corrected: {before} → {after}, because: {why} ({people})")  # fmt: skip
            yield self.say(*words, before=one.before.score, after=one.after.score, why=one.reason, people=people)


def _plain(value: Fraction | int) -> str:
    """A number as people write it; one that goes on for ever is cut and marked with …"""
    value = Fraction(value)
    rounded = scoring.round_half_up(value, SHOWN)
    text = scoring.short(rounded)
    return text if Fraction(rounded) == value else f"{text}…"
