"""Stream of remote viewers, and how far it lags behind the hall.

The stream's delay is a fact of the show (the operator sets it while looking at the stream), so that it
is in the journal and on every page at once. `None` leaves it to the player where the player can tell,
and to the event file where it cannot.
"""

from __future__ import annotations

from typing import Any

from server.show.model.contest import Contest

MAX_DELAY = 120  # s; a stream that lags more needs no overlay in step


def stream_facts(contest: Contest, set_by_hand: int | None) -> dict[str, Any]:
    """The `stream` slice: `kind` is hls, file, embed or none; delays in ms."""
    watch = contest.watch
    address, kind = watch.stream or watch.embed, "none"
    if watch.embed:
        kind = "embed"
    elif watch.stream:
        kind = "hls" if path_of(watch.stream).endswith(".m3u8") else "file"
    return {"kind": kind, "address": address, "title": watch.title, "delay": watch.delay, "set": set_by_hand}


def path_of(address: str) -> str:
    """Path of an address, without its query and in small letters: by its end one knows what it is."""
    return address.partition("?")[0].partition("#")[0].lower()
