"""Flags that several commands of `limelight` share."""

from __future__ import annotations

import argparse
from pathlib import Path


def data_flag(parser: argparse.ArgumentParser) -> None:
    """Flag `--data`: the folder of a show's journal and keys."""
    parser.add_argument("--data", dest="data_dir", type=Path, metavar="DIR")


def mode_flag(parser: argparse.ArgumentParser) -> None:
    """Flag `--mode`: which of a folder's two journals."""
    parser.add_argument("--mode", choices=("live", "rehearsal"), default="live")


def lang_flag(parser: argparse.ArgumentParser) -> None:
    """Flag `--lang`: the language of what is printed."""
    parser.add_argument("--lang", choices=("zh", "en"), help="default: LIMELIGHT_LANG, else zh")


def address_flags(parser: argparse.ArgumentParser) -> None:
    """Flags of how a server is reached."""
    parser.add_argument("--host", help="address to listen on (HOST, else 0.0.0.0)")
    parser.add_argument("--port", type=int, help="port to listen on (PORT, else 8000; 0: any)")
    parser.add_argument("--certfile", type=Path, metavar="PEM", help="certificate: serve https and wss")
    parser.add_argument("--keyfile", type=Path, metavar="PEM", help="its key (else in the certificate's file)")
    words = "addresses of proxies whose X-Forwarded-For and -Proto count (10.0.0.2,10.1.0.0/16)"
    parser.add_argument("--trusted-proxies", metavar="ADDRESSES", help=words)


def serving_flags(parser: argparse.ArgumentParser) -> None:
    """Flags of a server that runs a show."""
    address_flags(parser)
    where = "where the journal is kept (LIMELIGHT_DATA, else .limelight in the event)"
    parser.add_argument("--data", dest="data_dir", type=Path, metavar="DIR", help=where)
    words = "another disk or a stick for copies of the journal (LIMELIGHT_COPIES)"
    parser.add_argument("--copies", type=Path, metavar="DIR", help=words)
    parser.add_argument("--peers", metavar="ADDRESS,…", help="other machines of this show: http://10.0.0.6:8000,…")
    parser.add_argument("--truth", action="store_true", help="this one is true, not the machine that has gone on")
    parser.add_argument("--new-code", action="store_true", default=None, help="make a new operator's code")
    parser.add_argument("--log-json", action="store_true", default=None, help="log in JSON, one object a line")
    for mode, words in (
        ("rehearsal", "in rehearsal, which has a journal of its own"),
        ("live", "in the live show"),
    ):
        parser.add_argument(f"--{mode}", dest="mode", action="store_const", const=mode,
                            help=f"begin {words} (neither: as it was when it stopped)")  # fmt: skip
