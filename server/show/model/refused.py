"""Refusal of a command: a code and facts, which become words for the person who asked."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Refusal of a command. `code` and `params` become words for the person who asked (`texts.refusals`);
    `now` says what the thing is now, where it had changed under them. Nothing changes."""

    def __init__(self, code: str, now: Any = None, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.now = now
        self.params = params
