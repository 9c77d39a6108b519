"""A Redis that is several servers: one dies, another takes its place, and writer and edge come to it by themselves."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

from tests.support.fleet import Edge, Machine
from tests.support.redis_groups import Cluster, Watched
from tests.support.server_process import wait_until
from tests.support.source_tree import ROOT

README = (ROOT / "server" / "replication" / "README.md").read_text(encoding="utf-8")
USER = re.findall(r"^user edge on .*$", README, re.M)[0].replace("SECRET-2", "crowd")
ON_A_CLUSTER = re.findall(r"On a cluster add `([^`]+)` to it", README)[0]


def test_a_cluster_whose_master_dies(tmp_path: Path) -> None:
    rights = tmp_path / "users.acl"
    rights.write_text(f"user default on nopass ~* &* +@all\n{USER} {ON_A_CLUSTER}\n")
    cluster = Cluster(tmp_path, aclfile=str(rights))
    try:
        cluster.start()
        goes_on(tmp_path, cluster, cluster.url(), cluster.url("edge:crowd@"))
    finally:
        cluster.stop()


def test_a_master_that_a_sentinel_watches(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    try:
        watched.start()
        goes_on(tmp_path, watched, watched.url(), watched.url())
    finally:
        watched.stop()


def goes_on(folder: Path, servers: Cluster | Watched, url: str, edges_url: str) -> None:
    writer, edge = Machine(folder / "writer"), Edge(folder / "edge.log")
    try:
        writer.begin(url)
        wait_until(lambda: writer.ready()[1].get("redis") == "shared", "the writer")
        assert writer.ready()[1]["weak"] == ["min-replicas-to-write 0"], "as the node says that has the show"
        edge.begin(edges_url)
        writer.do("message", text="开始")
        wait_until(lambda: message(edge) == "开始", "the edge")
        servers.owner.kill()
        assert writer.do("message", text="照常")["type"] == "ack", "the hall waits for nobody"
        wait_until(lambda: servers.replica.client().info("replication")["role"] == "master", "another master")
        wait_until(lambda: writer.ready()[1]["redis"] == "shared", "the writer to find it")
        wait_until(lambda: message(edge) == "照常" and edge.ready()[1]["redis"] == "linked", "the edge to find it")
        writer.do("message", text="继续")
        wait_until(lambda: message(edge) == "继续", "the edge to go on")
        assert edge_view(edge) == writer.view("monitor")
    finally:
        edge.end()
        writer.stop()


def message(edge: Edge) -> str:
    return str(edge_view(edge)["message"])


def edge_view(edge: Edge) -> dict[str, Any]:
    with urllib.request.urlopen(edge.url("/api/views/monitor")) as answer:
        view: dict[str, Any] = json.load(answer)["view"]
        return view
