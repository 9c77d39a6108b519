"""What `make` shows while packages are installed, and that it fails where pip does."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.support.source_tree import ROOT

COLLECTING = """Ignoring async-timeout: markers 'python_full_version < "3.11.3"' don't match your environment
Collecting anyio==4.16.0 (from -r requirements.txt (line 1))
  Downloading anyio-4.16.0-py3-none-any.whl (134 kB)
Requirement already satisfied: brotli==1.2.1 in ./site-packages (from -r requirements.txt (line 56)) (1.2.1)
Processing /wheels/cffi-2.1.1.whl (from -r requirements.txt (line 80))
"""
INSTALLING = "Installing collected packages: anyio, cffi\n"


@pytest.fixture
def install() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / ".ci" / "install.py"))


def test_a_line_says_how_far_pip_is(install: dict[str, Any]) -> None:
    progress = install["progress"]
    assert progress("", 36, 0) == "collected 0 of 36"
    assert progress(COLLECTING, 36, 0) == "collected 3 of 35"
    assert progress(COLLECTING + INSTALLING, 36, 1) == "unpacked 1 of 2"


def test_a_pip_that_fails_is_not_taken_for_done(
    install: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    pins = tmp_path / "requirements.txt"
    pins.write_text(f"limelight-has-no-such-package==1.0 --hash=sha256:{'0' * 64}\n")
    assert install["main"](pins) == 1
    assert "limelight-has-no-such-package" in capfd.readouterr().err
