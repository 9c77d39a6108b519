"""Every key of a TOML text is found on the line where it stands."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.event_file import toml_lines
from server.event_file.toml_lines import rows

TEXT = '''\
# a comment with [brackets] = and "quotes
name = "先锋杯" # name again
notes = [
  "one, ]", # ]
  'two',

  { a = 1, b.c = "}" },
]
long = """
a = 1
[not.a.table]
\\""" still ""inside"""""

[theme]
[theme.colors]
"red-700" = "#8E0E12"
[[outputs]]
name = "stage"
  width = 1920
[[outputs]]
name = 'monitor'
[[awards]]
presenters = [{ name = "甲" }, { name = "乙" }]
[[awards]]
[[awards.presenters]]
name = "丙"
[awards.presenters.more]
deep.est = 1
date = 1979-05-27 07:32:00
'''


@pytest.mark.parametrize(
    ("path", "row"),
    [
        ("name", 2),
        ("notes", 3),
        ("notes[1]", 4),
        ("notes[2]", 5),
        ("notes[3]", 7),
        ("notes[3].b.c", 7),
        ("long", 9),
        ("theme", 14),
        ("theme.colors.red-700", 16),
        ("outputs", 17),
        ("outputs[1].width", 19),
        ("outputs[2]", 20),
        ("outputs[2].name", 21),
        ("awards[1].presenters[2].name", 23),
        ("awards[2].presenters[1].name", 26),
        ("awards[2].presenters[1].more.deep.est", 28),
        ("awards[2].presenters[1].more.date", 29),
    ],
)
def test_a_path_has_its_line(path: str, row: int) -> None:
    tomllib.loads(TEXT)
    assert rows(TEXT)[path] == row


def test_windows_line_ends_count_once() -> None:
    assert rows("a = 1\r\nb = 2\r\n") == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a = 1\nname = “赛事”\n", (2, "wide_punctuation", "“", '"')),
        ('name ＝ "赛事"', (1, "wide_punctuation", "＝", "=")),
        ('【theme】\nlogo = ""', (1, "wide_punctuation", "【", "[")),
        ('name = "赛事。”\na = 1', (1, "wide_punctuation", "”", '"')),
        ("a = 1\r\nname = 工作 大赛 # 名\r\n", (2, "unquoted", "工作 大赛", '"工作 大赛"')),
        ("start = 08:30\n", (1, "unquoted", "08:30", '"08:30"')),
        ("talk = 6:00", (1, "unquoted", "6:00", '"6:00"')),
        ("date = 2024/8/14 # day", (1, "unquoted", "2024/8/14", '"2024/8/14"')),
    ],
)
def test_common_slips_are_named(text: str, mistake: tuple[int, str, str, str]) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert toml_lines.mistake(str(caught.value), text) == mistake


@pytest.mark.parametrize(
    ("text", "row"),
    [("name = \n", 1), ("a = 1\na = 2\n", 2), ("[", 1), ("a = [1,\n2", 2), ('a = "x" "y"', 1), ("\x00", 1)],
)
def test_other_mistakes_keep_their_words(text: str, row: int) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert toml_lines.mistake(str(caught.value), text) == (row, "bad_toml", str(caught.value), "")


@given(st.text(st.sampled_from("ab甲=“”＝\"'[]{}#.,\n 18:"), max_size=40))
def test_any_text_is_read_or_its_mistake_named(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        assert 1 <= toml_lines.mistake(str(error), text)[0] <= text.count("\n") + 1
    else:
        rows(text)


def paths(content: object, path: str = "") -> set[str]:
    found = {path} if path else set()
    if isinstance(content, dict):
        for key, inner in content.items():
            found |= paths(inner, f"{path}.{key}" if path else key)
    if isinstance(content, list):
        for number, inner in enumerate(content, 1):
            found |= paths(inner, f"{path}[{number}]")
    return found


keys = st.sampled_from(["a", "b-1", "名", "x y", "d.e"])
words = st.text(st.sampled_from("ab\"'\\[]{}#=,.\n甲 "), max_size=6)
values = st.recursive(
    words | st.integers(-9, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def written(value: object) -> str:
    """The value as inline TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(value, list):
        return "[" + ",\n ".join(map(written, value)) + " # ]\n]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)} = {written(one)}" for key, one in value.items()) + "}"
    return str(value)


@given(st.dictionaries(keys, values, max_size=5))
def test_every_path_is_found(content: dict[str, object]) -> None:
    text = "".join(f"{written(key)} = {written(value)}\n" for key, value in content.items())
    assert tomllib.loads(text) == content
    assert set(rows(text)) == paths(content)
