"""Salvage: every whole event before the damage and behind it, the old files kept, a show that starts again."""

from __future__ import annotations

import json
import random
from contextlib import closing
from pathlib import Path

import pytest

from server.journal import salvage as module
from server.journal.inspection import inspect
from server.journal.journal import Journal
from server.journal.opening import evolved, replayed
from server.journal.salvage import Salvaged, salvage
from server.show import events as e
from server.show.model.rundown import build
from tests.support.damaged_journals import CONTEST, bytes_in, flipped, killed, laid

TEXT = "请第 {} 个项目准备"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    with killed(tmp_path) as found:
        return found


def salvaged(path: Path) -> Salvaged:
    before = bytes_in(path.parent)
    account = salvage(path, "live", CONTEST)
    assert account is not None
    after = bytes_in(path.parent)
    assert set(before.values()) <= set(after.values()), "every old file is there, to the byte"
    assert inspect(path).damage is None and salvage(path, "live", CONTEST) is None
    return account


def said(path: Path) -> list[str]:
    journal, recorded = replayed(path, "live")
    journal.close()
    assert evolved(recorded).seq == len(recorded)
    return [fact.event.text for fact in recorded[1:] if isinstance(fact.event, e.MessageSet)]


def texts(*seqs: int) -> list[str]:
    return [TEXT.format(seq) for seq in seqs]


def test_an_event_that_was_changed_is_left_out_and_those_behind_it_are_kept(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    changed = files["live.sqlite-wal"].replace(TEXT.format(20).encode(), TEXT.format(10).encode())
    path = laid(tmp_path / "data", files | {"live.sqlite-wal": changed})
    epoch = inspect(path).epoch
    account = salvaged(path)
    assert (account.before, account.after, account.left, account.lost) == (19, 10, 1, 0)
    assert said(path) == texts(*range(2, 20), *range(21, 31))
    assert account.lines is not None
    lines = [json.loads(line) for line in account.lines.read_text("utf-8").splitlines()]
    assert [(line["seq"], line["new_seq"]) for line in lines] == [(20, None), *((n, n - 1) for n in range(21, 31))]
    assert lines[0]["altered"] and lines[1]["event"]["of"]["text"] == TEXT.format(21)
    with closing(Journal(path)) as journal:
        assert journal.epoch != epoch, "screens and printed sheets know that it is another history"
        assert journal.seq_of("command-30", "panel·1") == 29


def test_a_log_that_was_cut_loses_what_was_in_it_and_says_how_much(tmp_path: Path, files: dict[str, bytes]) -> None:
    path = laid(tmp_path / "data", files | {"live.sqlite-wal": b""})
    account = salvaged(path)
    assert (account.before, account.after, account.left, account.lost) == (12, 0, 0, 18)
    assert said(path) == texts(*range(2, 13)) and account.lines is None


def test_where_nothing_is_lost_the_epoch_stays(tmp_path: Path, files: dict[str, bytes]) -> None:
    path = laid(tmp_path / "data", files)
    Journal(path).close()
    epoch = inspect(path).epoch
    content = path.read_bytes()
    path.write_bytes(b"\x00" * 100 + content[100:])
    account = salvaged(path)
    assert (account.before, account.lost, inspect(path).epoch) == (30, 0, epoch)


def test_a_journal_whose_first_event_is_lost_stands_on_the_event_file(tmp_path: Path, files: dict[str, bytes]) -> None:
    del files["live.sqlite"]
    path = laid(tmp_path / "data", files)
    account = salvaged(path)
    assert account.from_event_file and account.before == 0 and account.after >= 18
    journal, recorded = replayed(path, "live")
    journal.close()
    assert recorded[0].event == e.Opened(CONTEST, "live", build(CONTEST))
    assert said(path)[-18:] == texts(*range(13, 31))


def test_of_a_journal_without_one_event_the_files_are_kept(tmp_path: Path, files: dict[str, bytes]) -> None:
    path = laid(tmp_path / "data", {"live.sqlite": b"", "live.mark": files["live.mark"]})
    account = salvaged(path)
    assert (account.before, account.after, account.lost) == (0, 0, 30) and len(account.kept) == 2


def test_an_undo_is_taken_only_where_it_takes_back_what_it_took_back(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    texts = (e.MessageSet("一"), e.MessageSet("二"), e.Undone(3), e.MessageSet("三"), e.Undone(5), e.Undone(2))
    with closing(Journal(path)) as journal:
        for event in (e.Opened(CONTEST, "live", build(CONTEST)), *texts):
            journal.append(1, "panel", event)
        journal.flush()
    content = path.read_bytes()
    path.write_bytes(content.replace('"二"'.encode(), '"四"'.encode()))
    account = salvaged(path)
    journal, recorded = replayed(path, "live")
    journal.close()
    assert [fact.event for fact in recorded[1:]] == [e.MessageSet("一"), e.MessageSet("三"), e.Undone(3), e.Undone(2)]
    assert (account.after, account.left) == (3, 2), "the changed one, and the undo of it"


@pytest.mark.parametrize("step", ["_write", "change_mark", "archive", "change_files"])
def test_a_salvage_that_is_stopped_begins_no_empty_show_and_can_be_run_again(
    tmp_path: Path, files: dict[str, bytes], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = laid(tmp_path / "data", files | {"live.sqlite-wal": flipped(files["live.sqlite-wal"], 200_000)})
    whole = inspect(path)
    done = getattr(module, step)

    class Stopped(BaseException): ...

    def stop(*args: object, **named: object) -> None:
        if step != "change_files":
            done(*args, **named)
        raise Stopped

    monkeypatch.setattr(module, step, stop)
    with pytest.raises(Stopped):
        salvage(path, "live", CONTEST)
    monkeypatch.undo()
    assert inspect(path).damage is not None
    salvaged(path)
    assert len(said(path)) >= len(whole.rows) - 1


def test_whatever_was_cut_or_flipped_the_show_starts_again(tmp_path: Path, files: dict[str, bytes]) -> None:
    chosen = random.Random(41)
    for number in range(24):
        name = chosen.choice(["live.sqlite", "live.sqlite-wal"])
        place = chosen.randrange(len(files[name]))
        changed = files[name][:place] if number % 2 else flipped(files[name], place * 8)
        path = laid(tmp_path / f"{number}", files | {name: changed})
        found = inspect(path)
        if found.damage is not None:
            account = salvaged(path)
            assert account.before + account.after + account.left + account.lost == 30
            whole = texts(*range(2, account.before + 1))
            assert said(path)[: len(whole)] == whole
