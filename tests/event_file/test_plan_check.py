"""What the linter learns from files: characters without a glyph, pictures that are not there."""

from __future__ import annotations

from pathlib import Path

from server.event_file.plan_check import faults
from server.show import commands as c
from server.show.ceremony import plan
from server.show.model import Theme
from tests.support.ceremony_shows import honouring, ranked
from tests.support.contests import perform


def test_names_that_no_font_draws_are_said_with_whose_they_are(tmp_path: Path) -> None:
    show = perform(ranked(), c.EditEntry("11", doer="王\U0003106f"), c.EditEntry("01", doer="李\U0003106f"),
                   c.SetPresenters("one", {"赵\U0003106f": ""}))  # fmt: skip
    found = list(faults(show, plan.plan_of(show), tmp_path))
    assert [(one.code, one.level, one.params["where"]) for one in found] == [
        ("glyphs", "warns", "11 单位11"), ("glyphs", "warns", "一等奖"),
    ], "01 wins nothing and is not called"  # fmt: skip
    assert "U+3106F" in found[0].params["found"]


def test_pictures_that_are_not_in_the_events_folder(tmp_path: Path) -> None:
    (tmp_path / "kv.png").touch()
    show = ranked(honouring(theme=Theme(logo="logo.png", key_visual="kv.png")))
    found = list(faults(show, plan.plan_of(show), tmp_path))
    assert [one.params for one in found if one.code == "missing_picture"] == [{"found": "logo.png"}]
    assert not list(faults(show, plan.plan_of(show), None))
