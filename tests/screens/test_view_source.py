"""View source of public views: what the show itself answers to the questions of a `ViewSource`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.director import Director
from server.event_file.reader import read_event
from server.screens.view_source import ViewSource
from tests.support.hubs import hub_of
from tests.support.server_process import SAMPLE


@pytest.fixture
def source(tmp_path: Path) -> Iterator[ViewSource]:
    with closing(Director(tmp_path, read_event(SAMPLE), "live", hub_of())) as director:
        yield director


def test_every_output_is_public_and_has_a_snapshot_that_says_which_it_is(source: ViewSource) -> None:
    assert "stage" in source.outputs() and "watch" in source.outputs()
    for name, output in source.outputs().items():
        assert source.is_public(name) and name in source.names()
        snapshot = source.snapshot(name)
        assert (snapshot["type"], snapshot["seq"]) == ("snapshot", source.seq)
        assert snapshot["view"]["output"]["name"] == output.name


def test_what_needs_a_sign_in_is_not_public_and_what_is_not_there_has_no_snapshot(source: ViewSource) -> None:
    private = [name for name in source.names() if name not in source.outputs()]
    assert {"control", "desk", "preview.stage", "judge.J1"} <= set(private)
    assert not any(source.is_public(name) for name in [*private, "nowhere"])
    with pytest.raises(KeyError):
        source.snapshot("nowhere")


def test_its_epoch_and_clock_are_one_journals(source: ViewSource) -> None:
    assert source.epoch and source.epoch == source.epoch
    assert source.clock.precise() <= source.clock.precise()
