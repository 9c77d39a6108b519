"""Base of every command: a request to the show, which `decide` answers with events or refuses."""

from __future__ import annotations


class Command:
    """Base of every request. It changes nothing by itself; its field names are the wire's."""

    __slots__ = ()
