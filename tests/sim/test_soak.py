"""The soak, a few hours of it: nothing grows but the journal. `make soak` is the long form."""

from __future__ import annotations

from pathlib import Path

from tests.sim.soak import Reading, growth, is_flat, soak

HOURS = 3


async def test_an_evening_leaves_nothing_behind(tmp_path: Path) -> None:
    told: list[str] = []
    readings = await soak(HOURS, tmp_path, 1, told.append)
    assert len(told) == len(readings) == HOURS and "events" in told[0]
    assert readings[-1].events > readings[0].events > 50 and readings[-1].journal > readings[0].journal
    assert is_flat(readings), growth(readings)


def test_what_grows_is_told() -> None:
    def read(hour: int, memory: int, files: int = 10, threads: int = 2) -> Reading:
        return Reading(hour, hour * 100, memory, files, threads, hour)

    assert is_flat([read(1, 10**6), read(2, 10**7), read(3, 10**7 + 100 * 1000)])
    assert not is_flat([read(1, 10**6), read(2, 10**7), read(3, 2 * 10**7)])
    assert not is_flat([read(1, 10**6), read(2, 10**7), read(3, 10**7, files=11)])
    assert not is_flat([read(1, 10**6), read(2, 10**7), read(3, 10**7, threads=3)])
