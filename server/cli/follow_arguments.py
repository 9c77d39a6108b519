"""Arguments of `limelight follow` and `promote`, and of `serve --peers`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from server.settings import SettingError, settle


def add_following(commands: Any) -> None:
    """Parsers of the two commands."""
    follow = commands.add_parser("follow", help="keep a copy of a show that runs elsewhere, to take it over")
    follow.add_argument("address", metavar="http://PRIMARY:8000")
    follow.add_argument("--token", required=True, help="of limelight token --role operator, made there")
    follow.add_argument("--host", help="address to listen on (HOST, else 0.0.0.0)")
    follow.add_argument("--port", type=int, help="port to listen on (PORT, else 8000; 0: any)")
    promote = commands.add_parser("promote", help="make this machine, which follows another, the server")
    for command in (follow, promote):
        command.add_argument("event_dir", nargs="?", type=Path, metavar="FOLDER", help="where the copy is kept")
        command.add_argument("--data", dest="data_dir", type=Path, metavar="DIR")


def follow(args: argparse.Namespace) -> int:
    """Command `limelight follow`."""
    from server.cli.follow import folder_for, run_follower

    if args.port is not None and not 0 <= args.port <= 65535:
        raise SettingError(f"--port {args.port}: it has to be a whole number from 0 to 65535.")
    flags = {name: getattr(args, name) for name in ("data_dir", "host", "port")}
    flags["event_dir"] = args.event_dir or folder_for(args.address)
    return run_follower(settle(flags), args.address.rstrip("/"), args.token)


def promote(args: argparse.Namespace) -> int:
    """Command `limelight promote`."""
    from server.cli.follow import only_folder, promote_folder

    return promote_folder(settle({"event_dir": args.event_dir or only_folder(), "data_dir": args.data_dir}))


def peers_of(args: argparse.Namespace) -> tuple[str, ...] | None:
    """Addresses of other machines, as `--peers` names them; None where it does not. Raises SettingError."""
    from server.replication.generation import ADDRESS

    given = getattr(args, "peers", None)
    if not given:
        return None
    peers = tuple(address.strip().rstrip("/") for address in given.split(","))
    for address in peers:
        if not ADDRESS.fullmatch(address):
            raise SettingError(f"--peers {address}: an address such as http://10.0.0.6:8000 is wanted.")
    return peers
