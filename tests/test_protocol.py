"""server/PROTOCOL.md says what the program does: its examples are sent to a real server, in their order,
and its tables are compared with the code. A message, command, code or bound that is missing fails here."""

from __future__ import annotations

import ast
import importlib
import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from websockets.sync.client import ClientConnection, connect

from server import wire
from server.app import ROUTES
from server.show import commands as c
from server.show.commands import COMMANDS
from server.show.events.row import Cause
from server.show.model import Cue, OnAir, Show
from server.show.view import project
from server.show.views import scenes
from server.texts import refusals
from tests.support.contests import contest, opened, perform
from tests.support.server_process import PATIENCE, Server
from tests.support.source_tree import ROOT, tree_of

TEXT = (ROOT / "server" / "PROTOCOL.md").read_text("utf-8")
HEADS = {"field", "slice", "scene", "code", "constant", "address", "close code"}
PUT_BUG = {"id": "bug-1", "do": "put", "element": "bug"}  # changes nothing on the monitor
BOUNDED = re.compile(r"(MAX|MOST|LONGEST)(_|$)")
NO_CLIENTS = {"web.access.MAX_ADDRESSES", "web.access.MAX_VERIFIED", "show.evolve.MAX_NAME"}


def part(heading: str) -> str:
    """What stands under a heading, down to the next of its own rank or above."""
    rank = heading.split(" ", 1)[0]
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(rank)}}} |\Z)", TEXT, re.M | re.S)
    assert found, f"PROTOCOL.md has no heading “{heading}”"
    return found[1]


def headings(text: str, rank: str) -> list[str]:
    """The names in code type that are headings of this rank."""
    return re.findall(rf"^{rank} `(\w+)`$", text, re.M)


def rows(text: str) -> list[list[str]]:
    """The body of every table in the text, cell by cell."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines if line[0].strip() not in HEADS]


def examples(text: str, kind: str = r"\w+") -> list[Any]:
    return [json.loads(one) for one in re.findall(rf"^```json {kind}\n(.*?)\n```$", text, re.M | re.S)]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


# --- commands ------------------------------------------------------------------------------------------


def test_every_command_has_its_section() -> None:
    assert sorted(headings(part("## Commands"), "####")) == sorted(COMMANDS)


def type_words(kind: Any) -> str:
    plain = {str: "text", bool: "true/false", int: "whole number", Decimal: "decimal", NoneType: "null", Any: "any"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inner)
    if origin in (Union, UnionType):
        return " or ".join(map(type_words, inner))
    if origin is tuple:
        return f"list of {type_words(inner[0])}"
    return f"object of {type_words(inner[1])}" if origin is dict else plain[kind]


def left_out(field: Field[Any]) -> str:
    if field.default is not MISSING:
        return f"`{json.dumps(field.default)}`"
    return "required" if field.default_factory is MISSING else f"`{json.dumps(field.default_factory())}`"


@pytest.mark.parametrize("do", COMMANDS)
def test_the_fields_of_a_command_are_its_dataclass_s(do: str) -> None:
    hints = get_type_hints(COMMANDS[do])
    wanted = [[f"`{one.name}`", type_words(hints[one.name]), left_out(one)] for one in fields(COMMANDS[do])]
    table = rows(part(f"#### `{do}`"))
    assert [row[:3] for row in table] == wanted
    assert all(row[3] for row in table), "each field has its meaning"


@pytest.mark.parametrize("do", COMMANDS)
def test_a_command_s_examples_are_its_own_and_refused_only_with_codes_it_names(do: str) -> None:
    section = part(f"#### `{do}`")
    sent, answers = examples(section, "up"), examples(section, "down")
    assert sent[0]["do"] == do and len(sent) == len(answers)
    wire.decode_command(json.dumps(sent[0]))
    listed = names(next(line for line in section.splitlines() if line.startswith("Refused: ")))
    refused = {answer["code"] for one, answer in zip(sent, answers, strict=True) if answer["type"] == "refused"}
    works = "The sample event scores in another way" not in section
    assert answers[0]["type"] == ("ack" if works else "refused"), "the first example is one that works"
    assert refused <= set(listed) <= set(refusals.WORDS)


def test_the_examples_answer_as_they_are_written(tmp_path: Path) -> None:
    server = Server(tmp_path / "kept")
    server.folder.mkdir()
    chapter = part("## Commands")
    server.start()
    try:
        for sent, answer in zip(examples(chapter, "up"), examples(chapter, "down"), strict=True):
            really = server.do(sent.pop("do"), **sent)
            assert really == answer, f"{sent['id']} is now answered {json.dumps(really, ensure_ascii=False)}"
    finally:
        server.stop()


# --- messages ------------------------------------------------------------------------------------------


def types_sent() -> Iterator[str]:
    """Every `{"type": "…"}` that the server writes out."""
    for name in ("screens/page_messages", "screens/hub", "answers", "director", "web/api", "hall/screens_api"):
        for node in ast.walk(tree_of(ROOT / "server" / f"{name}.py")):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "type" and isinstance(value, ast.Constant):
                        yield str(value.value)


def types_taken() -> Iterator[str]:
    """Every case that the socket knows for what it receives."""
    for node in ast.walk(tree_of(ROOT / "server" / "screens" / "page_messages.py")):
        if isinstance(node, ast.MatchValue) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def test_every_message_has_its_section() -> None:
    down = headings(part("## Down: what the server sends"), "###") + headings(part("## HTTP answers"), "###")
    assert sorted(down) == sorted(set(types_sent()))
    assert sorted(headings(part("## Up: what a client sends"), "###")) == sorted({"command", *types_taken()})


def test_the_envelope_s_fields_are_the_wire_s() -> None:
    documented = {names(row[0])[0] for row in rows(part("### `command`"))}
    assert documented == set(wire._ENVELOPE) - {"type"}


def same_shape(written: Any, real: Any, where: str = "") -> None:
    """The same keys and types. Null stands for anything: it says that there is nothing."""
    if written is None or real is None:
        return
    assert type(written) is type(real), f"{where}: {written!r} is written, {real!r} was sent"
    if isinstance(written, dict):
        assert list(written) == list(real), where
        for key in written:
            same_shape(written[key], real[key], f"{where}.{key}")
    for one, other in zip(written, real, strict=False) if isinstance(written, list) else ():
        same_shape(one, other, f"{where}[]")


def until(line: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of this type; others may come before it."""
    while True:
        message = json.loads(line.recv(timeout=PATIENCE))
        if message["type"] == kind:
            return message


def really_sent(server: Server, documented: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a server answers to the document's own messages, by the name of the example."""
    base, signed = f"ws://127.0.0.1:{server.port}/ws/", {"Authorization": f"Bearer {server.token}"}
    with connect(f"{base}monitor?screen=left") as screen, connect(f"{base}control", additional_headers=signed) as panel:
        for kind in ("hello", "snapshot"):
            yield kind, until(screen, kind)
        yield "presence", until(panel, "presence")
        for kind in ("about", "shown", "resync", "ping"):
            screen.send(json.dumps(documented[kind]))
        yield "snapshot", until(screen, "snapshot")
        screen.send(json.dumps(documented["ping"]))
        yield "pong", until(screen, "pong")
        panel.send(json.dumps({"id": documented["ack"]["id"], "do": "take"}))
        yield "ack", until(panel, "ack")
        yield "patch", until(screen, "patch")
        panel.send(json.dumps(PUT_BUG))
        assert until(panel, "ack")["id"] == PUT_BUG["id"]
        yield "skip", until(screen, "patch")
        panel.send(json.dumps(documented["command"]))
        assert until(panel, "ack")["id"] == documented["command"]["id"]
        panel.send(json.dumps({"id": documented["refused"]["id"], "do": "preview", "cue": "99.talk", "lang": "en"}))
        yield "refused", until(panel, "refused")
    yield "health", server.get("/healthz")
    yield "ready", server.get("/readyz")
    request = urllib.request.Request(server.url("/api/commands"), b'{"id":"1","do":"fly"}', signed)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=PATIENCE)
    yield "problem", json.load(caught.value)


def test_the_examples_of_messages_look_like_those_really_sent(tmp_path: Path) -> None:
    found = re.findall(r"^```json (\w+)\n(.*?)\n```$", TEXT, re.M | re.S)
    documented = {name: json.loads(text) for name, text in found if name not in ("up", "down")}
    server = Server(tmp_path / "kept")
    server.folder.mkdir()
    server.start()
    try:
        for name, message in really_sent(server, documented):
            same_shape(documented[name], message, name)
    finally:
        server.stop()


def test_every_cause_is_named() -> None:
    line = next(line for line in part("### `patch`").splitlines() if line.startswith("`cause` says"))
    assert set(names(line)) - {"cause"} == set(Cause.__args__)  # type: ignore[attr-defined]


# --- views ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full() -> tuple[Show, Show]:
    """A show where every slice has something to show: an entry on stage, and then a break."""
    show = opened(contest())
    marks = c.EnterMarks("01", dict.fromkeys(show.judges, Decimal("90")))
    show = perform(show, marks, c.Confirm("01"), c.Arm("01"), c.Reveal("01"), c.Preview("01.talk"), c.Take())
    show = perform(show, c.Put("lower_third", name="王芳"), c.Put("score", entry="01"), c.Put("top", category="a"))
    show = perform(show, c.Put("ticker", text="稍后"), c.Put("bug"), c.Put("logo"), c.Message("请开始"))
    pause = next(cue.id for segment in show.rundown for cue in segment.cues if cue.scene == "break")
    return show, perform(show, c.Preview(pause), c.Take())


def key_words(value: Any) -> str:
    if not isinstance(value, dict):
        return "—"
    return ", ".join(f"`{key}`" for key in value) or "none"


@pytest.mark.parametrize("kind", ["stage", "monitor", "backstage", "overlay", "watch", "control"])
def test_every_slice_of_a_view_is_named_with_its_keys(kind: str, full: tuple[Show, Show]) -> None:
    title = {"control": "### The operator's `control`", "watch": "### The view `watch`"}.get(kind, f"### Kind `{kind}`")
    common = [] if kind == "control" else rows(part("### Every public view"))
    common += rows(part("### Kind `overlay`")) if kind == "watch" else []
    own = part(title)
    documented = {names(row[0])[0]: row[1] for row in common + rows(own)}
    views = [project(show, kind) for show in full]
    for name in list(views[0]):
        value = next((view[name] for view in views if view[name] is not None), None)
        name = "sheet/{entry}" if name.startswith("sheet/") else name
        if documented.get(name) != "by id" or not isinstance(value, dict):
            assert documented.get(name) == key_words(value), name
    assert set(documented) == {re.sub("^sheet/.*", "sheet/{entry}", name) for name in views[0]}


def test_every_scene_is_named_with_its_content(full: tuple[Show, Show]) -> None:
    def content(scene: str, show: Show) -> str:
        cue = Cue("x", scene, "", "01", {"award": "one", "category": "a", "judge": "J1"})
        return key_words(scenes.CONTENT[scene](show, OnAir(cue, "1", show.at)))

    wanted = {f"`{scene}`": content(scene, opened(contest())) for scene in scenes.CONTENT}
    wanted["`reveal`, revealed"] = content("reveal", full[0])
    assert dict(row[:2] for row in rows(part("### `program` of a stage"))) == wanted


# --- codes, bounds, addresses --------------------------------------------------------------------------


def test_every_refusal_is_listed_with_its_words_and_met_by_a_command() -> None:
    listed = {names(code)[0]: (zh, en) for code, zh, en in rows(part("## Refusals"))}
    assert listed == refusals.WORDS
    lines = re.findall(r"^Refused: (.*)$", part("## Commands"), re.M)
    assert {code for line in lines for code in names(line)} == set(listed)


def test_every_bound_is_the_one_in_the_code() -> None:
    limits = {names(name)[0]: int(value) for name, value, _ in rows(part("## Limits"))}
    modules = {name: importlib.import_module(f"server.{name}") for name in {one.rpartition(".")[0] for one in limits}}
    code = {f"{name}.{one}": value for name, module in modules.items() for one, value in vars(module).items()}
    assert limits == {name: code.get(name) for name in limits}
    known = {name.rpartition(".")[2] for name in limits}
    bounds = {name for name in code if BOUNDED.match(name.rpartition(".")[2])} - NO_CLIENTS
    assert not {name for name in bounds if name.rpartition(".")[2] not in known}


def test_every_address_is_a_route() -> None:
    documented = {names(row[0])[0] for row in rows(part("## Addresses"))}
    assert documented <= {route.path for route in ROUTES}
    assert {route.path for route in ROUTES if route.path.startswith(("/api/", "/ws/"))} <= documented
