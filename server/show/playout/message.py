"""Words for the speaker on the stage-edge monitor: typed, or one of the event file's own by its number."""

from __future__ import annotations

from typing import Any

from server.show import commands, lengths
from server.show.events import Event, MessageSet, PresetSent, Recorded
from server.show.model import Refused, Show
from server.show.model.replacing import replace


def message(show: Show, command: commands.Message, at: int) -> tuple[Event, ...]:
    text = lengths.trimmed("message", command.text, lengths.MESSAGE)
    return () if text == show.message else (MessageSet(text),)


def preset(show: Show, command: commands.MessagePreset, at: int) -> tuple[Event, ...]:
    """Message of the event file by its number, from 1. Raises Refused `unknown_preset` where there is none."""
    presets = show.contest.messages
    if not 1 <= command.number <= len(presets):
        raise Refused("unknown_preset", number=command.number, count=len(presets))
    text = presets[command.number - 1]
    return () if text == show.message else (PresetSent(command.number, text),)


def _shown(show: Show, event: MessageSet | PresetSent, recorded: Recorded) -> Show:
    return replace(show, message=event.text)


DECIDERS: dict[type, Any] = {commands.Message: message, commands.MessagePreset: preset}
EVOLUTIONS: dict[type, Any] = {MessageSet: _shown, PresetSent: _shown}
