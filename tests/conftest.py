"""What every test shares: Hypothesis is patient, since the machines that run this are slow."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest

from server.screens.audience import SMALL_AUDIENCE
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
    """Sockets of one more than a small audience."""
    made = [End() for _ in range(SMALL_AUDIENCE + 1)]
    yield made
    for one in made:
        one.close()
