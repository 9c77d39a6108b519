"""Typed marks and judges' totals that the pages are held to as well (tests/js/control/shared/mark_vectors.test.js)."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from server.show.marks import scoring
from server.show.model import Criterion, Refused, ScoringRule
from server.show.views.sheet import marking_facts

VECTORS = json.loads((Path(__file__).parents[2] / "mark_vectors.json").read_text("utf-8"))
CODES = {"range": {"out_of_range"}, "step": {"off_step"}, "number": {"out_of_range", "off_step"}}
NUMBERS = ("minimum", "maximum", "step")


def named(vector: dict[str, Any]) -> str:
    return vector["label"].replace(" ", "_")


def number(text: str) -> Decimal | None:
    """The number that a typed text is to the server, which reads no Chinese punctuation."""
    return Decimal(text.strip()) if re.fullmatch(r"\s*-?\d+(\.\d*)?\s*", text) else None


@pytest.mark.parametrize("vector", VECTORS["marks"], ids=named)
def test_a_typed_mark_is_kept_or_refused_as_the_pages_say(vector: dict[str, Any]) -> None:
    rule = ScoringRule(**{name: Decimal(vector["range"][name]) for name in NUMBERS})
    typed = number(vector["text"])
    if vector.get("mark") is not None:
        for mark in {Decimal(vector["mark"]), typed or Decimal(vector["mark"])}:
            assert str(scoring.check_mark(rule, "J1", mark)) == vector["mark"]
    elif typed is not None:
        with pytest.raises(Refused) as refused:
            scoring.check_mark(rule, "J1", typed)
        assert refused.value.code in CODES[vector["fault"]]


def rule_of(vector: dict[str, Any]) -> ScoringRule:
    facts = vector["rule"]
    criteria = tuple(Criterion(one["name"], Decimal(one["weight"]), "", one["id"]) for one in facts["criteria"])
    numbers = {name: Decimal(facts[name]) for name in NUMBERS}
    return ScoringRule(
        **numbers, marks=facts["marks"], criteria=criteria, mark_decimals=vector["mark_decimals"]
    )


def total(rule: ScoringRule, values: dict[str, str]) -> Decimal | None:
    """What the server keeps of a judge's sheet: every value checked, then their total."""
    read = {id: number(text) for id, text in values.items()}
    marks = {id: mark for id, mark in read.items() if mark is not None}
    try:
        if rule.marks == "total":
            return scoring.check_mark(rule, "J1", marks["total"]) if marks else None
        known = {one.id: one for one in rule.criteria}
        checked = {id: scoring.check_criterion(rule, known[id], "J1", mark) for id, mark in marks.items()}
    except Refused:
        return None
    return scoring.total_of(rule, checked)


@pytest.mark.parametrize("vector", VECTORS["totals"], ids=named)
def test_a_total_is_what_the_pages_say_before_it_is_sent(vector: dict[str, Any]) -> None:
    rule, values = rule_of(vector), {id: text.replace("。", ".") for id, text in vector["values"].items()}
    found = total(rule, values)
    assert (None if found is None else str(found)) == vector["total"]
    assert marking_facts(rule) == vector["rule"], "what a page is told of the rule"
