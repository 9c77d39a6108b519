"""JSON on the wire: typed and bounded decoding of all that comes in, encoding of all that goes out.

Rubbish from a peer is a `BadMessage`, which names the field and what was wanted. Every bound
on what may come in is a constant of this file (the size of a whole message is `MAX_MESSAGE`).
"""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

import msgspec

from server.settings import MAX_MESSAGE
from server.show.commands import COMMAND_ROWS, COMMANDS
from server.show.events import EVENTS, Event

MAX_ID = 64  # characters of a command's id
MAX_TEXT = 2000  # characters of any one text
MAX_MEMBERS = 200  # members of any one list or object
MAX_DEPTH = 6  # lists and objects inside each other
MAX_AGE = 3000  # ms from the press to here after which a command no longer moves what is on air
MAX_DIGITS = 20  # of a decimal, before and after its point: 1e999999999 is short to send and long to compute

_json = msgspec.json.Encoder(decimal_format="string")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # all but a tab and a new line
_ENVELOPE = ("id", "do", "seq", "lang", "pressed", "type")


class BadMessage(ValueError):
    """Message of a peer that is none of ours. The text says where and what was wanted."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Command with its id, the seq it was decided on, the language of its sender and the moment of the press (server
    ms)."""

    id: str
    command: Any
    seen: int | None = None
    lang: Literal["zh", "en"] = "zh"
    pressed: float | None = None


def is_stale(envelope: Envelope, now: int) -> bool:
    """True for a press that a line which stood still has brought: nobody expects it to move the screens any more."""
    pressed = envelope.pressed
    return pressed is not None and now - pressed > MAX_AGE and COMMAND_ROWS[type(envelope.command)].moves


def encode(value: Any) -> bytes:
    """Compact JSON; decimals as strings, tuples as arrays, dataclasses as objects."""
    return _json.encode(value)


def decode(raw: bytes | str) -> dict[str, Any]:
    """JSON object within the bounds. Raises BadMessage."""
    if len(raw) > MAX_MESSAGE:
        raise BadMessage(f"a message has at most {MAX_MESSAGE} bytes; this one has {len(raw)}")
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadMessage(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadMessage("a message is a JSON object")
    _check_bounds(value, "message", MAX_DEPTH)
    return value


def _check_bounds(value: Any, where: str, depth: int) -> None:
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise BadMessage(f"{where}: at most {MAX_TEXT} characters are wanted, {len(value)} were sent")
        if _CONTROL.search(value):
            raise BadMessage(f"{where}: holds a control character")
    if not isinstance(value, (dict, list)):
        return
    if depth == 0:
        raise BadMessage(f"{where}: nested deeper than {MAX_DEPTH}")
    if len(value) > MAX_MEMBERS:
        raise BadMessage(f"{where}: at most {MAX_MEMBERS} members are wanted, {len(value)} were sent")
    named = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in named:
        if isinstance(key, str):
            _check_bounds(key, f"a name in {where}", depth)
        _check_bounds(member, f"{where}.{key}", depth - 1)


def decode_command(raw: bytes | str) -> Envelope:
    """Command and its envelope. Raises BadMessage naming the field and what was wanted."""
    return command_of(decode(raw))


def command_of(message: dict[str, Any]) -> Envelope:
    """Command in an already decoded message. Raises BadMessage."""
    id, do, seen, lang, pressed = (message.get(name) for name in ("id", "do", "seq", "lang", "pressed"))
    if not isinstance(id, str) or not 1 <= len(id) <= MAX_ID:
        raise BadMessage(f"id: a text of 1 to {MAX_ID} characters is wanted, unique to this command")
    if not isinstance(do, str) or do not in COMMANDS:
        raise BadMessage(f"do: one of {', '.join(COMMANDS)} is wanted")
    if seen is not None and (type(seen) is not int or seen < 0):
        raise BadMessage("seq: the whole number of a snapshot or patch is wanted")
    if lang not in (None, "zh", "en"):
        raise BadMessage("lang: zh or en is wanted")
    if pressed is not None and (type(pressed) not in (int, float) or pressed < 0):
        raise BadMessage("pressed: the moment of the press in server ms is wanted")
    given = {key: value for key, value in message.items() if key not in _ENVELOPE}
    return Envelope(id, _typed(COMMANDS[do], do, given), seen, lang or "zh", pressed)


def _typed(kind: type, do: str, given: dict[str, Any]) -> Any:
    known = _fields_of(kind)
    for name in given:
        if name not in known:
            raise BadMessage(f"{name}: {do} takes {', '.join(known) or 'no fields'}")
    for name, field in known.items():
        if name not in given and field.default is MISSING and field.default_factory is MISSING:
            raise BadMessage(f"{name}: is wanted by {do}")
    try:
        command: Any = msgspec.convert(given, type=kind)
    except msgspec.ValidationError as error:
        raise BadMessage(f"{do}: {error}") from error
    for name in given:
        _check_digits(getattr(command, name), name)
    return command


@lru_cache(len(COMMANDS))
def _fields_of(kind: type) -> dict[str, Field[Any]]:
    return {field.name: field for field in fields(kind)}


def _check_digits(value: Any, where: str) -> None:
    if isinstance(value, Decimal):
        digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
        if isinstance(exponent, int) and (len(digits) > MAX_DIGITS or not -MAX_DIGITS <= exponent <= MAX_DIGITS):
            raise BadMessage(f"{where}: at most {MAX_DIGITS} digits are wanted")
    elif isinstance(value, dict):
        for key, member in value.items():
            _check_digits(member, f"{where}.{key}")


def encode_event(event: Event) -> bytes:
    """Event as the journal stores it: its class's name and its fields."""
    return encode({"event": type(event).__name__, "of": event})


def decode_event(raw: bytes | str) -> Event:
    """Event from the journal. Raises BadMessage for one that this version does not know."""
    try:
        stored = msgspec.json.decode(raw)
        return msgspec.convert(stored["of"], type=EVENTS[stored["event"]])
    except (msgspec.MsgspecError, KeyError, TypeError) as error:
        raise BadMessage(f"not an event of this version: {error}") from error
