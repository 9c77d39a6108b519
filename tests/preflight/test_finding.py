"""A finding in words, with its sign for a terminal."""

from __future__ import annotations

import pytest

from server.preflight.finding import Finding, Level, marked


@pytest.mark.parametrize(("level", "sign"), [("good", "✓"), ("warn", "!"), ("bad", "✗"), ("unknown", "?")])
def test_a_terminal_gets_a_sign_and_the_words(level: Level, sign: str) -> None:
    finding = Finding(level, "preflight.disk_low", {"free": "1.5"})
    assert marked(finding, "en") == f"  {sign} disk: only 1.5 GB are free; make room (2 GB at least)"
    assert "1.5" in finding.say("zh")
