from __future__ import annotations

import asyncio

import pytest

from server.sign_in.turns import MAX_WAITING, BusyError, Rank, Turns


class Crowd:
    """Tries that have their turn one by one, each until the test lets it go."""

    def __init__(self) -> None:
        self.turns, self.had, self.go = Turns(), list[str](), asyncio.Semaphore(0)

    async def tries(self, name: str, rank: Rank) -> None:
        async with self.turns.turn(rank):
            self.had.append(name)
            await self.go.acquire()

    async def come(self, *names: str, rank: Rank = Rank.GUESSER) -> list[asyncio.Task[None]]:
        tasks = [asyncio.create_task(self.tries(name, rank)) for name in names]
        await asyncio.sleep(0)
        return tasks


async def test_the_better_known_come_first_and_one_at_a_time() -> None:
    crowd = Crowd()
    tasks = await crowd.come("a", "b", "c")
    tasks += await crowd.come("new", rank=Rank.STRANGER)
    tasks += await crowd.come("seen", rank=Rank.ADDRESS)
    tasks += await crowd.come("own", rank=Rank.DEVICE)
    assert crowd.had == ["a"]
    for _ in tasks:
        crowd.go.release()
    await asyncio.gather(*tasks)
    assert crowd.had == ["a", "own", "seen", "new", "b", "c"]
    await crowd.come("later")
    assert crowd.had[-1] == "later", "nobody waits"
    crowd.go.release()


async def test_of_each_rank_only_so_many_wait() -> None:
    crowd = Crowd()
    tasks = await crowd.come("first", *(f"{n}" for n in range(MAX_WAITING)))
    with pytest.raises(BusyError):
        await crowd.tries("one more", Rank.GUESSER)
    tasks += await crowd.come("own", rank=Rank.DEVICE)
    for _ in tasks:
        crowd.go.release()
    await asyncio.gather(*tasks)
    assert crowd.had[:2] == ["first", "own"] and len(crowd.had) == len(tasks)


@pytest.mark.parametrize("given", [False, True])
async def test_one_who_gives_up_takes_nobody_s_turn(given: bool) -> None:
    crowd = Crowd()
    first, second, third = await crowd.come("first", "second", "third")
    crowd.go.release()
    if given:  # its turn has come by then
        await first
    second.cancel()
    for _ in range(2):
        crowd.go.release()
    await asyncio.gather(first, second, third, return_exceptions=True)
    assert crowd.had[-1] == "third" and not third.cancelled()
