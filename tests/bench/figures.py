"""A few numbers out of many: median, 95th percentile, a line of a table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed (nearest rank)."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def row(what: str, values: Sequence[float], unit: str = "ms") -> str:
    """A line of the table in the README beside it."""
    return f"| {what} | {statistics.median(values):.1f} {unit} | {p95(values):.1f} {unit} | {len(values)} |"
