"""Two edges on one port and a real Redis: 2,000 pages get the same bytes at every number, and whatever
dies, they all come to the same show with nobody's help."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.crowd_client import Crowd
from tests.support.fleet import Edge, Machine
from tests.support.redis_server import RedisServer
from tests.support.server_process import wait_until

PAGES = 2000


@pytest.mark.slow
async def test_two_edges_show_the_same_and_everybody_comes_back_whatever_dies(tmp_path: Path) -> None:
    redis = RedisServer(tmp_path / "redis").start()
    writer = Machine(tmp_path / "writer")
    edges = [Edge(tmp_path / "edge.log")]
    edges.append(Edge(tmp_path / "other.log", edges[0].port))
    crowd = Crowd(edges[0].port, ["stage", "monitor", "overlay", "watch"])
    try:
        await asyncio.to_thread(lambda: [one.begin(redis.url) for one in (writer, *edges)])
        await crowd.come(PAGES)
        await crowd.reach(await _shows(writer, "37.talk", "37.qa", "37.talk"))
        same_bytes(crowd)

        await asyncio.to_thread(edges[1].end, True)
        await crowd.reach(await _shows(writer, "37.qa"))
        assert 0 < crowd.lost < PAGES, "each edge had its part"

        redis.kill()
        seq = await _shows(writer, "37.talk", "37.qa")
        assert all(page.seq < seq for page in crowd.pages) and crowd.lost < PAGES, "they keep what they have"
        await asyncio.to_thread(redis.start)
        await crowd.reach(seq)

        writer.kill()
        await asyncio.to_thread(writer.begin, redis.url)
        await crowd.reach(await _shows(writer, "37.talk"))
        same_bytes(crowd)
        for view in crowd.views:
            shown = await asyncio.to_thread(writer.view, view)
            assert all(page.slices == shown for page in crowd.pages if page.view == view)
        assert crowd.faults == [], "no number twice, none out of order"
    finally:
        crowd.leave()
        for one in edges:
            one.end()
        writer.stop()
        redis.stop()


def same_bytes(crowd: Crowd) -> None:
    assert {key: len(texts) for key, texts in crowd.seen.items() if len(texts) != 1} == {}


async def _shows(writer: Machine, *cues: str) -> int:
    """Takes cues; the number of the last one."""

    def take() -> int:
        wait_until(lambda: writer.ready()[0] == 200, "the writer to write")
        return [writer.take(cue)["seq"] for cue in cues][-1]

    return await asyncio.to_thread(take)
