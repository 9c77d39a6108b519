"""Sections `[[outputs]]`, `[theme]` and `[watch]` of an event file: sizes, colours, pictures, the stream."""

from __future__ import annotations

import re
from decimal import Decimal

from server.event_file.faults import Place
from server.event_file.toml_table import TomlTable, close
from server.show.model import Output, Theme
from server.show.model.contest import Watch
from server.show.model.stream import MAX_DELAY, path_of

ASSETS = "assets"
MAX_SIDE = 16_384  # pixels; Chromium draws no larger canvas
MAX_NAME_BYTES = 200  # bytes, less than any file system holds
STREAMS = (".m3u8", ".mp4", ".webm")
ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(:\d{1,5})?(/[^\s\"'<>\\]*)?", re.ASCII)
MAX_ADDRESS = 1000
MAX_TITLE = 60
PICTURES = (".png", ".jpg", ".jpeg", ".svg", ".webp")
KINDS = {
    "stage": "stage", "主屏": "stage", "monitor": "monitor", "返送": "monitor",
    "backstage": "backstage", "候场": "backstage", "overlay": "overlay", "叠加": "overlay",
}  # fmt: skip
COLORS = (
    "red-950", "red-900", "red-800", "red-700", "red-600", "red-500", "gold-100", "gold-200", "gold-300",
    "gold-400", "gold-500", "gold-700", "cream", "ground", "ground-deep", "ground-lift", "ink", "ink-quiet", "accent",
    "accent-deep", "line", "level-normal", "level-warning", "level-danger", "level-over",
)  # fmt: skip
"""The colours of display/css/theme.css that an event may set."""
LANGS = {"zh": "zh", "中文": "zh", "en": "en", "english": "en"}
RESERVED = ("watch", "control", "preview", "desk", "host", "viewer", "judge", "replica")  # views of the server's own


def outputs(root: TomlTable) -> tuple[Output, ...]:
    """Outputs of the event; one that names none gets the four that every hall has."""
    given: list[Output] = []
    seen: dict[str, Place] = {}
    for number, table in enumerate(root.tables("outputs"), 1):
        name = table.ident(f"output{number}", seen, "name")
        if "name" not in table:
            table.note("name", "missing")
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or name in RESERVED:
            table.note("name", "bad_id", name, "a–z, 0–9, -; ≠ " + ", ".join(RESERVED))
        given.append(
            Output(
                name,
                table.choice("kind", KINDS, "stage"),  # type: ignore[arg-type]
                table.text("title", name),
                table.whole("width", 1920, 1, MAX_SIDE),
                table.whole("height", 1080, 1, MAX_SIDE),
                table.flag("sound"),
                table.choice("lang", LANGS, "zh"),
            )
        )
        table.close()
    return tuple(given) or (
        Output("stage", "stage", "主屏"),
        Output("monitor", "monitor", "返送", sound=True),
        Output("backstage", "backstage", "候场"),
        Output("overlay", "overlay", "直播叠加"),
    )


def theme(root: TomlTable) -> Theme:
    """Colours and pictures of the event; a colour that it leaves out is the look's own."""
    table = root.table("theme")
    paints = table.table("colors")
    colors = {}
    for name in COLORS:
        text = paints.text(name)
        if text and not re.fullmatch(r"#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})", text):
            paints.note(name, "bad_color", text, '"#8E0E12"')
        elif text:
            colors[name] = text
    look = Theme(colors, _picture(table, "logo"), _picture(table, "key_visual"))
    close((table, paints))
    return look


def _picture(table: TomlTable, key: str) -> str:
    """The name of a file in assets/, never a path out of it."""
    name = table.text(key).removeprefix(f"{ASSETS}/")
    strange = re.search(r'[/\\:*?"<>|]', name) or name.startswith(".") or len(name.encode()) > MAX_NAME_BYTES
    if name and (strange or not name.lower().endswith(PICTURES)):
        table.note(key, "bad_file_name", name, " ".join(PICTURES))
        return ""
    return name


def watch(root: TomlTable) -> Watch:
    """Stream of the remote viewers: its address or a player to embed, one of the two, and how far it lags, in
    ms."""
    table = root.table("watch")
    stream, embed = table.text("stream", most=MAX_ADDRESS), table.text("embed", most=MAX_ADDRESS)
    if stream and not _is_stream(stream):
        table.note("stream", "bad_stream", stream, " ".join(STREAMS))
    if embed and not ADDRESS.fullmatch(embed):
        table.note("embed", "bad_address", embed, '"https://…"')
    if stream and embed:
        table.note("embed", "watch_twice", wanted="stream / embed")
    delay = table.decimal("delay", Decimal(0), Decimal(0), Decimal(MAX_DELAY))
    watched = Watch(stream, embed, table.text("title", most=MAX_TITLE), int(delay * 1000))
    table.close()
    return watched


def _is_stream(stream: str) -> bool:
    """A web address or the name of a file in assets/, with an ending that says what it is."""
    named = ADDRESS.fullmatch(stream) or re.fullmatch(r"[\w-][\w. -]*", stream)
    return bool(named) and path_of(stream).endswith(STREAMS)
