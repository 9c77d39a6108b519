"""Logs: one JSON object a line, and nothing secret or not yet public in any of them, whatever the level."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.cli.logs import HIDDEN, LOG_FILE, TRAFFIC, JsonLines, PlainLines, configure, redacted, trace_of
from tests.support.server_process import CODE, SAMPLE, Server
from tests.support.socket_clients import cookie, open_, panel, receive, send

MARKS = ("93.27", "88.46")


@pytest.fixture
def untouched() -> Iterator[None]:
    """The test process's own logging, put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in TRAFFIC}
    yield
    for made in set(root.handlers) - set(handlers):
        made.close()
    root.handlers[:], root.level = handlers, level
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)


def record(said: str, *args: object, **extra: Any) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "server.x", "msg": said, "args": args, "levelname": "INFO", **extra})


def failed(said: str) -> BaseException:
    try:
        raise ValueError(said)
    except ValueError as error:
        return error


def test_a_line_is_one_json_object() -> None:
    line = json.loads(JsonLines().format(record("screen %s\nfailed", "左", do="go", seq=7)))
    assert (line["said"], line["do"], line["seq"], line["logger"]) == ("screen 左\nfailed", "go", 7, "server.x")
    assert "\n" not in JsonLines().format(record("a\nb"))


def test_a_traceback_tells_places_and_no_numbers() -> None:
    *places, words = trace_of(failed("J1 gave 93.27"))
    assert "test_logs.py" in places[-1] and words == "ValueError: J# gave #"
    info = (ValueError, failed("93.27"), None)
    for lines in (JsonLines(), PlainLines()):
        assert "93.27" not in lines.format(record("x", exc_info=info)) and "ValueError" in lines.format(
            record("x", exc_info=info)
        )


@pytest.mark.parametrize(
    "secret",
    [
        "Authorization: Bearer abc.def.ghi", "cookie: limelight=eyJyb2xlIjoib3BlcmF0b3IifQ.abcdef.0123456789abcdefxy",
        "limelight_screen=Zk3-abc", "GET /join/ABCD2345 HTTP/1.1", "redis://user:pa55word@10.0.0.5:6379",
        "code K7WD-Q2RX",
        "?code=K7WDQ2RX&next=/", "ticket=u0mYv1Q2dX8m4hX0",
    ],
)  # fmt: skip
def test_what_looks_like_a_key_is_blotted_out(secret: str) -> None:
    found = redacted(secret)
    assert HIDDEN in found
    for part in ("abc.def", "eyJyb2", "Zk3", "ABCD2345", "pa55word", "K7WD", "Q2RX", "u0mYv1"):
        assert part not in found


def test_plain_words_stay() -> None:
    said = "/tmp/show/live.sqlite: the disk does not confirm ([Errno 28] No space left): seq 1234, 10.0.0.5:8000"
    assert redacted(said) == said


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path, untouched: None) -> None:
    configure("debug", False, tmp_path / "nowhere")
    logging.getLogger("server.x").warning("said")


def test_the_file_is_its_owner_s_and_has_info_even_where_the_terminal_is_quiet(
    tmp_path: Path, untouched: None, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("error", True, tmp_path)
    logging.getLogger("server.x").info("said")
    (line,) = (tmp_path / LOG_FILE).read_text("utf-8").splitlines()
    assert json.loads(line)["said"] == "said" and capsys.readouterr().err == ""
    assert os.name == "nt" or (tmp_path / LOG_FILE).stat().st_mode & 0o777 == 0o600


def test_a_scored_final_at_debug_level_leaves_no_mark_and_no_key_in_any_log(tmp_path: Path) -> None:
    """A panel and a screen: then every byte of the terminal and of the log is searched."""
    (tmp_path / "kept").mkdir()
    server = Server(tmp_path / "kept", SAMPLE, "--log-json").start(LIMELIGHT_LOG="debug")
    try:
        secrets = [CODE, CODE.replace("-", ""), server.token, cookie(server).partition("=")[2], *MARKS]
        entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
        marks = dict.fromkeys(server.judges(), MARKS[0]) | {server.judges()[0]: MARKS[1]}
        with panel(server) as control, open_(server, "stage") as stage:
            receive(stage, "snapshot")
            send(stage, type="ping", t=1)
            send(control, id="s", do="score_entry", entry=entry)
            send(control, id="m", do="enter_marks", entry=entry, marks=marks)
            assert receive(control, "ack")["id"] == "s" and receive(control, "ack")["id"] == "m"
            send(control, id="r", do="enter_marks", entry=entry, marks={server.judges()[0]: "193.27"})
            assert receive(control, "refused")["id"] == "r"
            server.do("confirm", entry=entry)
        people = json.loads((server.folder / "people.json").read_text("utf-8"))
        secrets += [one["code"] for one in people]
        secrets += [server.token_of("judge", server.judges()[0])]
    finally:
        server.stop()
    terminal = (tmp_path / "kept.log").read_text("utf-8").splitlines()
    logged = [line for line in terminal if line.startswith("{")]  # the words of the start show the operator's code
    assert len(logged) > 2
    written = "\n".join(logged) + (server.folder / LOG_FILE).read_text("utf-8")
    assert [secret for secret in secrets if secret in written] == []
    lines = [json.loads(line) for line in (server.folder / LOG_FILE).read_text("utf-8").splitlines()]
    done = [(line["do"], line["role"], line["answer"]) for line in lines if line["said"] == "command"]
    assert ("enter_marks", "operator", "ack") in done and ("enter_marks", "operator", "out_of_range") in done
