"""Preflight of the machine: disk, memory, power, time zone, port, firewall, addresses, fonts and media.

Nothing is changed and nothing is sent. What a system does not tell is said to be unknown, with what to look at by hand.
"""

from __future__ import annotations

import re
import shutil
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from server.preflight.finding import Finding
from server.settings import FRONT_END

MIN_DISK = 2_000_000_000  # bytes; below it a show may run out of room
NO_DISK = 200_000_000
MIN_MEMORY = 500_000_000
ROOT = Path("/")


@dataclass(frozen=True, slots=True)
class Machine:
    """Machine and event that are looked at. `ours`: this very Limelight listens on the port already; `root`: where the
    system's own files are."""

    data_dir: Path
    media: Path
    port: int
    host: str
    utc_offset: int  # minutes
    addresses: tuple[str, ...]
    ours: bool = False
    root: Path = ROOT


def findings(machine: Machine) -> list[Finding]:
    """Every answer, in the order in which one goes about it."""
    return [
        disk(machine.data_dir),
        memory(machine.root / "proc/meminfo"),
        *power(machine.root / "sys"),
        zone(machine.utc_offset, time.localtime().tm_gmtoff // 60),
        port(machine),
        firewall(machine.root, machine.port),
        addresses(machine.addresses),
        fonts(FRONT_END / "display" / "fonts"),
        media(machine.media),
    ]


def disk(folder: Path) -> Finding:
    """Room where the show is kept, or will be."""
    there = next((place for place in (folder, *folder.parents) if place.is_dir()), folder)
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return Finding("unknown", "preflight.disk_unknown")
    facts = {"free": f"{free / 1e9:.1f}"}
    if free >= MIN_DISK:
        return Finding("good", "preflight.disk", facts)
    return Finding("warn" if free >= NO_DISK else "bad", "preflight.disk_low", facts)


def memory(meminfo: Path) -> Finding:
    """Memory that programs may still take (Linux)."""
    found = re.search(r"^MemAvailable:\s+(\d+) kB", _read(meminfo), re.M)
    if not found:
        return Finding("unknown", "preflight.memory_unknown")
    free = int(found[1]) * 1024
    key = "preflight.memory" if free >= MIN_MEMORY else "preflight.memory_low"
    return Finding("good" if free >= MIN_MEMORY else "warn", key, {"free": free // 1_000_000})


def power(sys: Path) -> Iterator[Finding]:
    """Mains or battery, and a processor that saves power (Linux)."""
    supplies = sys / "class/power_supply"
    mains = [_read(place / "online") for place in _folders(supplies) if _read(place / "type") == "Mains"]
    charge = [_read(place / "capacity") for place in _folders(supplies) if _read(place / "type") == "Battery"]
    fed = {_read(place / "status") for place in _folders(supplies)} & {"Charging", "Full", "Not charging"}
    if "1" in mains or fed:
        yield Finding("good", "preflight.power")
    elif mains or charge:
        yield Finding("bad", "preflight.power_battery", {"percent": charge[0] if charge else "?"})
    else:
        yield Finding("unknown", "preflight.power_unknown")
    governor = _read(sys / "devices/system/cpu/cpu0/cpufreq/scaling_governor")
    driver = _read(sys / "devices/system/cpu/cpu0/cpufreq/scaling_driver")
    if governor == "powersave" and not driver.startswith(("intel_pstate", "amd-pstate")):
        yield Finding("warn", "preflight.power_saving", {"governor": governor})


def zone(wanted: int, here: int) -> Finding:
    """Time zone of this machine beside the event's (minutes east of UTC)."""
    if wanted == here:
        return Finding("good", "preflight.zone", {"offset": offset_words(here)})
    return Finding("warn", "preflight.zone_other", {"offset": offset_words(here), "wanted": offset_words(wanted)})


def offset_words(minutes: int) -> str:
    """Offset as people write it: 480 → +08:00."""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def port(machine: Machine) -> Finding:
    """Port that can be listened on."""
    facts = {"port": machine.port}
    if machine.ours:
        return Finding("good", "preflight.port_ours", facts)
    try:
        with socket.create_server((machine.host, machine.port)):
            return Finding("good", "preflight.port", facts)
    except OSError:
        return Finding("bad", "preflight.port_taken", facts)


def firewall(root: Path, port: int) -> Finding:
    """Firewall that is known to be on: a hint, since no machine knows what another may reach."""
    if re.search(r"^ENABLED=yes", _read(root / "etc/ufw/ufw.conf"), re.M | re.I):
        return Finding("warn", "preflight.firewall_on", {"name": "ufw", "port": port})
    if (root / "run/firewalld").is_dir():
        return Finding("warn", "preflight.firewall_on", {"name": "firewalld", "port": port})
    return Finding("unknown", "preflight.firewall_unknown")


def addresses(known: Iterable[str]) -> Finding:
    """Addresses by which other machines reach this one."""
    listed = ", ".join(known)
    if listed:
        return Finding("good", "preflight.addresses", {"known": listed})
    return Finding("warn", "preflight.addresses_none")


def fonts(folder: Path) -> Finding:
    """Every font that the style sheet names, as a file that can be read."""
    named = sorted(set(re.findall(r'url\("?([\w./-]+\.woff2)"?\)', _read(folder / "fonts.css"))))
    missing = [name for name in named if not _can_be_read(folder / name)]
    if missing or not named:
        return Finding("bad", "preflight.fonts_missing", {"missing": ", ".join(missing[:5]) or "fonts.css"})
    return Finding("good", "preflight.fonts", {"count": len(named)})


def media(folder: Path) -> Finding:
    """The organizer's files, each of which can be read. That none is missing, the event's own check says."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    bad = [path.name for path in files if not _can_be_read(path)]
    if bad:
        return Finding("bad", "preflight.media_bad", {"files": ", ".join(bad[:5])})
    return Finding("good", "preflight.media", {"count": len(files)})


def _can_be_read(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(file.read(1))
    except OSError:
        return False


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace").strip()
    except OSError:
        return ""


def _folders(path: Path) -> list[Path]:
    try:
        return sorted(path.iterdir())
    except OSError:
        return []
