"""What a script of the simulation's Lua calls: values as Lua has them, and its library."""

from __future__ import annotations

import re
from typing import Any

_CLASSES = {"%S": r"\S", "%s": r"\s", "%d": r"\d", "%w": "[A-Za-z0-9]", "%a": "[A-Za-z]"}


class LuaError(Exception):
    """Error that a script raises, or that Redis raised in it."""


class Many(tuple[Any, ...]):
    """Several values of one call."""

    __slots__ = ()


def _one(value: Any) -> Any:
    return (value[0] if value else None) if type(value) is Many else value


def _many(value: Any) -> tuple[Any, ...]:
    return value if type(value) is Many else (value,)


def _spread(count: int, value: Any) -> list[Any]:
    values = list(_many(value))[:count]
    return values + [None] * (count - len(values))


def _true(value: Any) -> bool:
    value = _one(value)
    return value is not None and value is not False


def _at(table: Any, key: Any) -> Any:
    if isinstance(table, dict):
        return table.get(key)
    key = int(key)
    return table[key - 1] if 1 <= key <= len(table) else None


def _number(value: Any) -> float | int:
    number = _tonumber(value)
    if number is None:
        raise LuaError(f"{value!r} is no number")
    return number


def _tonumber(value: Any) -> float | int | None:
    value = _one(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if number == int(number) else number


def _text(value: Any) -> str:
    value = _one(value)
    if isinstance(value, bool) or value is None:
        raise LuaError(f"{value!r} is no text")
    return str(value)


def _steps(first: Any, last: Any, step: Any = 1) -> range:
    first, last, step = (int(_number(bound)) for bound in (first, last, step))
    return range(first, last + (1 if step > 0 else -1), step)


def _match(text: Any, pattern: str, start: int = 1) -> Any:
    regular = re.sub(r"%(.)", lambda found: _CLASSES.get(found[0], re.escape(found[1])), pattern)
    found = re.compile(regular, re.S).search(_text(text), start - 1)
    if not found:
        return None
    return Many(found.groups()) if found.groups() else found[0]


def _format(pattern: str, *values: Any) -> str:
    return pattern % tuple(int(_number(value)) if kind == "d" else _text(value)
                           for kind, value in zip(re.findall(r"%(\w)", pattern), values, strict=True))  # fmt: skip


LIBRARY: dict[str, Any] = {
    "one": _one, "many": _many, "Many": Many, "spread": _spread, "true": _true, "at": _at, "number": _number,
    "text": _text, "steps": _steps, "v_tonumber": _tonumber, "v_tostring": lambda value: str(_one(value)),
    "v_string": {"match": _match, "format": _format, "sub": lambda text, i, j=None: text[i - 1 : j]},
}  # fmt: skip
