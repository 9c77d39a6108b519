"""Flags that several commands share mean the same everywhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from server.cli.flags import address_flags, data_flag, lang_flag, mode_flag, serving_flags


def test_a_flag_that_is_not_given_leaves_the_environment_and_the_default_their_say() -> None:
    parser = argparse.ArgumentParser()
    for add in (serving_flags, lang_flag):
        add(parser)
    given = vars(parser.parse_args([]))
    assert {name for name, value in given.items() if value is not None} == {"truth"}, given
    given = vars(parser.parse_args(["--host", "h", "--port", "1", "--data", "d", "--rehearsal", "--lang", "en"]))
    assert (given["host"], given["port"], given["data_dir"]) == ("h", 1, Path("d"))
    assert (given["mode"], given["lang"]) == ("rehearsal", "en")


def test_a_journal_is_the_live_one_unless_another_is_named() -> None:
    parser = argparse.ArgumentParser()
    for add in (address_flags, data_flag, mode_flag):
        add(parser)
    assert parser.parse_args([]).mode == "live"
    assert parser.parse_args(["--mode", "rehearsal"]).mode == "rehearsal"
