"""Command `limelight bundle`: one zip to send when something went wrong, safe to send.

In it: versions, settings, what the running server says of itself, the newest log, the faults of the event file by
kind and row, the machine, and the shape of each journal. Not in it: codes, tokens, cookies, names, marks. A
journal's rows are numbers, moments, kinds and a keyed hash: a plain one could be turned back by trying every mark,
so its key stays in the data folder, and two bundles of one machine can be compared by it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import platform
import re
import secrets
import shutil
import sqlite3
import ssl
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from server.cli.logs import LOG_FILE, redacted
from server.cli.recordings import ENGLISH
from server.journal.mode import MODES
from server.settings import Settings
from server.texts.say import say

PACKAGES = (
    "limelight", "starlette", "uvicorn", "uvloop", "httptools", "websockets", "msgspec", "redis", "jinja2", "openpyxl",
    "argon2-cffi", "prometheus-client",
)  # fmt: skip
ASKED = ("healthz", "readyz", "metrics")
PATIENCE = 3  # seconds for a server that may be the very trouble
MAX_ANSWER_BYTES = 2_000_000
KEY_FILE = "bundle.key"
LOGGED = ("at", "level", "logger", "said", "do", "role", "answer", "seq")
PATH = re.compile(r"[a-z_]+(\[\d+\])?(\.[a-z_]+(\[\d+\])?)*")  # of a table in event.toml


def bundle(settings: Settings, out: Path) -> int:
    """Run of the command; exit code 0. Whatever cannot be read is named in the bundle and stops nothing."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with _for_its_owner(out, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts(settings):
            packed.writestr(name, text)
    print(say("terminal.bundled", ENGLISH, file=out))
    return 0


def _for_its_owner(path: Path, mode: str) -> IO[bytes]:
    flags = os.O_WRONLY | os.O_CREAT | (os.O_EXCL if mode == "xb" else os.O_TRUNC) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def parts(settings: Settings) -> Iterator[tuple[str, str]]:
    """Files of the bundle: name and content."""
    yield "about.json", _json(about())
    yield "settings.json", _json(safe_settings(settings))
    yield "machine.json", _tried(lambda: _json(_machine(settings)))
    yield "event.json", _tried(lambda: _json(event_faults(settings.event_dir)))
    yield "files.json", _json(_files(settings.data_dir))
    for name in ASKED:
        yield f"server/{name}.txt", _tried(partial(_answer, settings, name))
    for path in sorted(settings.data_dir.glob(f"{LOG_FILE}*")):
        yield f"logs/{path.name}", _tried(partial(_log, path, settings))
    for mode in MODES:
        if (path := settings.data_dir / f"{mode}.sqlite").exists():
            yield f"journal/{mode}.json", _tried(partial(_journal, path, settings.data_dir))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _tried(read: Any) -> str:
    """Text of a part, or why there is none: a class of error and never its words, which may hold a value."""
    try:
        return str(read())
    except Exception as error:  # whatever is broken is what the bundle is for
        return f"not readable: {type(error).__name__}"


def about() -> dict[str, Any]:
    """Versions of ours, of Python, of the system and of what we stand on."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    when = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    return {"made": when, "python": platform.python_version(), "system": platform.platform(), "packages": found}


def safe_settings(settings: Settings) -> dict[str, Any]:
    """Settings without the code, without an address's password, and with the last part of each folder alone."""
    kept = asdict(settings)
    kept["code"] = "set" if kept.get("code") else "none"
    kept["redis_url"] = redacted(str(settings.redis_url)) if settings.redis_url else "none"
    return {name: value.name if isinstance(value, Path) else value for name, value in kept.items()}


def _machine(settings: Settings) -> list[dict[str, Any]]:
    from server.cli.prepare import machine_findings

    found = machine_findings(settings)
    facts = [{name: value for name, value in one.facts.items() if name != "files"} for one in found]
    return [{"level": one.level, "key": one.key, **told} for one, told in zip(found, facts, strict=True)]


def event_faults(folder: Path) -> list[dict[str, Any]]:
    """Faults of the event file by kind and place, without what was found there or how a file or column is called."""
    from server.event_file.check import check_event

    return [
        {"level": one.level, "code": one.code, "file": Path(one.file).suffix, "row": one.row,
         "column": one.column if PATH.fullmatch(one.column) else ""}
        for one in check_event(folder)
    ]  # fmt: skip


def _log(path: Path, settings: Settings) -> str:
    lines = (_safe_line(line, settings) for line in path.read_text("utf-8", "replace").splitlines())
    return "\n".join(line for line in lines if line)


def _safe_line(line: str, settings: Settings) -> str:
    """Line of our log with the places of a traceback and the kind of its error alone; "" for no line of ours."""
    try:
        said: dict[str, Any] = json.loads(line)
        told = {name: said[name] for name in LOGGED if name in said}
    except (ValueError, TypeError):
        return ""
    if trace := said.get("trace"):
        told["trace"] = [*trace[:-1], str(trace[-1]).partition(":")[0]]
    text = redacted(json.dumps(told, ensure_ascii=False))
    for folder in (settings.data_dir, settings.event_dir, Path.home()):
        text = text.replace(str(folder), "…") if len(str(folder)) > 1 else text
    return text


def _journal(path: Path, folder: Path) -> str:
    return json.dumps(journal_shape(path, _key(folder)))


def _files(folder: Path) -> list[dict[str, Any]]:
    """Files of the data folder by size and moment. A name that is not ours is not told."""
    known = ("live.sqlite", "rehearsal.sqlite", "access.json", "people.json", "screens.json", LOG_FILE, "mode", "lock")
    found = []
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        facts = path.stat()
        name = path.name if path.name.startswith(known) else f"other{path.suffix[:12]}"
        found.append({"name": name, "bytes": facts.st_size, "changed": int(facts.st_mtime)})
    return found


def _answer(settings: Settings, name: str) -> str:
    """What the server on this very machine answers; its certificate is for a name, and need not be for this one."""
    scheme, context = ("https", ssl._create_unverified_context()) if settings.certfile else ("http", None)
    address = f"{scheme}://127.0.0.1:{settings.port}/{name}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE, context=context) as answer:
            return redacted(answer.read(MAX_ANSWER_BYTES).decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        return f"{error.code}\n{redacted(error.read(MAX_ANSWER_BYTES).decode('utf-8', 'replace'))}"


def _key(folder: Path) -> bytes:
    """Key of this folder's hashes, made at the first bundle; a new one each time where it cannot be kept."""
    path = folder / KEY_FILE
    try:
        if not path.exists():
            with _for_its_owner(path, "xb") as file:
                file.write(secrets.token_bytes(32))
        return path.read_bytes() or secrets.token_bytes(32)
    except OSError:
        return secrets.token_bytes(32)


def journal_shape(path: Path, key: bytes) -> dict[str, Any]:
    """Shape of a journal: sizes, SQLite's own check, and each row's number, moment, kind and keyed hash. A copy is
    looked at: to close a file that nobody else has open would empty its log."""
    log = Path(f"{path}-wal")
    sizes = {"bytes": path.stat().st_size, "log_bytes": log.stat().st_size if log.exists() else None}
    with TemporaryDirectory(prefix="limelight-") as place:
        for one in (path, log):
            if one.exists():
                shutil.copyfile(one, Path(place, one.name))
        database = sqlite3.connect(Path(place, path.name))
        try:
            return sizes | _read(database, key)
        finally:
            database.close()


def _read(database: sqlite3.Connection, key: bytes) -> dict[str, Any]:
    shape: dict[str, Any] = {"rows": []}
    try:
        shape["version"] = database.execute("PRAGMA user_version").fetchone()[0]
        shape["check"] = "ok" if database.execute("PRAGMA quick_check").fetchone() == ("ok",) else "damaged"
        for seq, at, event in database.execute("SELECT seq, at, event FROM events ORDER BY seq"):
            shape["rows"].append([_number(seq), _number(at), _kind(event), _hash(key, event)])
    except sqlite3.Error as error:
        shape["trouble"] = type(error).__name__
    return shape


def _number(value: object) -> int | str:
    return value if isinstance(value, int) else type(value).__name__


def _kind(event: object) -> str:
    """Name of an event's class; of a damaged row nothing is told that may have been a value."""
    from server.show.events import EVENTS

    try:
        name = json.loads(str(event))["event"]
    except (ValueError, TypeError, KeyError):
        return "unreadable"
    return name if name in EVENTS else "unknown"


def _hash(key: bytes, event: object) -> str:
    return hmac.new(key, str(event).encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]
