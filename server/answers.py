"""Answers to commands that are not carried out, ready for the wire."""

from __future__ import annotations

from typing import Any

from server.show.model import Refused
from server.texts.say import refusal
from server.wire import Envelope


def refused_answer(envelope: Envelope, refused: Refused) -> dict[str, Any]:
    """Answer `refused` to a command, with the words why in its sender's language."""
    why = refusal(refused.code, refused.params, envelope.lang)
    answer = {"type": "refused", "id": envelope.id, "code": refused.code, "why": why}
    return answer if refused.now is None else answer | {"now": refused.now}


def fenced(envelope: Envelope, by: str) -> dict[str, Any]:
    """Refusal of a command that another machine, `by`, has to be asked for."""
    return refused_answer(envelope, Refused("fenced", by=by))
