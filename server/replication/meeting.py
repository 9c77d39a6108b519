"""Meeting of two machines that serve one show: each tells the other its generation, by HTTP.

Either side may be the one that reaches the other: the answer to a statement is the other's own.
"""

from __future__ import annotations

import asyncio
import http.client
import logging
import urllib.request
from collections.abc import Awaitable, Callable

import msgspec

from server.replication.generation import MAX_STATEMENT, Generation, Statement, read_statement

PATH = "/api/replica"
ANSWER_TIMEOUT = 1.0  # seconds for one machine's answer
INTERVAL = 2.0  # seconds between two rounds

log = logging.getLogger(__name__)
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def exchange(address: str, statement: Statement) -> Statement | None:
    """The other machine's statement in answer to ours; None where nobody answers, or somebody else. Waits
    for the network."""
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(address + PATH, msgspec.json.encode(statement), headers)
    try:
        with _opener.open(request, timeout=ANSWER_TIMEOUT) as answer:
            return read_statement(answer.read(MAX_STATEMENT + 1))
    except (OSError, ValueError, http.client.HTTPException):  # whatever listens there now, it is no Limelight
        return None


async def ask_all(generation: Generation, addresses: list[str]) -> list[Statement]:
    """Statements of the machines that answer, and are of this show, in the order of their addresses."""
    statement = generation.statement(addresses)
    known = list(generation.known)
    answers = await asyncio.gather(*(asyncio.to_thread(exchange, at, statement) for at in known))
    return [answer for answer in answers if answer and generation.verify(answer)]


async def meet_all(
    generation: Generation, addresses: list[str], deposed: Callable[[Statement], Awaitable[bool]]
) -> None:
    """Rounds without an end: this machine learns whether another has gone on, and tells them what it is."""
    while True:
        try:
            for other in await ask_all(generation, addresses):
                await deposed(other)
        except OSError as error:
            log.warning("what another machine says could not be kept (%s): it is asked again", error)
        await asyncio.sleep(INTERVAL)
