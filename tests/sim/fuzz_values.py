"""Values for the fuzzer, made from the types of the commands: right ones out of the show, nearly right, broken."""

from __future__ import annotations

import json
import random
import types
from dataclasses import fields
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from server.show.commands import COMMANDS
from server.show.model import Show

WORDS = ("", " ", "于澜", "张㛃", "请准备", "a", "x" * 40, "x" * 2001, "<b>&amp;", "=1+1", "\u202e光", "\ufeff", "\x00",
         "\x7f", "光" * 700, "😀", "e\u0301", "1e9", "NaN", "null", "../..", "'; --", "\u2028", "\t\n")  # fmt: skip
NUMBERS = (0, 1, -1, 2, 7, 60, 99, 100, 101, 255, 3600, -600, 2**31, 2**53, 2**63, 2**64, -(2**63), 10**19)
DECIMALS = ("0", "91.20", "-1", "100", "100.01", "1e3", "1e-30", "9" * 25, "0.00000001", "NaN", "Infinity", "-0", "1_0",
            "９１", "")  # fmt: skip
MESSAGES = ("ping", "shown", "resync", "about", "", "hello", None, 7)
DEEP = 400  # levels of a nesting that no stack likes


class Commands:
    """Commands and messages as bytes. `show` gives the ids that there are."""

    def __init__(self, chance: random.Random, show: Show) -> None:
        self._chance, self.show = chance, show
        self._number = 0
        self._kinds = {do: (kind, get_type_hints(kind)) for do, kind in COMMANDS.items()}

    def command(self) -> bytes:
        """A command: half of them right in every type, the others with something wrong in one place."""
        do = self._chance.choice(list(self._kinds))
        kind, hints = self._kinds[do]
        self._number += 1
        made: dict[str, Any] = {"id": f"f{self._number}", "do": do}
        for field in fields(kind):
            if self._chance.random() < 0.8:
                made[field.name] = self._value(hints[field.name], field.name)
        if self._chance.random() < 0.15:
            made["seq"] = self._chance.choice([self.show.seq, 0, 1, self.show.seq + 5])
        if self._chance.random() < 0.2:
            made["lang"] = self._chance.choice(["zh", "en"])
        if self._chance.random() < 0.4:
            self._spoil(made)
        raw = json.dumps(made, ensure_ascii=self._chance.random() < 0.5).encode("utf-8", "surrogatepass")
        return damaged(self._chance, raw) if self._chance.random() < 0.1 else raw

    def message(self) -> bytes:
        """A message of a page."""
        kind = self._chance.choice(MESSAGES)
        made: dict[str, Any] = {"type": kind, "t": 1.5, "seq": self._chance.choice([0, 1, self.show.seq, 10**9]),
                                "width": 1920, "height": 1080, "name": "left", "trip": 4, "hidden": False}  # fmt: skip
        for name in self._chance.sample(sorted(made), self._chance.randint(0, 4)):
            made[name] = self._anything(2)
        raw = json.dumps(made).encode()
        return damaged(self._chance, raw) if self._chance.random() < 0.2 else raw

    # --- values of a type ------------------------------------------------------------------------------

    def _value(self, kind: Any, name: str) -> Any:
        origin, inner = get_origin(kind), get_args(kind)
        if origin is Literal:
            return self._chance.choice(inner)
        if origin in (Union, types.UnionType):
            return self._value(self._chance.choice(inner), name)
        if origin is dict:
            return {self._key(name): self._value(inner[1], "value") for _ in range(self._chance.randint(0, 4))}
        if origin in (tuple, list):
            return [self._value(inner[0], name) for _ in range(self._chance.randint(0, 4))]
        plain: dict[Any, Any] = {
            bool: lambda: self._chance.random() < 0.5,
            int: lambda: self._chance.choice(NUMBERS[:12]),
            Decimal: lambda: self._chance.choice([f"{self._chance.randint(0, 10000) / 100:.2f}", *DECIMALS[:4]]),
            str: lambda: self._text(name),
            type(None): lambda: None,
        }
        return plain[kind]() if kind in plain else self._anything(1)

    def _text(self, name: str) -> str:
        show, chance = self.show, self._chance
        known: dict[str, Any] = {
            "entry": show.entries, "judge": show.judges, "entries": show.entries,
            "category": [one.id for one in show.contest.categories],
            "session": [one.id for one in show.contest.sessions],
            "award": [one.id for one in show.contest.awards],
        }  # fmt: skip
        if name in ("cue", "expect", "after", "before", "segment"):
            segment = chance.choice(show.rundown)
            return segment.id if name == "segment" or not segment.cues else chance.choice(segment.cues).id
        if name in known and known[name] and chance.random() < 0.95:
            return str(chance.choice(list(known[name])))
        return chance.choice(WORDS[:7]) if chance.random() < 0.8 else chance.choice(WORDS)

    def _key(self, name: str) -> str:
        if name == "values" and self._chance.random() < 0.4:
            return "total"
        return str(self._chance.choice(list(self._chance.choice([self.show.judges, self.show.entries])) or [""]))

    # --- wrong ones ------------------------------------------------------------------------------------

    def _spoil(self, made: dict[str, Any]) -> None:
        """One thing that is not right."""
        name = self._chance.choice(sorted(made))
        way = self._chance.randrange(5)
        if way == 0:
            del made[name]
        elif way == 1:
            made[self._chance.choice(["extra", "ID", "", "光", name + "_"])] = self._anything(1)
        elif way == 2 and isinstance(made[name], dict):
            made[name][self._chance.choice(WORDS)] = self._anything(1)
        else:
            made[name] = self._anything(3)

    def _anything(self, depth: int) -> Any:
        chance = self._chance
        plain = [None, True, False, 1.5, 1e308, *NUMBERS, *DECIMALS, *WORDS]
        if depth == 0 or chance.random() < 0.7:
            return chance.choice(plain)
        if chance.random() < 0.5:
            return [self._anything(depth - 1)] * chance.choice([0, 1, 3, 3, 250])
        return {chance.choice(WORDS): self._anything(depth - 1) for _ in range(chance.choice([0, 1, 3]))}


def damaged(chance: random.Random, raw: bytes) -> bytes:
    """Bytes that were right: cut, turned, doubled, or with something in the middle."""
    if not raw:
        return b"\x00"
    at = chance.randrange(len(raw))
    end = min(len(raw), at + chance.randint(1, 8))
    way = chance.randrange(8)
    if way == 0:
        return raw[:at]
    if way == 1:
        return raw[:at] + bytes([raw[at] ^ (1 << chance.randrange(8))]) + raw[at + 1 :]
    if way == 2:
        return raw[:end] + raw[at:]
    if way == 3:
        return raw[:at] + raw[end:]
    if way == 4:
        inside = chance.choice([b"\xff\xfe", b"\x00", b"\xed\xa0\x80", b'"', b"[" * DEEP, "光".encode()])
        return raw[:at] + inside + raw[at:]
    if way == 5:
        return raw[:at] + chance.randbytes(end - at) + raw[end:]
    if way == 6:
        other = chance.randrange(len(raw))
        return raw[:at] + raw[other : other + 20] + raw[at:]
    return raw + raw
