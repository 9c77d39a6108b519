"""What every test shares: Hypothesis is patient, since the machines that run this are slow."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest

from server.screens.audience import FEW
from tests.support.paired_reader import End
from tests.support.slow_disk import Disk

hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def ends() -> Iterator[list[End]]:
    """One more than the few of a view that are never waited for."""
    made = [End() for _ in range(FEW + 1)]
    yield made
    for one in made:
        one.close()
