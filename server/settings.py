"""Settings of a start: flags, environment and defaults. This is the only reader of the environment.

A flag on the command line wins over the environment, and the environment wins over the default.
Every setting has a unit and a default in `OPTIONS`; the tables of README.md and server/web/README.md are this one
(a test compares them). An empty variable counts as unset, since hosting platforms like to set those.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

PACKAGE = Path(__file__).parent
INSTALLED = (PACKAGE / "display").is_dir()
"""True for an installed wheel, which holds the front end; in a checkout that stands beside server/."""
FRONT_END = PACKAGE if INSTALLED else PACKAGE.parent
"""Where display/ and control/ are: pages, scripts, styles, fonts."""
DEMO_FOLDER = Path(".limelight") if INSTALLED else PACKAGE.parent / ".limelight"
"""Where the demo keeps its show: in the checkout, so that a fresh clone begins a fresh one; of an installed
Limelight in the current folder, since an upgrade replaces the program's own."""
MAX_MESSAGE = 64 * 1024
"""The largest command taken from a socket or a POST, in bytes. Nine marks are 300; a story is 4,000."""

Lang = Literal["zh", "en"]


class SettingError(ValueError):
    """A setting that cannot be used. The text says which, what it is and what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One start of the server. Folders are absolute; `port` 0 lets the system choose one."""

    event_dir: Path
    data_dir: Path
    host: str = "0.0.0.0"
    port: int = 8000
    code: str | None = None
    new_code: bool = False
    mode: Literal["live", "rehearsal"] | None = None  # None: as it was when the show stopped
    lang: Lang = "zh"
    log_level: str = "warning"
    max_screens: int = 10_000
    per_address: int | None = None  # as many as there are places
    redis_url: str | None = None
    certfile: Path | None = None
    keyfile: Path | None = None  # None: it stands in the certificate's file
    trusted_proxies: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()  # addresses of the other machines of this show (--peers)
    log_json: bool = False
    copies: Path | None = None  # a second folder for the journal's copies


@dataclass(frozen=True, slots=True)
class Option:
    """One variable of the environment: the field it fills, and the words for the README's table."""

    name: str
    field: str
    unit: str
    default: str
    doc: str
    read: Callable[[str, str], Any]


def _text(name: str, value: str) -> str:
    return value


def _folder(name: str, value: str) -> Path:
    return Path(value).expanduser().absolute()


def _number(least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise SettingError(f"{name} is “{value}”: it has to be a whole number from {least} to {most}.")
        return int(value)

    return read


def _choice(*words: str) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if value not in words:
            raise SettingError(f"{name} is “{value}”: it has to be one of {', '.join(words)}.")
        return value

    return read


def read_proxies(name: str, value: str) -> tuple[str, ...]:
    """Addresses and networks of proxies whose word about a visitor's address counts. Raises SettingError."""
    named = tuple(part for part in (part.strip() for part in value.split(",")) if part)
    for part in named:
        try:
            ipaddress.ip_network(part, strict=False)
        except ValueError as error:
            raise SettingError(
                f"{name} has “{part}”: IP addresses or networks are wanted, such as 10.0.0.2,10.1.0.0/16."
            ) from error
    return named


OPTIONS = (
    Option("HOST", "host", "address", "0.0.0.0",
           "Where the server listens. 127.0.0.1 keeps it to this machine.", _text),
    Option("PORT", "port", "TCP port", "8000",
           "The port of every page and socket. 0 takes any free one.", _number(0, 65535)),
    Option("LIMELIGHT_EVENT", "event_dir", "folder", "none",
           "The event that `limelight serve` runs when it is given no folder.", _folder),
    Option("LIMELIGHT_DATA", "data_dir", "folder", ".limelight in the event's folder",
           "Where the journal and the keys are kept. The same folder again continues the show.", _folder),
    Option("LIMELIGHT_CODE", "code", "text", "made at the first start",
           "Presets the operator's code, for containers and scripts.", _text),
    Option("LIMELIGHT_LANG", "lang", "zh or en", "zh",
           "The language that the operator's pages and the command line begin with.", _choice("zh", "en")),
    Option("LIMELIGHT_LOG", "log_level", "level", "warning",
           "How much the server tells in its terminal: debug, info, warning or error.",
           _choice("debug", "info", "warning", "error")),
    Option("LIMELIGHT_SCREENS", "max_screens", "connections", "10000",
           "How many pages may be connected at once. One more is turned away, a signed-in panel never.",
           _number(1, 1_000_000)),
    Option("LIMELIGHT_PER_ADDRESS", "per_address", "connections", "all of them",
           "How many of those one address may have; when they run out, the address with most gives way.",
           _number(1, 1_000_000)),
    Option("REDIS_URL", "redis_url", "address", "none",
           "The Redis or Valkey through which several machines show one event: server/replication/README.md.",
           _text),
    Option("LIMELIGHT_COPIES", "copies", "folder", "none",
           "Another disk or a stick that gets the journal's copies, besides the data folder's own.", _folder),
    Option("LIMELIGHT_CERTFILE", "certfile", "file", "none",
           "The certificate (PEM) for https; without one the server speaks plain HTTP.", _folder),
    Option("LIMELIGHT_KEYFILE", "keyfile", "file", "the certificate's file", "Its private key.", _folder),
    Option("LIMELIGHT_TRUSTED_PROXIES", "trusted_proxies", "addresses", "none",
           "The proxies whose X-Forwarded-For and -Proto count, with commas between them.", read_proxies),
)  # fmt: skip


def read_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Values that the environment sets, by field of `Settings`. Raises SettingError for the first bad one."""
    environ = os.environ if environ is None else environ
    given = (option for option in OPTIONS if environ.get(option.name))
    return {option.field: option.read(option.name, environ[option.name]) for option in given}


def settle_edge(flags: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> Settings:
    """Settings of an edge, which has neither an event's folder nor a data folder. Raises SettingError, also
    where no REDIS_URL is set."""
    settings = settle({"event_dir": Path(), **flags}, environ)
    if not settings.redis_url:
        raise SettingError(
            "an edge shows what a writer tells Redis: set REDIS_URL to the writer's, such as redis://10.0.0.5."
        )
    return settings


def settle(
    flags: Mapping[str, Any],
    environ: Mapping[str, str] | None = None,
    unless: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from flags (None means not given) over environment over `unless`, a command's own defaults,
    over the table's. Raises SettingError for a bad value and where no event is named."""
    chosen = {**(unless or {}), **read_environment(environ)}
    chosen.update({name: value for name, value in flags.items() if value is not None})
    if "event_dir" not in chosen:
        raise SettingError("no event folder was named: limelight serve FOLDER, or set LIMELIGHT_EVENT.")
    event_dir = Path(chosen.pop("event_dir")).absolute()
    data_dir = Path(chosen.pop("data_dir", event_dir / ".limelight")).absolute()
    if chosen.get("keyfile") and not chosen.get("certfile"):
        raise SettingError("a key was named and no certificate: --certfile, or LIMELIGHT_CERTFILE.")
    return Settings(event_dir=event_dir, data_dir=data_dir, **chosen)


def environment_without_settings() -> dict[str, str]:
    """Environment for a child that has no use for our settings: some of them are secrets."""
    ours = {option.name for option in OPTIONS}
    return {name: value for name, value in os.environ.items() if name not in ours}
