"""Redis servers that stand in for each other when one dies: a cluster, and a master with its sentinel."""

from __future__ import annotations

import subprocess
from pathlib import Path

import redis
from redis.sentinel import Sentinel

from tests.support.redis_server import RedisServer
from tests.support.server_process import free_port, wait_until

SLOTS = ((0, 5460), (5461, 10922), (10923, 16383))
GONE = 1000  # ms without a word after which a server counts as dead


class Cluster:
    """Three masters, and a replica of the one that has what Limelight keeps."""

    def __init__(self, folder: Path, **options: str) -> None:
        own = {"cluster-enabled": "yes", "cluster-node-timeout": f"{GONE}"} | options
        numbers = range(len(SLOTS) + 1)
        # By itself it is the other port + 10,000, where systems put their clients' sockets.
        self.between = [free_port() for _ in numbers]
        ports = [own | {"cluster-port": f"{port}"} for port in self.between]
        self.nodes = [RedisServer(folder / f"{number}", **ports[number]) for number in numbers]

    def start(self) -> None:
        clients = [node.start().client() for node in self.nodes]
        *masters, replica = clients
        for one, slots in zip(masters, SLOTS, strict=True):
            one.execute_command("CLUSTER", "ADDSLOTSRANGE", *slots)
        for node, between in zip(self.nodes[1:], self.between[1:], strict=True):
            clients[0].execute_command("CLUSTER", "MEET", "127.0.0.1", node.port, between)
        wait_until(lambda: all(_is_well(one) for one in clients), "the cluster")
        slot = masters[0].execute_command("CLUSTER", "KEYSLOT", "limelight")
        number = next(number for number, (first, last) in enumerate(SLOTS) if first <= slot <= last)
        self.owner, self.replica = self.nodes[number], self.nodes[-1]
        replica.execute_command("CLUSTER", "REPLICATE", masters[number].execute_command("CLUSTER", "MYID"))
        wait_until(lambda: replica.info("replication").get("master_link_status") == "up", "the replica")

    def url(self, user: str = "") -> str:
        """Names two of the masters, and not the owner."""
        hosts = [f"127.0.0.1:{node.port}" for node in self.nodes[:-1] if node is not self.owner]
        return f"cluster://{user}{','.join(hosts)}"

    def stop(self) -> None:
        for node in self.nodes:
            node.stop()


def _is_well(one: redis.Redis) -> bool:
    facts = one.execute_command("CLUSTER INFO")
    return (facts["cluster_state"], facts["cluster_known_nodes"]) == ("ok", str(len(SLOTS) + 1))


class Watched:
    """A master, its replica, and a sentinel that sets the one in the other's place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner, self.replica = RedisServer(folder / "master"), RedisServer(folder / "replica")
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.owner.start()
        replica = self.replica.start().client()
        replica.replicaof("127.0.0.1", self.owner.port)
        wait_until(lambda: replica.info("replication").get("master_link_status") == "up", "the replica")
        config = self.folder / "sentinel.conf"
        config.write_text(
            f"port {self.port}\ndir {self.folder}\nsentinel monitor hall 127.0.0.1 {self.owner.port} 1\n"
            f"sentinel down-after-milliseconds hall {GONE}\nsentinel failover-timeout hall 5000\n"
        )
        with (self.folder / "sentinel.log").open("w") as log:
            command = [self.owner.program, str(config), "--sentinel"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_until(self._knows_both, "the sentinel")

    def _knows_both(self) -> bool:
        try:
            return len(Sentinel([("127.0.0.1", self.port)]).discover_slaves("hall")) == 1
        except redis.ConnectionError:  # it does not listen yet
            return False

    def url(self) -> str:
        return f"sentinel://127.0.0.1:{self.port}/hall"

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.owner.stop()
        self.replica.stop()
