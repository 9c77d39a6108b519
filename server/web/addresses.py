"""Addresses of the pages: this machine's on the LAN, and each page as a link and a QR code.

At a venue the person at the wall has a phone and no keyboard, so the address is shown the way a
phone reads it. Nothing is sent to find it: a UDP socket is only asked which way it would go.
"""

from __future__ import annotations

import io
import socket
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import segno

from server.show.model import Output

ANYWHERE = ("0.0.0.0", "::", "")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Address of a page: its short name, its path, its title for people, and whether it needs the code."""

    name: str
    path: str
    title: str
    operator: bool = False


def page_addresses(outputs: Iterable[Output]) -> list[PageAddress]:
    """Pages of an event, in the order in which a technician opens them."""
    pages = [PageAddress("control", "/control", "导播台 Control panel", operator=True)]
    for output in outputs:
        path = "/overlay" if output.name == "overlay" else f"/display/{output.name}"
        pages.append(PageAddress(output.name, path, output.title))
    pages.append(PageAddress("watch", "/watch", "远程观看 Remote viewers"))
    return pages


def lan_addresses() -> tuple[str, ...]:
    """IPv4 addresses of this machine that others can reach, the likeliest first; may be empty. Loopback (RFC
    1122) and link-local addresses (RFC 3927) are left out."""
    known = dict.fromkeys([*_route(), *_by_name(), *_by_interface()])
    return tuple(address for address in known if not address.startswith(("127.", "169.254.", "0.")))


def _route() -> Iterator[str]:
    """The address that packets leave from. Connecting a UDP socket sends none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))
            yield probe.getsockname()[0]
        except OSError:
            return


def _by_name() -> Iterator[str]:
    """What this machine's own name stands for: all of them on Windows and macOS, often none on Linux."""
    try:
        known = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_DGRAM)
    except OSError:
        return
    yield from (str(address[0]) for *_, address in known)


def _by_interface() -> Iterator[str]:
    """On Linux, each interface's own: a laptop and a switch without any router have no route."""
    try:
        import fcntl
    except ImportError:
        return
    siocgifaddr = 0x8915
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            try:
                answer = fcntl.ioctl(probe, siocgifaddr, struct.pack("256s", name.encode()[:15]))
            except OSError:
                continue
            yield socket.inet_ntoa(answer[20:24])


def bases(host: str, port: int, secure: bool = False) -> list[str]:
    """Beginnings of every link (`http://10.0.0.5:8000`): this machine's first, then those for other
    machines. `secure`: the server has a certificate."""
    scheme = "https" if secure else "http"
    if host in ANYWHERE:
        return [f"{scheme}://{name}:{port}" for name in ("localhost", *lan_addresses())]
    if host in LOOPBACK:
        return [f"{scheme}://localhost:{port}"]
    return [f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"]


def qr_text(url: str, colour: bool = False) -> str:
    """QR code (ISO/IEC 18004) of a link in half blocks for a terminal; `colour` fixes black on white whatever
    its theme."""
    out = io.StringIO()
    segno.make(url, error="l", micro=False).terminal(out, compact=True, border=2)
    lines = out.getvalue().splitlines()
    return "\n".join(f"\x1b[97;40m{line}\x1b[0m" if colour else line for line in lines)


@lru_cache(maxsize=512)  # the list of people is opened again and again while the show runs
def qr_svg(url: str) -> str:
    """QR code (ISO/IEC 18004) of a link as an SVG that stands in a page."""
    return segno.make(url).svg_inline(dark="#1a1a1a", omitsize=True)  # a viewBox: pages scale it


def banner(
    outputs: Iterable[Output], host: str, port: int, code_line: str, mode_line: str, colour: bool = False,
    secure: bool = False,
) -> str:  # fmt: skip
    """Words of the terminal once the server listens: every page for here and for the LAN, the code, a QR
    code."""
    here, *others = bases(host, port, secure)
    rows = [(place.name, place.title, place.path) for place in page_addresses(outputs)]
    wide = max(len(name) for name, _, _ in rows)
    lines = ["", "Limelight 聚光 is running.  Stop it with Ctrl+C.", "", f"  mode 模式: {mode_line}", ""]
    for base in (here, *others[:1]):
        lines += ["  on this machine:" if base == here else "  from other machines on the LAN:"]
        lines += [f"    {name:<{wide}}  {base}{path}   {title}" for name, title, path in rows] + [""]
    lines += [f"  other addresses of this machine: {'  '.join(others[1:])}", ""] if others[1:] else []
    lines += [f"  operator's code 导播口令: {code_line}", ""]
    lines += [f"  people and their codes 人员与口令: {here}/people", ""]
    lines += [f"  the operator's handbook 导播手册: {here}/help", ""]
    target = f"{others[0] if others else here}/control"
    lines += [qr_text(target, colour), f"  {target}", ""]
    return "\n".join(lines)
