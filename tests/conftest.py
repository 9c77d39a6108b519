"""What every test shares: a patient Hypothesis on slow machines, and the browser that is here."""

from __future__ import annotations

import shutil
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which `make test` installs. Where there is none, Playwright's own is used.

    The switches keep it off the network, and let it play the bell without a click."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    switches = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--disable-sync", "--no-first-run", "--disable-quic",
        "--autoplay-policy=no-user-gesture-required",
    ]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": found, "args": switches}
