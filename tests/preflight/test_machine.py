"""Preflight of the machine, on a system's own files as they are found: what is told, what is not, what it means."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from server.preflight import machine as looked
from server.preflight.machine import Machine, findings
from server.texts.say import LANGS


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(("free", "level"), [(80e9, "good"), (1e9, "warn"), (1e8, "bad")])
def test_the_disk_s_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: float, level: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=int(free)))
    assert looked.disk(tmp_path / "not" / "made" / "yet").level == level


def test_a_disk_that_does_not_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: object) -> None:
        raise OSError

    monkeypatch.setattr(shutil, "disk_usage", fails)
    assert looked.disk(tmp_path).level == "unknown"


def test_memory(tmp_path: Path) -> None:
    assert looked.memory(write(tmp_path / "a", "MemTotal: 9 kB\nMemAvailable:    8000000 kB\n")).level == "good"
    assert looked.memory(write(tmp_path / "b", "MemAvailable:    100000 kB\n")).level == "warn"
    assert looked.memory(tmp_path / "none").level == "unknown"


def test_power(tmp_path: Path) -> None:
    assert [one.level for one in looked.power(tmp_path)] == ["unknown"]
    supply = tmp_path / "class" / "power_supply"
    write(supply / "AC" / "type", "Mains\n")
    write(supply / "AC" / "online", "0\n")
    write(supply / "BAT0" / "type", "Battery\n")
    write(supply / "BAT0" / "capacity", "61\n")
    (battery,) = looked.power(tmp_path)
    assert battery.level == "bad" and "61%" in battery.say("en")
    write(supply / "AC" / "online", "1\n")
    governor = write(tmp_path / "devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n")
    assert [one.key for one in looked.power(tmp_path)] == ["preflight.power", "preflight.power_saving"]
    write(governor.parent / "scaling_driver", "intel_pstate\n")
    assert [one.key for one in looked.power(tmp_path)] == ["preflight.power"], "there it is a normal name"


@pytest.mark.parametrize(("minutes", "words"), [(480, "+08:00"), (0, "+00:00"), (-570, "-09:30")])
def test_an_offset_is_written_as_people_do(minutes: int, words: str) -> None:
    assert looked.offset_words(minutes) == words
    assert looked.zone(minutes, minutes).level == "good"
    other = looked.zone(480, minutes - 1)
    assert other.level == "warn" and "+08:00" in other.say("zh")


def machine(tmp_path: Path, port: int, **more: object) -> Machine:
    facts = {"utc_offset": 480, "addresses": ("10.0.0.5",), "root": tmp_path} | more
    return Machine(tmp_path, tmp_path / "assets", port, "127.0.0.1", **facts)  # type: ignore[arg-type]


def test_a_port_is_free_ours_or_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert looked.port(machine(tmp_path, port)).level == "bad"
        assert looked.port(machine(tmp_path, port, ours=True)).key == "preflight.port_ours"
    assert looked.port(machine(tmp_path, 0)).level == "good"


def test_firewalls(tmp_path: Path) -> None:
    assert looked.firewall(tmp_path, 8000).level == "unknown"
    write(tmp_path / "etc/ufw/ufw.conf", "# x\nENABLED=no\n")
    assert looked.firewall(tmp_path, 8000).level == "unknown"
    write(tmp_path / "etc/ufw/ufw.conf", "ENABLED=yes\n")
    assert "ufw" in looked.firewall(tmp_path, 8000).say("en")
    (tmp_path / "etc/ufw/ufw.conf").unlink()
    (tmp_path / "run/firewalld").mkdir(parents=True)
    assert looked.firewall(tmp_path, 8000).level == "warn"


def test_addresses() -> None:
    assert looked.addresses(()).level == "warn"
    assert "10.0.0.5, 10.0.0.6" in looked.addresses(["10.0.0.5", "10.0.0.6"]).say("zh")


def test_fonts(tmp_path: Path) -> None:
    assert looked.fonts(tmp_path).level == "bad"
    write(tmp_path / "fonts.css", '@font-face { src: url("a.woff2") } @font-face { src: url(b.woff2) }')
    write(tmp_path / "a.woff2", "x")
    write(tmp_path / "b.woff2", "")
    missing = looked.fonts(tmp_path)
    assert missing.level == "bad" and "b.woff2" in missing.say("en") and "a.woff2" not in missing.say("en")
    write(tmp_path / "b.woff2", "x")
    assert looked.fonts(tmp_path).level == "good"


def test_media(tmp_path: Path) -> None:
    assert looked.media(tmp_path / "none").facts == {"count": 0}
    write(tmp_path / "assets" / "film.mp4", "")
    bad = looked.media(tmp_path / "assets")
    assert bad.level == "bad" and "film.mp4" in bad.say("zh")


def test_every_answer_has_its_words(tmp_path: Path) -> None:
    found = findings(machine(tmp_path, 0))
    assert len(found) == 9
    assert all(one.say(lang) for one in found for lang in LANGS)
    assert next(one for one in found if one.key.startswith("preflight.fonts")).level == "good", "our own are all there"
