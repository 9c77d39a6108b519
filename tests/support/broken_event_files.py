"""Event files with something wrong in them: any tree of keys, or the sample with values exchanged."""

from __future__ import annotations

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import server

KEYS = [
    "name", "cup", "notes", "lang", "utc_offset", "ticker", "sessions", "categories", "outputs", "judges",
    "speakers", "breaks", "timing", "scoring", "awards", "reveal", "theme", "entries", "id", "title",
    "date", "start", "end", "order", "width", "height", "seat", "quota", "presenters", "talk", "talk_cues",
    "at", "bell", "minimum", "step", "weight", "criteria", "colors", "cream", "logo", "policy", "first",
    "unit", "session", "category", "figures", "members", "sample",
]  # fmt: skip
leaves = st.one_of(
    st.booleans(),
    st.integers(),
    st.sampled_from(
        ["nan", "inf", "1e400", "0x" + "f" * 9000, "2024-08-14", "08:30:00", "1979-05-27T07:32:00Z"]
    ),
    st.text(max_size=10),
    st.sampled_from(["s1", "a", "01", "第一场", "x=1", "6:00", "\u0007", "a/b", "|||||", "2024-99-99"]),
)
tree = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)

SAMPLE = (Path(server.__file__).parent / "event_file" / "samples" / "zhuhai-2024" / "event.toml").read_text("utf-8")


def written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date | Decimal):
        return str(value)
    if isinstance(value, str):
        bare = (
            value in ("nan", "inf", "1e400", "2024-08-14", "08:30:00", "1979-05-27T07:32:00Z")
            or value[:2] == "0x"
        )
        return value if bare else '"' + "".join(f"\\U{ord(one):08x}" for one in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + "}"
    return str(value)


@st.composite
def broken_samples(draw: st.DrawFn) -> str:
    """The sample event with a few values replaced by something else, or taken out."""
    content = tomllib.loads(SAMPLE, parse_float=Decimal)
    for _ in range(draw(st.integers(1, 4))):
        node: Any = content
        while True:
            if not node:
                break
            key = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
            if isinstance(node[key], dict | list) and draw(st.integers(0, 5)):
                node = node[key]
                continue
            if draw(st.booleans()):
                node[key] = draw(tree)
            else:
                del node[key]
            break
    return text_of(content)


def text_of(content: dict[str, Any]) -> str:
    return "".join(f"{key} = {written(value)}\n" for key, value in content.items())


def broken_events() -> st.SearchStrategy[str]:
    any_tree = st.dictionaries(st.sampled_from(KEYS), tree, max_size=8).map(text_of)
    return any_tree | broken_samples()
