"""Frames out and in: whatever way a page cuts its messages up, they come out whole; rubbish has a code."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Close, CloseCode, Frame, Opcode
from websockets.protocol import CLIENT, SERVER, Protocol

from server.screens import frames
from server.screens.frames import Incoming, Violation
from server.settings import MAX_MESSAGE

TEXT, CONT, BINARY, PING = Opcode.TEXT, Opcode.CONT, Opcode.BINARY, Opcode.PING


def masked(opcode: Opcode, payload: bytes, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin).serialize(mask=True)


def violation(raw: bytes) -> int:
    with pytest.raises(Violation) as violation:
        list(Incoming().feed(raw))
    return violation.value.code


@given(
    st.lists(st.tuples(st.text(max_size=300), st.lists(st.integers(0, 900), max_size=3), st.binary(max_size=9))),
    st.integers(1, 200),
)
def test_messages_come_out_whole_however_they_are_cut(sent: list[tuple[str, list[int], bytes]], piece: int) -> None:
    """Each message in fragments, a ping between them, the bytes in pieces of any length."""
    raw, wanted = b"", []
    for words, cuts, ping in sent:
        payload = words.encode()
        edges = [0, *sorted(cut % (len(payload) + 1) for cut in cuts), len(payload)]
        parts = [payload[a:b] for a, b in pairwise(edges)]
        for number, part in enumerate(parts):
            raw += masked(CONT if number else TEXT, part, fin=number == len(parts) - 1)
            if number == 0:
                raw += masked(PING, ping)
        wanted += [(TEXT, payload), (PING, ping)] if len(parts) == 1 else [(PING, ping), (TEXT, payload)]
    incoming = Incoming()
    got = [one for at in range(0, len(raw), piece) for one in incoming.feed(raw[at : at + piece])]
    assert got == wanted and incoming.resting


def test_half_a_message_is_kept_and_then_nothing() -> None:
    incoming = Incoming()
    assert incoming.resting
    assert list(incoming.feed(masked(TEXT, b"ab", fin=False)[:4])) == [] and not incoming.resting
    incoming = Incoming()
    assert list(incoming.feed(masked(TEXT, b"ab", fin=False))) == [] and not incoming.resting
    assert list(incoming.feed(masked(CONT, b"c"))) == [(TEXT, b"abc")] and incoming.resting


CASES = {
    "without a mask": (Frame(TEXT, b"{}").serialize(mask=False), CloseCode.PROTOCOL_ERROR),
    "a reserved bit": (b"\xc1\x80\0\0\0\0", CloseCode.PROTOCOL_ERROR),
    "an opcode that is not there": (b"\x83\x80\0\0\0\0", CloseCode.PROTOCOL_ERROR),
    "a ping in fragments": (b"\x09\x80\0\0\0\0", CloseCode.PROTOCOL_ERROR),
    "a ping of 126 bytes": (b"\x89\xfe\0\x7e\0\0\0\0" + bytes(126), CloseCode.PROTOCOL_ERROR),
    "a fragment of nothing": (masked(CONT, b"x"), CloseCode.PROTOCOL_ERROR),
    "a message within a message": (masked(TEXT, b"x", fin=False) + masked(TEXT, b"y"), CloseCode.PROTOCOL_ERROR),
    "a close of one byte": (b"\x88\x81\0\0\0\0x", CloseCode.PROTOCOL_ERROR),
    "a close code that is never sent": (b"\x88\x82\0\0\0\0\x03\xed", CloseCode.PROTOCOL_ERROR),
    "a close reason that is no text": (b"\x88\x83\0\0\0\0\x03\xe8\xff", CloseCode.INVALID_DATA),
    "text that is no UTF-8": (masked(TEXT, b"\xc3\x28"), CloseCode.INVALID_DATA),
    "half a character": (masked(TEXT, "光".encode()[:2]), CloseCode.INVALID_DATA),
    "too long": (b"\x81\xff" + (MAX_MESSAGE + 1).to_bytes(8, "big"), CloseCode.MESSAGE_TOO_BIG),
    "too long in all": (
        masked(TEXT, bytes(MAX_MESSAGE), fin=False) + masked(CONT, b"x"), CloseCode.MESSAGE_TOO_BIG,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_rubbish_has_a_code(case: str) -> None:
    raw, code = CASES[case]
    assert violation(raw) == code


def test_fragments_without_end_cost_nothing() -> None:
    incoming = Incoming()
    list(incoming.feed(masked(TEXT, b"", fin=False)))
    for _ in range(1000):
        assert list(incoming.feed(masked(CONT, b"", fin=False))) == []
    assert len(incoming._message) == len(incoming._bytes) == 0


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_what_leaves_is_what_a_client_reads(length: int) -> None:
    client = Protocol(CLIENT, max_size=None)
    client.receive_data(frames.text(b"x" * length) + frames.PING + frames.pong(b"p"))
    assert [(one.opcode, one.data) for one in client.events_received() if isinstance(one, Frame)] == [
        (TEXT, b"x" * length), (PING, b""), (Opcode.PONG, b"p"),
    ]  # fmt: skip


def test_a_long_reason_is_cut_between_two_characters() -> None:
    frame = frames.close(1008, "光" * 99)
    assert len(frame) <= 127 and Close.parse(frame[2:]).reason == "光" * 40


@given(
    st.lists(
        st.tuples(st.sampled_from([*Opcode, 3, 11, 15]), st.binary(max_size=130), st.booleans(), st.integers(0, 7)),
        max_size=6,
    ),
    st.integers(1, 60),
)
def test_right_and_wrong_frames_are_told_apart_as_a_whole_library_does(
    sent: list[tuple[int, bytes, bool, int]], piece: int
) -> None:
    """The same bytes to ours and to the protocol of `websockets`: the same messages, ended by the same code."""
    raw = b"".join(_frame(opcode, payload, fin, reserved) for opcode, payload, fin, reserved in sent)
    pieces = [raw[at : at + piece] for at in range(0, len(raw), piece)]
    assert _ours(pieces) == _theirs(pieces)


def _frame(opcode: int, payload: bytes, fin: bool, reserved: int) -> bytes:
    """Any frame. One bit in eight is reserved, and the length is the shortest that there is."""
    head = (fin << 7) | ((reserved == 7) << 6) | opcode
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else bytes([0xFE]) + len(payload).to_bytes(2, "big")
    return bytes([head]) + length + bytes(4) + payload


def _ours(pieces: list[bytes]) -> tuple[list[tuple[int, bytes]], int]:
    """Messages until the connection ends, and the code that ends it (0: it goes on, or the peer closes)."""
    incoming, got = Incoming(), []
    try:
        for piece in pieces:
            for opcode, payload in incoming.feed(piece):
                if opcode is Opcode.CLOSE:
                    return got, 0
                got.append((opcode, payload))
    except Violation as error:
        return got, error.code
    return got, 0


def _theirs(pieces: list[bytes]) -> tuple[list[tuple[int, bytes]], int]:
    server = Protocol(SERVER, max_size=MAX_MESSAGE)
    got: list[tuple[int, bytes]] = []
    parts: list[Frame] = []
    for piece in pieces:
        server.receive_data(piece)
        for frame in server.events_received():
            assert isinstance(frame, Frame)
            if frame.opcode is Opcode.CLOSE:
                return got, 0
            if frame.opcode in (Opcode.PING, Opcode.PONG):
                got.append((frame.opcode, frame.data))
                continue
            parts.append(frame)
            if frame.fin:
                payload, opcode = b"".join(bytes(part.data) for part in parts), parts[0].opcode
                parts = []
                if opcode is TEXT and not _is_text(payload):  # its layer above looks at that
                    return got, CloseCode.INVALID_DATA
                got.append((opcode, payload))
        if server.parser_exc is not None:
            return got, server.close_sent.code if server.close_sent else 0
    return got, 0


def _is_text(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
