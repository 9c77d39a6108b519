"""Notation of key figures as people type them: 「可查询企业=40万家」, with qualifiers wherever they stand.

    首发信用服务产品=33项      港澳企业信用报告=超100万份   科技创新项目=20余项
    查验流程简化=50%以上       优化制度机制=数十项          最具传播影响力案例=全省唯一

What this reading would divide wrongly is typed in six fields, empty ones included:
    名称|前|数|中|单位|后      港澳企业信用报告|超|100||万份|
No character is lost: before + value + inside + unit + after is what was typed.
"""

from __future__ import annotations

import re

from server.event_file.cells import trimmed
from server.show.model import Figure

EXAMPLE = "可查询企业=40万家"
EXAMPLE_FIELDS = "名称|前|数|中|单位|后"
FIELDS = 6
_NUMBER = re.compile(r"[0-9０-９]+(?:[.,．，：:/][0-9０-９]+)*(?:[-–—~～][0-9０-９]+(?:[.．][0-9０-９]+)?)?")
_VAGUE = re.compile(r"(?P<before>[数几上近逾超成好]{0,2}[十百千万亿]+)(?P<unit>\D+)")
_INSIDE = re.compile(r"余|多|几|来(?!源|访|自|电)|\+")
_AFTER = re.compile(r"(以上|以下|以内|之多|左右|上下|有余|不到|不等)$")


def parse(text: str) -> Figure | None:
    """Figure that `text` writes, or None where it is not understood."""
    if "|" in text or "｜" in text:
        fields = [trimmed(part) for part in re.split(r"[|｜]", text)]
        if len(fields) != FIELDS or not fields[0] or not any(fields[1:]):
            return None
        label, before, value, inside, unit, after = fields
        return Figure(label, value, unit, before, inside, after)
    label, equals, amount = (trimmed(part) for part in re.sub("[＝]", "=", text, count=1).partition("="))
    if not equals or not label or not amount:
        return None
    return _divided(label, amount)


def write(figure: Figure) -> str:
    """Shortest notation that `parse` reads back as `figure`; six fields where it must be."""
    short = f"{figure.label}={figure.before}{figure.value}{figure.inside}{figure.unit}{figure.after}"
    if parse(short) == figure:
        return short
    return "|".join((figure.label, figure.before, figure.value, figure.inside, figure.unit, figure.after))


def _divided(label: str, amount: str) -> Figure:
    number = _NUMBER.search(amount)
    if number is None:
        vague = _VAGUE.fullmatch(amount)
        if vague is None:
            return Figure(label, value=amount)
        unit, after = _without_after(vague["unit"])
        return Figure(label, unit=unit, before=vague["before"], after=after)
    rest = amount[number.end() :]
    inside = _INSIDE.match(rest)
    unit, after = _without_after(rest[inside.end() :] if inside else rest)
    before = amount[: number.start()]
    return Figure(label, number[0], unit, before, inside[0] if inside else "", after)


def _without_after(unit: str) -> tuple[str, str]:
    """A unit without the qualifier behind it, and that qualifier."""
    after = _AFTER.search(unit)
    return (unit[: after.start()], after[0]) if after else (unit, "")
