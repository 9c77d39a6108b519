"""Screen: the record of one connected page."""

from __future__ import annotations

from dataclasses import dataclass

from server.screens.connection import Connection
from server.screens.pairing import Device
from server.screens.vitals import Vitals


@dataclass(eq=False, slots=True)
class Screen:
    """Record of one connected screen. `shown` is the newest seq that the page says it has drawn; `trip` a
    long round trip of a venue screen (ms); a `monitor` is the panel's own small picture of an output, and no
    screen."""

    id: str
    view: str
    connection: Connection
    name: str = ""
    width: int = 0
    height: int = 0
    hidden: bool = False
    build: str = ""
    shown: int = 0
    trip: int = 0
    monitor: bool = False
    person: str = ""
    by: str = ""
    device: Device | None = None
    near: bool = False  # on the server's own machine
    counted: bool = False  # in the tally: paired, near while nobody is paired, or a remote viewer
    word: str = ""  # by which people tell it from other unpaired ones
    vitals: Vitals | None = None
