"""Answers to commands, ready for the wire, and the name by which the journal knows a command."""

from __future__ import annotations

from typing import Any

from server.journal.command_ids import named
from server.show.model import Refused
from server.texts.say import refusal
from server.wire import Envelope, encode


def name_of(envelope: Envelope) -> str:
    """Name of a command in the journal. Its body is what it does: a repeat may be pressed or read otherwise."""
    return named(envelope.id, encode([type(envelope.command).__name__, envelope.command]))


def ack(envelope: Envelope, seq: int) -> dict[str, Any]:
    """Answer `ack` to a command, with the seq that holds what it did."""
    return {"type": "ack", "id": envelope.id, "seq": seq}


def refused_answer(envelope: Envelope, refused: Refused) -> dict[str, Any]:
    """Answer `refused` to a command, with the words why in its sender's language."""
    why = refusal(refused.code, refused.params, envelope.lang)
    answer = {"type": "refused", "id": envelope.id, "code": refused.code, "why": why}
    return answer if refused.now is None else answer | {"now": refused.now}


def fenced(envelope: Envelope, by: str) -> dict[str, Any]:
    """Refusal of a command that another machine, `by`, has to be asked for."""
    return refused_answer(envelope, Refused("fenced", by=by))
