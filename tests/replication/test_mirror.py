"""The mirror: each number once and in order, whatever comes when; a clock that never jumps."""

from __future__ import annotations

import time
from typing import Any

import pytest

from server.replication.mirror import JUMP, OFFSET_SAMPLES, SLEW, FollowedClock, Mirror
from server.screens.hub import Hub

OUTPUT = {"name": "stage", "kind": "stage", "title": "主屏", "width": 1920, "height": 1080, "sound": False,
          "lang": "zh"}  # fmt: skip


class RecordingHub(Hub):
    """Hub that records what it was to send."""

    def __init__(self) -> None:
        super().__init__(10, int, tuple, str)
        self.sent: list[tuple[str, int, str, dict[str, Any], int | None]] = []
        self.restarts = 0

    def publish(self, view: str, seq: int, cause: str, changes: dict[str, Any], at: int | None = None) -> None:
        self.sent.append((view, seq, cause, changes, at))

    def restart(self) -> None:
        self.restarts += 1


def envelope(seq: int, epoch: str = "e", token: str = "1", **more: Any) -> dict[str, Any]:
    return {"epoch": epoch, "token": token, "seq": seq, "at": 0.0, **more}


def patch(seq: int, **slices: Any) -> dict[str, Any]:
    return envelope(seq, cause="take" if slices else "other", set={"stage": slices} if slices else {})


@pytest.fixture
def mirror() -> Mirror:
    one = Mirror(RecordingHub())
    one.load(envelope(3), {"stage": {"output": OUTPUT, "program": None}})
    return one


def sent(mirror: Mirror) -> list[tuple[str, int, str, dict[str, Any], int | None]]:
    return mirror._hub.sent  # type: ignore[attr-defined]


def test_patches_are_applied_once_and_in_order(mirror: Mirror) -> None:
    assert all(mirror.on_message(one) for one in (patch(4, program="a"), patch(4, program="a"), patch(2, program="z")))
    assert mirror.on_message(patch(5) | {"moment": 99}) and mirror.on_message(patch(6, program="b") | {"moment": 100})
    assert sent(mirror) == [("stage", 4, "take", {"program": "a"}, None), ("stage", 5, "other", {}, 99),
                            ("stage", 6, "take", {"program": "b"}, 100)]  # fmt: skip
    assert mirror.snapshot("stage") == {"type": "snapshot", "seq": 6, "view": {"output": OUTPUT, "program": "b"}}


@pytest.mark.parametrize(
    "missed",
    [patch(5, program="x"), envelope(4), envelope(3, epoch="f"), envelope(3, token="2"), patch(4) | {"epoch": "f"}],
)
def test_a_gap_another_journal_and_another_writer_want_the_snapshot(mirror: Mirror, missed: dict[str, Any]) -> None:
    assert mirror.on_message(missed) is False
    assert mirror.seq == 3 and sent(mirror) == []


def test_the_snapshot_is_taken_when_it_is_newer_or_anothers(mirror: Mirror) -> None:
    hub = mirror._hub
    assert hub.restarts == 1  # type: ignore[attr-defined]
    mirror.load(envelope(3), {})
    mirror.load(envelope(2), {})
    assert mirror.names() == ("stage",) and hub.restarts == 1  # type: ignore[attr-defined]
    mirror.load(envelope(1, token="2"), {"wall": {"output": OUTPUT | {"name": "wall"}}})
    assert (mirror.seq, mirror.names(), hub.restarts) == (1, ("wall",), 2)  # type: ignore[attr-defined]
    assert mirror.outputs()["wall"].title == "主屏" and mirror.is_public("wall") and not mirror.is_public("stage")


def test_an_edge_says_what_it_hears(mirror: Mirror) -> None:
    assert mirror.readiness()["redis"] == "lost" and "goes on showing" in mirror.readiness()["why"]
    mirror.link(True)
    assert mirror.readiness() == {"ready": True, "seq": 3, "epoch": "e", "role": "edge", "redis": "linked"}
    mirror.drop()
    assert mirror.readiness()["ready"] is False and "no writer" in mirror.readiness()["why"]


def test_the_writers_silence_is_counted_only_while_redis_is_there(mirror: Mirror) -> None:
    assert mirror.silent_for() == 0
    mirror.link(True)
    mirror.on_message({"left": True})
    assert mirror.silent_for() == float("inf"), "the writer has said goodbye"
    mirror.on_message(envelope(3))
    assert mirror.silent_for() < 60


def test_the_clock_follows_the_message_that_travelled_least_and_never_jumps(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    clock = FollowedClock()
    clock.add_sample(5_000_000.0)
    assert clock.precise() == 5_000_000.0, "the first message is taken at once"
    for delay in (30.0, 5.0, 80.0):
        now += 1
        before = clock.precise()
        clock.add_sample(5_000_000.0 + (now - 1000) * 1000 + 100 - delay)  # 100 ms ahead of the first message
        assert 0 <= clock.precise() - before <= 1000 * SLEW + 1e-6
    for _ in range(OFFSET_SAMPLES):
        now += 1
        clock.add_sample(5_000_000.0 + (now - 1000) * 1000 + 95)
    assert clock.precise() - (5_000_000.0 + (now - 1000) * 1000) == pytest.approx(95, abs=1)
    clock.add_sample(clock.precise() + 10 * JUMP)
    assert clock.precise() - (5_000_000.0 + (now - 1000) * 1000) == pytest.approx(10 * JUMP + 95, abs=1)
