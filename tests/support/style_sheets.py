"""Style sheets as tests read them: rules by their braces, without comments, which is enough to ask what
stands where. No preprocessor, no nesting of rules (Chromium 103 has none)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.source_tree import text_of

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_HEAD = re.compile(r"([^{};]*)\{([^{}]*)(?=\})")
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector and its declarations, `property: value`, in the order of the file."""

    selector: str
    declarations: tuple[str, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(_CLASS.findall(self.selector))


def without_comments(text: str) -> str:
    """The same lines, with nothing where a comment stood."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def rules(path: Path) -> Iterator[Rule]:
    """Every rule, also within @layer and @media; one for each selector of a list."""
    for head, body in _HEAD.findall(without_comments(text_of(path))):
        declarations = tuple(one.strip() for one in body.split(";") if one.strip())
        for selector in re.split(r",(?![^(]*\))", head):
            yield Rule(" ".join(selector.split()), declarations)
