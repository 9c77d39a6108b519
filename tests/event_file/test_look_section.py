"""Outputs, colours and pictures as an event file writes them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from server.event_file import look_section, toml_lines
from server.event_file.toml_table import TomlSource, TomlTable
from server.show.model import Output, Theme
from server.show.model.contest import Watch

ROOT = Path(__file__).parents[2]


def table(text: str) -> TomlTable:
    return TomlTable(tomllib.loads(text), "", TomlSource("event.toml", toml_lines.rows(text)))


def wrong(root: TomlTable) -> set[tuple[int, str, str]]:
    return {(fault.row, fault.column, fault.code) for fault in root.source.faults}


def test_an_event_without_outputs_gets_what_every_hall_has() -> None:
    found = look_section.outputs(table(""))
    assert [(one.name, one.kind, one.sound) for one in found] == [
        ("stage", "stage", False),
        ("monitor", "monitor", True),
        ("backstage", "backstage", False),
        ("overlay", "overlay", False),
    ]


def test_outputs_of_any_size() -> None:
    root = table(
        '[[outputs]]\nname = "wall"\nkind = "主屏"\ntitle = "大屏"\nwidth = 5333\nheight = 1500\nlang = "en"'
    )
    assert look_section.outputs(root) == (Output("wall", "stage", "大屏", 5333, 1500, False, "en"),)
    assert not wrong(root)


def test_what_is_wrong_with_an_output() -> None:
    root = table(
        '[[outputs]]\nname = "Stage"\nwidth = 0\n[[outputs]]\nname = "watch"\nkind = "tv"\n'
        '[[outputs]]\nheight = 99999\n[[outputs]]\nname = "a"\n[[outputs]]\nname = "a"\nsound = 1\n'
    )
    look_section.outputs(root)
    assert wrong(root) == {
        (2, "outputs[1].name", "bad_id"), (3, "outputs[1].width", "out_of_range"),
        (5, "outputs[2].name", "bad_id"), (6, "outputs[2].kind", "not_choice"),
        (7, "outputs[3].name", "missing"), (8, "outputs[3].height", "out_of_range"),
        (12, "outputs[5].name", "double"), (13, "outputs[5].sound", "not_flag"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["watch", "control", "preview", "desk", "judge", "host", "viewer", "judge.J1"])
def test_no_output_has_the_name_of_a_view_that_wants_a_role(name: str) -> None:
    root = table(f'[[outputs]]\nname = "{name}"')
    look_section.outputs(root)
    assert wrong(root) == {(2, "outputs[1].name", "bad_id")}


def test_a_theme() -> None:
    root = table(
        '[theme]\nlogo = "assets/logo.PNG"\nkey_visual = "kv.jpg"\n[theme.colors]\nred-700 = "#8E0E12"'
    )
    assert look_section.theme(root) == Theme({"red-700": "#8E0E12"}, "logo.PNG", "kv.jpg")
    assert not wrong(root)


@pytest.mark.parametrize(
    "name",
    ["../event.png", "a/b.png", "c:x.png", ".png", "logo.exe", "a\\\\b.png", "logo", "长" * 99 + ".png"],
)
def test_a_picture_is_a_file_in_assets(name: str) -> None:
    root = table(f'[theme]\nlogo = "{name}"')
    assert look_section.theme(root).logo == ""
    assert wrong(root) == {(2, "theme.logo", "bad_file_name")}


@pytest.mark.parametrize("color", ["red", "#12", "#12345g", "url(x)", "#fff;}"])
def test_a_color_cannot_carry_anything_else(color: str) -> None:
    root = table(f'[theme.colors]\ncream = "{color}"\npink = "#fff"')
    assert look_section.theme(root).colors == {}
    assert wrong(root) == {(2, "theme.colors.cream", "bad_color"), (3, "theme.colors.pink", "unknown_key")}


def test_the_colors_are_those_of_the_displays() -> None:
    css = (ROOT / "display" / "css" / "theme.css").read_text("utf-8")
    assert set(look_section.COLORS) <= set(re.findall(r"--([a-z0-9-]+):", css))


@pytest.mark.parametrize(
    "stream",
    ["https://live.example.org/final/index.m3u8", "https://live.example.org:8443/a.m3u8?key=a%2Fb&x=1", "lobby.webm",
     "http://10.0.0.8/hall.mp4", "HALL.MP4"],
)  # fmt: skip
def test_a_stream_for_remote_viewers(stream: str) -> None:
    root = table(f'[watch]\nstream = "{stream}"\ntitle = "直播"\ndelay = "12.5"')
    assert look_section.watch(root) == Watch(stream, "", "直播", 12_500)
    assert not wrong(root)


def test_a_player_to_embed_and_nothing_at_all() -> None:
    root = table('[watch]\nembed = "https://player.example.org/final"')
    assert look_section.watch(root).embed == "https://player.example.org/final" and not wrong(root)
    assert look_section.watch(table("")) == Watch()


@pytest.mark.parametrize(
    "stream",
    ["rtmp://live.example.org/a.m3u8", "https://live.example.org/final", "//live.example.org/a.m3u8", "../a.mp4",
     "https://live.example.org; script-src *;/a.m3u8", "https://live example.org/a.m3u8", "javascript:alert(1)//a.mp4",
     "https://'none'/a.m3u8", "https://*/a.m3u8", "a/b.mp4"],
)  # fmt: skip
def test_a_stream_that_is_no_address(stream: str) -> None:
    root = table(f'[watch]\nstream = "{stream}"')
    look_section.watch(root)
    assert wrong(root) == {(2, "watch.stream", "bad_stream")}


def test_faults_of_remote_viewing_name_their_rows() -> None:
    root = table('[watch]\nstream = "a.mp4"\nembed = "player.example.org"\ndelay = 121\nurl = "x"')
    look_section.watch(root)
    assert wrong(root) == {
        (3, "watch.embed", "bad_address"), (3, "watch.embed", "watch_twice"), (4, "watch.delay", "out_of_range"),
        (5, "watch.url", "unknown_key"),
    }  # fmt: skip
