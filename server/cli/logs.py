"""Logs: lines for people in the terminal, or JSON lines (`--log-json`), and the newest JSON lines in the data folder.

Nothing secret and nothing that is not public yet is ever written, at any level: our own lines name commands and
never what is in them, libraries that print traffic (headers with cookies, frames with marks) are kept quiet, what
looks like a key is blotted out, and of an exception's message the numbers are.
"""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

LOG_FILE = "limelight.log"
MAX_LOG_BYTES = 1_000_000
OLD_LOGS = 2  # files beside the newest
HIDDEN = "[hidden]"
TRAFFIC = ("websockets", "uvicorn", "uvicorn.error", "multipart", "python_multipart", "asyncio", "redis", "PIL")
"""Loggers that print what goes over the wire, or as good as, below INFO."""

_SECRETS = re.compile(
    r"(?i)(?<=bearer )[^\s\"',;]+"
    r"|(?<=limelight=)[^\s\"',;]+|(?<=limelight_screen=)[^\s\"',;]+"
    r"|(?<=/join/)[^\s\"',;/?]+"
    r"|(?<=://)[^\s/@]+(?=@)"
    r"|\b[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{4}-[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{4}\b"
    r"|\b[\w-]{16,}\.[\w-]{4,}\.[\w-]{16,}"
    r"|(?<=token=)[^\s\"'&,;]+|(?<=code=)[^\s\"'&,;]+|(?<=ticket=)[^\s\"'&,;]+"
)
_NUMBER = re.compile(r"\d+(\.\d+)?")
_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def redacted(text: str) -> str:
    """Text without what looks like a code, a token, a cookie or an address's password."""
    return _SECRETS.sub(HIDDEN, text)


class JsonLines(logging.Formatter):
    """One JSON object a line: `at`, `level`, `logger`, `said`, what a line says beside its words, `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """Line of a record."""
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}",
            "level": record.levelname.lower(), "logger": record.name, "said": redacted(record.getMessage()),
        }  # fmt: skip
        line |= {key: value for key, value in vars(record).items() if key not in _PLAIN}
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


class PlainLines(logging.Formatter):
    """Lines for people, with the same care."""

    def format(self, record: logging.LogRecord) -> str:
        """Line of a record."""
        said = f"{self.formatTime(record)} {record.levelname} {record.name}: {redacted(record.getMessage())}"
        extra = {key: value for key, value in vars(record).items() if key not in _PLAIN}
        words = [f"{key}={value}" for key, value in extra.items()]
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([" ".join([said, *words]), *(f"  {line}" for line in (trace_of(error) if error else ()))])


def trace_of(error: BaseException) -> list[str]:
    """Traceback by its places, and the exception with the numbers of its message blotted out: a mark may be there."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    words = _NUMBER.sub("#", redacted(str(error)))
    return [*places, f"{type(error).__name__}: {words}"]


def configure(level: str, as_json: bool = False, folder: Path | None = None) -> None:
    """Handlers of the whole process: the terminal's at `level`, and the data folder's file from INFO on."""
    terminal = logging.StreamHandler()
    terminal.setFormatter(JsonLines() if as_json else PlainLines())
    terminal.setLevel(level.upper())
    handlers: list[logging.Handler] = [terminal]
    if folder is not None:
        handlers.append(_file_in(folder))
    logging.basicConfig(level=min(logging.INFO, terminal.level), handlers=handlers, force=True)
    for name in TRAFFIC:
        logging.getLogger(name).setLevel(max(logging.INFO, terminal.level))


def _file_in(folder: Path) -> logging.Handler:
    """A log that cannot be written costs the log, and no start."""
    try:
        os.close(os.open(folder / LOG_FILE, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600))
        written = RotatingFileHandler(folder / LOG_FILE, maxBytes=MAX_LOG_BYTES, backupCount=OLD_LOGS, encoding="utf-8")
    except OSError:
        return logging.NullHandler()
    written.setFormatter(JsonLines())
    written.setLevel(logging.INFO)
    written.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk must not fill the terminal
    return written
