"""Bounded child: a process of its own for files that strangers made, with bounds of memory and time.

A few kilobytes of a spreadsheet can ask a library for gigabytes, and a show runs in this process. What a child
takes too much of is its own end and nobody else's. It gets the file on its standard input, nothing of our
secrets in its environment, and answers on its standard output.

Bounds of memory and processor time are the system's (`setrlimit`, POSIX); Windows has the bound of time alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from server.settings import environment_without_settings

MAX_MEMORY_BYTES = (
    1 << 30
)  # of address space: Python, openpyxl and the largest workbook that is allowed take half
MAX_SECONDS = 90  # the largest workbook that is allowed takes some 8 on an idle core, and the show has it first
MAX_CPU_SECONDS = 45
_ROOT = Path(__file__).parents[2]


class OutOfBoundsError(RuntimeError):
    """Error of a child that took more memory or time than it may, or died of the file."""


def run_bounded(module: str, content: bytes, seconds: float = float(MAX_SECONDS)) -> bytes:
    """Output of `python -m module` with `content` on its input. Raises OutOfBoundsError; OSError where no
    process can be started."""
    environment = environment_without_settings()
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_ROOT), environment.get("PYTHONPATH"))))
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=content, capture_output=True, timeout=seconds, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise OutOfBoundsError(f"> {seconds:g} s") from error
    if done.returncode:
        raise OutOfBoundsError(_last_line(done.stderr) or f"exit {done.returncode}")
    return done.stdout


def _last_line(errors: bytes) -> str:
    return (errors.decode("utf-8", "replace").strip().splitlines() or [""])[-1]


def set_bounds() -> None:
    """Bounds of this process, set by a child before it reads anything."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_AS, MAX_MEMORY_BYTES), (resource.RLIMIT_CPU, MAX_CPU_SECONDS)):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
