"""Line numbers of the keys of a TOML text (TOML 1.0.0), and its mistakes in words; `tomllib` gives values
only.

The text has already been read by `tomllib`, so this scanner may trust it to be valid. Paths count from 1:
`outputs[2].width`.
"""

from __future__ import annotations

import re
import tomllib

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_PLACE = re.compile(r"at line (\d+), column (\d+)")
NARROW = {
    "“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'", "＝": "=", "，": ",", "。": ".", "＃": "#",
    "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}",
}  # fmt: skip
_WIDE = re.compile(f"[{''.join(NARROW)}]")
_UNQUOTED = re.compile(r"""[^=#]+=\s*([^\s"'\[\]{},#](?:[^"'\[\]{}#]*[^\s"'\[\]{},#])?)\s*(?:#.*)?""")
_PLAIN = re.compile(r"[^,\]}\n#]*")


def rows(text: str) -> dict[str, int]:
    """Line number by path, for every key, table and element of an array; the text is valid TOML."""
    return _Scanner(text.replace("\r\n", "\n")).read()


def mistake(error: str, text: str) -> tuple[int, str, str, str]:
    """Mistake that `tomllib` reports, as (line, code, found, wanted): the two slips that people who type
    Chinese make are named, everything else keeps tomllib's words. Line 0: it named none."""
    place = _PLACE.search(error)
    if place is None:
        return (text.count("\n") + 1 if "end of document" in error else 0), "bad_toml", error, ""
    row, column = int(place[1]), int(place[2])
    line = [*text.replace("\r\n", "\n").split("\n"), ""][row - 1]
    if wide := _WIDE.search(line[column - 1 : column]) or _WIDE.search(line.partition("#")[0].rstrip()[-1:]):
        return row, "wide_punctuation", wide[0], NARROW[wide[0]]
    bare = _UNQUOTED.fullmatch(line)
    if bare and not _valid(bare[1]):
        return row, "unquoted", bare[1], f'"{bare[1]}"'
    return row, "bad_toml", error, ""


def _valid(value: str) -> bool:
    try:
        tomllib.loads(f"value = {value}")
    except ValueError:
        return False
    return True


def join(path: str, key: str) -> str:
    """Path of a key inside a table; the whole file's path is ""."""
    return f"{path}.{key}" if path else key


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.row = 1
        self.counted = 0
        self.lines: dict[str, int] = {}
        self.counts: dict[str, int] = {}

    def read(self) -> dict[str, int]:
        path = ""
        self.skip(_BLANK)
        while self.position < len(self.text):
            if self.text[self.position] == "[":
                path = self.header()
            else:
                self.pair(path)
            self.skip(_BLANK)
        return self.lines

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.position)
        self.position = match.end() if match else self.position

    def note(self, path: str) -> None:
        """Remember where `path` stands first. Lines are counted once, onwards only."""
        self.row += self.text.count("\n", self.counted, self.position)
        self.counted = self.position
        self.lines.setdefault(path, self.row)

    def header(self) -> str:
        """`[a.b]` or `[[a.b]]`: an array's table gets its number."""
        double = self.text.startswith("[[", self.position)
        start = self.position
        self.position += 2 if double else 1
        parts = self.keys()
        end, self.position = self.position + (2 if double else 1), start
        path = ""
        for part in parts[:-1]:
            path = self.numbered(join(path, part))
        path = join(path, parts[-1])
        self.note(path)
        if double:
            self.counts[path] = self.counts.get(path, 0) + 1
        path = self.numbered(path)
        self.note(path)
        self.position = end
        return path

    def numbered(self, path: str) -> str:
        return f"{path}[{self.counts[path]}]" if path in self.counts else path

    def keys(self) -> list[str]:
        """A dotted key; stops after the blanks behind it."""
        parts = []
        while True:
            self.skip(_SPACE)
            if self.text[self.position] in "\"'":
                start = self.position
                self.string()
                parts.append(tomllib.loads(f"k = {self.text[start : self.position]}")["k"])
            else:
                match = _BARE.match(self.text, self.position)
                parts.append(match[0] if match else "")
                self.position = match.end() if match else self.position
            self.skip(_SPACE)
            if not self.text.startswith(".", self.position):
                return parts
            self.position += 1

    def pair(self, path: str) -> None:
        start = self.position
        parts = self.keys()
        after, self.position = self.position, start
        for part in parts:
            path = join(path, part)
            self.note(path)
        self.position = after + 1  # the equals sign
        self.skip(_SPACE)
        self.value(path)

    def value(self, path: str) -> None:
        self.note(path)
        first = self.text[self.position]
        if first in "\"'":
            self.string()
        elif first == "[":
            self.array(path)
        elif first == "{":
            self.inline(path)
        else:
            self.skip(_PLAIN)

    def array(self, path: str) -> None:
        self.position += 1
        self.skip(_BLANK)
        count = 0
        while self.text[self.position] != "]":
            count += 1
            self.value(f"{path}[{count}]")
            self.skip(_BLANK)
        self.position += 1

    def inline(self, path: str) -> None:
        self.position += 1
        self.skip(_BLANK)
        while self.text[self.position] != "}":
            self.pair(path)
            self.skip(_BLANK)
        self.position += 1

    def string(self) -> None:
        """Over a string in any of TOML's four kinds."""
        quote = self.text[self.position]
        mark = quote * 3 if self.text.startswith(quote * 3, self.position) else quote
        self.position += len(mark)
        while not self.text.startswith(mark, self.position):
            self.position += 2 if self.text[self.position] == "\\" and quote == '"' else 1
        self.position += len(mark)
        while len(mark) == 3 and self.text.startswith(quote, self.position):
            self.position += 1  # a multi-line string may end in up to five quotes
