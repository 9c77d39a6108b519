"""What `limelight serve` and `edge` look at before they listen, and what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli.main import SAMPLE, main


@pytest.mark.parametrize(
    ("words", "url", "wanted"),
    [
        (["edge"], "", "set REDIS_URL"),
        (["edge"], "http://u:secret@hall", "REDIS_URL: http://hall: redis://host:6379 is wanted"),
        (["edge", "--port", "70000"], "redis://hall", "whole number from 0 to 65535"),
        (["serve", str(SAMPLE), "--port", "0"], "hall:6379", "REDIS_URL: hall:6379: redis://host:6379 is wanted"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_before_anything_starts(
    words: list[str], url: str, wanted: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("REDIS_URL", url)
    monkeypatch.setenv("LIMELIGHT_DATA", str(tmp_path))
    assert main(words) == 2
    printed = capsys.readouterr()
    assert wanted in printed.err and printed.err.count("\n") == 1 and "secret" not in printed.err
