"""The bench's own arithmetic; what it measures is no test."""

from __future__ import annotations

import pytest

from tests.bench.figures import p95, row


@pytest.mark.parametrize(("values", "expected"), [([7], 7), (range(1, 101), 95), (range(1, 21), 19), ([3, 1, 2], 3)])
def test_ninety_five_of_a_hundred(values: list[float], expected: float) -> None:
    assert p95(values) == expected


def test_a_line_of_the_table() -> None:
    assert row("key", [1, 2, 30]) == "| key | 2.0 ms | 30.0 ms | 3 |"
