"""Base of every event: a fact in the journal."""

from __future__ import annotations


class Event:
    """Base of every fact in the journal: past tense, never changed and never removed."""

    __slots__ = ()
