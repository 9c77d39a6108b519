"""Lengths of the words that people may type, in characters: what every screen can show, and no more."""

from __future__ import annotations

from server.show.model import Refused

# Characters. A name fits the lower third, a message the stage-edge monitor, a passage a full page.
NAME = 60
MESSAGE = 60
PASSAGE = 200


def trimmed(field: str, text: str, most: int) -> str:
    """Text without the space around it. Raises Refused `too_long` beyond `most` characters."""
    text = text.strip()
    if len(text) > most:
        raise Refused("too_long", field=field, found=len(text), most=most)
    return text
