"""The one door for JSON: typed, bounded, and in words that name the field."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server import wire
from server.settings import MAX_MESSAGE
from server.show import commands as c
from server.show import events as e
from server.show.evolve import evolve
from server.wire import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_ID,
    MAX_MEMBERS,
    MAX_TEXT,
    BadMessage,
    decode,
    decode_command,
)
from tests.support.contests import contest
from tests.support.random_shows import commands

SMALL = contest(entries=4, judges=3)


def said(raw: str | bytes) -> str:
    with pytest.raises(BadMessage) as bad:
        decode_command(raw)
    return str(bad.value)


def message(**fields: object) -> str:
    return json.dumps({"id": "x", "do": "go", **fields})


@given(commands(SMALL))
def test_every_command_survives_the_wire(command: object) -> None:
    name = next(name for name, kind in c.COMMANDS.items() if kind is type(command))
    fields = json.loads(wire.encode(command))
    envelope = decode_command(wire.encode({"id": "x", "do": name, "seq": 7, "lang": "en", **fields}))
    assert (envelope.command, envelope.id, envelope.seen, envelope.lang) == (command, "x", 7, "en")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_rubbish_is_only_ever_a_bad_message(raw: bytes) -> None:
    with pytest.raises(BadMessage):
        decode_command(raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("[1]", "a message is a JSON object"),
        ("{", "not JSON"),
        (message(id=""), f"id: a text of 1 to {MAX_ID} characters"),
        (message(id="x" * (MAX_ID + 1)), f"id: a text of 1 to {MAX_ID} characters"),
        (message(id=7), "id: "),
        (message(do="dance"), "do: one of take, go, "),
        (message(seq=-1), "seq: the whole number"),
        (message(seq=True), "seq: the whole number"),
        (message(lang="fr"), "lang: zh or en"),
        (message(extra=1), "extra: go takes expect"),
        (message(do="preview"), "cue: is wanted by preview"),
        (message(do="hold", on="yes"), r"hold: Expected `bool`"),
        (message(do="enter_marks", entry="01", marks={"J1": "ninety"}), "enter_marks: "),
    ],
)
def test_a_wrong_command_is_refused_with_the_field_and_what_was_wanted(raw: str, words: str) -> None:
    assert words in said(raw)


def test_an_id_may_be_as_long_as_its_bound() -> None:
    assert decode_command(message(id="x" * MAX_ID)).id == "x" * MAX_ID


def test_every_bound_holds_at_its_border() -> None:
    assert decode(json.dumps({"a": "长" * MAX_TEXT}))
    assert decode(json.dumps({"a": [0] * MAX_MEMBERS}))
    nested: object = 1
    for _ in range(MAX_DEPTH - 1):
        nested = [nested]
    assert decode(json.dumps({"a": nested}))
    padded = '{"a": 1' + " " * (MAX_MESSAGE - 8) + "}"
    assert len(padded) == MAX_MESSAGE and decode(padded)
    for raw, words in (
        (json.dumps({"a": "长" * (MAX_TEXT + 1)}), f"message.a: at most {MAX_TEXT} characters"),
        (json.dumps({"a": [0] * (MAX_MEMBERS + 1)}), f"message.a: at most {MAX_MEMBERS} members"),
        (json.dumps({"a": [nested]}), f"nested deeper than {MAX_DEPTH}"),
        (json.dumps({"k" * (MAX_TEXT + 1): 1}), f"a name in message: at most {MAX_TEXT} characters"),
        (padded + " ", f"at most {MAX_MESSAGE} bytes"),
        ("[" * MAX_MESSAGE, "not JSON"),
    ):
        assert words in said(raw)


@pytest.mark.parametrize("points", ["1e-999999999", "1e999999999", "1e-21", "0." + "0" * 1500 + "1", "9" * 21])
def test_a_number_that_is_long_to_compute_is_refused_at_the_door(points: str) -> None:
    assert f"points: at most {MAX_DIGITS} digits" in said(message(do="deduct", entry="01", points=points))
    assert f"marks.J1: at most {MAX_DIGITS} digits" in said(message(do="enter_marks", entry="1", marks={"J1": points}))
    corrected = message(do="correct", entry="1", reason="x", criteria={"J1": {"a": points}})
    assert f"criteria.J1.a: at most {MAX_DIGITS} digits" in said(corrected)


def test_a_number_may_have_as_many_digits_as_its_bound() -> None:
    for points in ("9" * MAX_DIGITS, f"1e-{MAX_DIGITS}", "NaN"):
        command = decode_command(message(do="deduct", entry="01", points=points)).command
        assert str(command.points).lower() == points.lower()


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[2J", "\ud800"])
def test_control_characters_are_refused(text: str) -> None:
    assert "message.text" in said(message(do="message", text=text)) or "not JSON" in said(message(text=text))


def test_lines_and_tabs_are_none_of_them() -> None:
    assert decode_command(message(do="message", text="一\n\t二")).command == c.Message("一\n\t二")


def test_a_text_that_utf8_cannot_hold_is_refused() -> None:
    assert "not JSON" in said('{"id": "\ud800"}')


def test_numbers_of_money_grade_travel_as_text() -> None:
    assert wire.encode({"a": Decimal("91.50")}) == b'{"a":"91.50"}'
    command = decode_command(message(do="deduct", entry="01", points="0.10")).command
    assert isinstance(command, c.Deduct) and str(command.points) == "0.10"


def test_events_come_back_from_the_journal_as_they_were() -> None:
    opened = e.Opened(SMALL, "live", ())
    assert wire.decode_event(wire.encode_event(opened)) == opened
    assert evolve(None, e.Recorded(1, 0, "", opened)).contest == SMALL


@pytest.mark.parametrize("raw", ["{}", '{"event":"Nobody","of":{}}', '{"event":"Frozen","of":{"on":"x"}}', "[]"])
def test_an_event_of_another_version_is_named(raw: str) -> None:
    with pytest.raises(BadMessage, match="not an event of this version"):
        wire.decode_event(raw)
