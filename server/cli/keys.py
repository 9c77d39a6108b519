"""Commands about keys: `limelight token` (give, list, revoke) and `limelight access-log`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from server.cli.recordings import ENGLISH, TroubleError
from server.show.model.role import ROLES, Role
from server.texts.say import say

TERMINAL = "terminal"  # where these come from, in the access log


def add_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Arguments of these commands."""
    token = commands.add_parser("token", help="print a bearer token for scripts and Stream Deck; list, revoke")
    token.add_argument("--role", choices=ROLES, help="a new token of this role")
    token.add_argument("--judge", default="", metavar="ID", help="whose sheets, for --role judge")
    token.add_argument("--name", default="", help="whose it is; the journal and the access log say so")
    token.add_argument("--for", dest="duration", metavar="TIME", help="how long: 90m, 12h, 2d, 1w (else 30d)")
    token.add_argument("--list", action="store_true", help="the tokens that last")
    token.add_argument("--revoke", metavar="ID", help="end this one now")
    told = commands.add_parser("access-log", help="print who signed in, was refused, took results away")
    told.add_argument("--count", type=int, default=100, metavar="LINES", help="the newest so many (100)")
    for command in (token, told):
        command.add_argument("event_dir", nargs="?", type=Path, metavar="EVENT_DIR")
        command.add_argument("--data", dest="data_dir", type=Path, metavar="DIR")


def give(data_dir: Path, role: Role, judge: str, name: str, duration: str | None) -> int:
    """Command `limelight token --role …`: a new token on the standard output, alone on its line. Raises
    TroubleError for a duration or a name that cannot be used."""
    from server.sign_in.tokens import MAX_NAME, MAX_TOKENS, TOKEN_SECONDS, TooManyTokensError, seconds_of
    from server.web.access import Access

    seconds = seconds_of(duration) if duration is not None else TOKEN_SECONDS
    if seconds is None:
        raise TroubleError(say("terminal.bad_duration", ENGLISH, given=duration))
    if name and (len(name) > MAX_NAME or "/" in name or not name.isprintable() or name != name.strip()):
        raise TroubleError(say("terminal.bad_name", ENGLISH, most=MAX_NAME))
    access = Access(data_dir)
    before = {known.id for known in access.tokens}
    try:
        token = access.token(role, judge, name, seconds)
    except TooManyTokensError as error:
        raise TroubleError(say("terminal.too_many_tokens", ENGLISH, most=MAX_TOKENS)) from error
    newest = next(known for known in access.tokens if known.id not in before)
    access.log.note("token", name or judge or role, TERMINAL, of=newest.by, role=role)
    until = _moment(newest.ends)
    print(say("terminal.token", ENGLISH, folder=data_dir, id=newest.id, until=until), file=sys.stderr)
    print(token)
    return 0


def listed(data_dir: Path) -> int:
    """Command `limelight token --list`: each token that lasts, with its id, role, owner, making and end."""
    from server.sign_in.tokens import Tokens

    rows = [(token.id, token.role, token.name or token.judge or "-", _moment(token.made), _moment(token.ends))
            for token in Tokens(data_dir)]  # fmt: skip
    for row in (("id", "role", "name", "made", "ends"), *rows):
        print("  ".join(f"{cell:<{wide}}" for cell, wide in zip(row, (6, 10, 20, 19, 19), strict=True)).rstrip())
    return 0


def revoke(data_dir: Path, id: str) -> int:
    """Command `limelight token --revoke ID`: the end of one token; a server that runs sees it at once. Raises
    TroubleError where there is none."""
    from server.sign_in.access_log import AccessLog
    from server.sign_in.tokens import Tokens

    token = Tokens(data_dir).revoke(id)
    if token is None:
        raise TroubleError(say("terminal.no_token", ENGLISH, id=id))
    AccessLog(data_dir).note("revoked", "", TERMINAL, of=token.by, how="revoke_token")
    print(say("terminal.revoked", ENGLISH, id=id))
    return 0


def access_log(data_dir: Path, count: int) -> int:
    """Command `limelight access-log`: the newest lines of the access log as JSON, the oldest of them first."""
    from server.sign_in.access_log import AccessLog

    for line in reversed(AccessLog(data_dir).newest(count)):
        print(json.dumps(line, ensure_ascii=False))
    return 0


def _moment(seconds: float) -> str:
    """Moment on the clock of this machine."""
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M:%S}"
