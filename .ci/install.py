"""Installation of pinned packages: pip with a line of progress every few seconds.

    .venv/bin/python .ci/install.py requirements.txt

pip by itself either prints pages or is silent for a minute. Its errors pass through, and so does its exit code.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from sysconfig import get_path

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-color")
INTERVAL = 3.0
"""Seconds between two lines."""


def main(requirements: Path) -> int:
    """Installs every line of a file of pins with hashes; returns pip's exit code."""
    asked = [*PIP, "install", "--progress-bar", "off", "--require-hashes", "-r", str(requirements)]
    pins = len(re.findall(r"^[\w.-]+==", requirements.read_text("utf-8"), re.MULTILINE))
    began, there = time.monotonic(), unpacked()
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder, "pip.txt")
        with words.open("wb") as out, subprocess.Popen(asked, stdout=out) as pip:
            while ended(pip) is None:
                line = progress(words.read_text("utf-8", "replace"), pins, len(unpacked() - there))
                show(f"  {time.monotonic() - began:.0f} s: {line}")
    show("")
    return pip.returncode


def ended(pip: subprocess.Popen[bytes]) -> int | None:
    """The exit code, or None when pip still works after the interval."""
    try:
        return pip.wait(INTERVAL)
    except subprocess.TimeoutExpired:
        return None


def progress(told: str, pins: int, new: int) -> str:
    """One line from what pip has said; `new`: packages that were not there before."""
    installing = re.search(r"^Installing collected packages: (.*)$", told, re.MULTILINE)
    if installing:
        return f"unpacked {new} of {installing[1].count(',') + 1}"
    wanted = pins - len(re.findall(r"^Ignoring ", told, re.MULTILINE))
    collected = len(re.findall(r"^(Collecting|Processing|Requirement already satisfied)", told, re.MULTILINE))
    return f"collected {collected} of {wanted}"


def show(line: str) -> None:
    """In a terminal each line takes the place of the one before, and an empty one leaves nothing behind."""
    if sys.stdout.isatty():
        print(f"\r{line:<40}\r", end="", flush=True)
    elif line:
        print(line, flush=True)


def unpacked() -> set[str]:
    """The packages of this environment, each with its version."""
    return {path.name for path in Path(get_path("purelib")).glob("*.dist-info")}


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1])))
    except KeyboardInterrupt:
        sys.exit(130)
