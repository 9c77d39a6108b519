"""Holdings by address, against a plain count of the same steps."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from server.screens.by_address import ByAddress, network_of


@pytest.mark.parametrize(("host", "network"), [
    ("192.168.1.7", "192.168.1.7"), ("::ffff:192.168.1.7", "192.168.1.7"), ("", ""),
    ("2001:db8:1:2:aaaa::1", "2001:db8:1:2"), ("2001:db8:1:2::9", "2001:db8:1:2"), ("2001:db8::1", "2001:db8:0:0"),
    ("::1", "0:0:0:0"), ("fe80::1%eth0", "fe80:0:0:0"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
])  # fmt: skip
def test_one_computer_is_one_address(host: str, network: str) -> None:
    assert network_of(host) == network


@pytest.mark.parametrize("seed", range(5))
def test_who_has_most_is_who_has_most(seed: int) -> None:
    dice, held = random.Random(seed), ByAddress[int]()
    plain: defaultdict[str, list[int]] = defaultdict(list)
    for number in range(600):
        address = dice.choice("abcdef")
        if dice.random() < 0.5:
            held.add(address, number)
            plain[address].append(number)
        elif plain[address]:
            gone = dice.choice(plain[address])
            plain[address].remove(gone)
            held.remove(address, gone)
            held.remove(address, gone)
        most = max(map(len, plain.values()), default=0)
        greediest = [numbers for numbers in plain.values() if len(numbers) == most]
        assert held.most == most and held.count(address) == len(plain[address])
        assert held.held_by(address) == plain[address]
        assert held.oldest() in ([numbers[0] for numbers in greediest] if most else [None])
        assert held.newest() in ([numbers[-1] for numbers in greediest] if most else [None])
