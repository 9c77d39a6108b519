"""Finding: one answer of the preflight, with how much it matters and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from server.texts.say import say

Level = Literal["good", "warn", "bad", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Answer of one check: `key` of its words (`preflight.disk`) and their facts."""

    level: Level
    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def say(self, lang: str) -> str:
        """Words for people."""
        return say(self.key, lang, **self.facts)


def marked(finding: Finding, lang: str) -> str:
    """Words with a sign in front, for a terminal."""
    sign = {"good": "✓", "warn": "!", "bad": "✗", "unknown": "?"}[finding.level]
    return f"  {sign} {finding.say(lang)}"
