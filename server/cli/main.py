"""Command line of Limelight: the arguments of `limelight serve`, `demo`, `check`, `results` and the others.

Every error is one line that says what to do next, and exit code 2. What only one command needs is imported
inside it: `limelight check` on a laptop at the venue answers at once and works where no web server could
start.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from server.cli import keys
from server.cli.copies import add_copies, export_journal, restore_journal
from server.cli.flags import address_flags, data_flag, lang_flag, mode_flag, serving_flags
from server.cli.follow_arguments import add_following, follow, peers_of, promote
from server.cli.prepare import add_bundle, check, event_at, machine_findings, new, pack, take_in
from server.cli.recordings import ENGLISH, TroubleError, explain, redraw, replay, verify_file, write_results
from server.cli.run import event_of, prepare, run, run_edge
from server.cli.salvage import add_salvage, run_salvage
from server.event_file.reader import SAMPLES
from server.preflight.finding import marked
from server.settings import (
    DEMO_FOLDER,
    SettingError,
    Settings,
    read_environment,
    read_proxies,
    settle,
    settle_edge,
)
from server.texts.say import say

RESULT_KINDS = ("xlsx", "csv", "csv-gb18030", "json", "html", "pdf", "sheets-pdf")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
SAMPLE = SAMPLES / "zhuhai-2024"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code of one command: 0 done, 1 faults found (`check`, `import`, `draw`, `verify`), 2 not
    possible."""
    _speak_unicode()
    args = _parser().parse_args(argv)
    try:
        code: int = _COMMANDS[args.command](args)
        sys.stdout.flush()
        return code
    except (SettingError, TroubleError) as error:
        print(f"limelight: {error}", file=sys.stderr)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"limelight: {error.filename or 'error'}: {error.strerror or error}", file=sys.stderr)
    return 2


def _speak_unicode() -> None:
    """A pipe on Windows may have a code page without our characters: better a ? than a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="limelight", description="The screens of a contest final.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ours = (_add_serving, _add_preparing, _add_reports, _add_results)
    for add in (*ours, add_bundle, keys.add_parsers, add_salvage, add_copies):
        add(commands)
    return parser


def _add_serving(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="run an event")
    serve.add_argument("event_dir", nargs="?", type=Path, metavar="EVENT_DIR")
    edge = commands.add_parser("edge", help="show an event that runs elsewhere to many viewers (REDIS_URL)")
    address_flags(edge)
    add_following(commands)
    demo = commands.add_parser("demo", help="run the sample event")
    for command in (serve, demo):
        serving_flags(command)


def _add_preparing(commands: Commands) -> None:
    check = commands.add_parser("check", help="read an event and report every fault")
    check.add_argument("event_dir", type=Path, metavar="EVENT_DIR")
    check.add_argument("--machine", action="store_true", help="look at this machine, too: disk, power, port …")
    data_flag(check)
    lang_flag(check)
    new = commands.add_parser("new", help="make a commented starter event")
    new.add_argument("folder", type=Path, metavar="DIR")
    new.add_argument("--xlsx", action="store_true", help="with the table of entries as a workbook")
    words = "show what a table of entries would change, then take it over"
    take_in = commands.add_parser("import", help=words)
    take_in.add_argument("event_dir", type=Path, metavar="EVENT_DIR")
    take_in.add_argument("table", type=Path, metavar="FILE.xlsx")
    take_in.add_argument("--apply", action="store_true", help="take it over; what was there is kept")
    lang_flag(take_in)


def _add_reports(commands: Commands) -> None:
    """Commands that put a journal into words."""
    replay = commands.add_parser("replay", help="tell what a journal says")
    replay.add_argument("data_dir", type=Path, metavar="DATA_DIR")
    explain = commands.add_parser("explain", help="say how an entry's score came about")
    explain.add_argument("event_dir", type=Path, metavar="EVENT_DIR")
    explain.add_argument("entry", metavar="ENTRY", help="the entry's number")
    data_flag(explain)
    draws = commands.add_parser("draw", help="repeat every draw of a journal from its seed")
    draws.add_argument("data_dir", type=Path, metavar="DATA_DIR")
    for command in (replay, explain, draws):
        mode_flag(command)
        lang_flag(command)


def _add_results(commands: Commands) -> None:
    results = commands.add_parser("results", help="write the results as a file")
    results.add_argument("event_dir", type=Path, metavar="EVENT_DIR")
    results.add_argument("--format", choices=RESULT_KINDS, default="xlsx")
    results.add_argument("--out", type=Path, required=True, metavar="FILE")
    results.add_argument("--revealed", action="store_true", help="only what the hall has seen")
    verify = commands.add_parser("verify", help="say whether a sheet of results belongs to this journal")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("event_dir", nargs="?", type=Path, metavar="EVENT_DIR")
    for command in (results, verify):
        data_flag(command)
    mode_flag(results)
    for command in (results, verify):
        lang_flag(command)


# --- serve and demo ----------------------------------------------------------------------------------


def _serve(args: argparse.Namespace) -> int:
    return run(_settings(args), truth=args.truth)


def _demo(args: argparse.Namespace) -> int:
    """The sample event. Every start shows its code, so it is kept readable, unlike a real event's."""
    settings = _settings(args, demo=True)
    kept = settings.data_dir / "demo-code"
    if settings.code is None and not settings.new_code and kept.exists():
        settings = replace(settings, code=kept.read_text(encoding="utf-8").strip())
    return run(replace(settings, new_code=settings.code is None), kept)


def _settings(args: argparse.Namespace, demo: bool = False) -> Settings:
    """Flags over environment over defaults; the demo has an event and a folder of its own, and a sample that
    is named keeps its show in the current folder: the program's own is replaced by an upgrade."""
    names = ("event_dir", "data_dir", "copies", "new_code", "mode", "log_json")
    flags = {name: getattr(args, name, None) for name in names} | _transport_flags(args)
    if demo:
        flags["event_dir"] = SAMPLE
        return settle(flags, unless={"data_dir": DEMO_FOLDER})
    settings = settle(flags)
    event = event_at(settings.event_dir)
    if event == settings.event_dir:
        return settings
    return settle({**flags, "event_dir": event}, unless={"data_dir": Path(".limelight", event.name)})


def _transport_flags(args: argparse.Namespace) -> dict[str, Any]:
    """Flags of how a server is reached."""
    flags = {name: getattr(args, name, None) for name in ("host", "port")}
    _check_port(flags["port"])
    for name in ("certfile", "keyfile"):
        file = getattr(args, name, None)
        flags[name] = file.absolute() if file else None
    proxies = getattr(args, "trusted_proxies", None)
    flags["peers"] = peers_of(args)
    flags["trusted_proxies"] = None if proxies is None else read_proxies("--trusted-proxies", proxies)
    return flags


def _check_port(port: int | None) -> None:
    if port is not None and not 0 <= port <= 65535:
        raise SettingError(f"--port {port}: it has to be a whole number from 0 to 65535.")


def _edge(args: argparse.Namespace) -> int:
    return run_edge(settle_edge(_transport_flags(args)))


# --- check, new, replay, draw, explain, token ----------------------------------------------------------


def _check(args: argparse.Namespace) -> int:
    settings = _settings(args)
    lang = args.lang or settings.lang
    if args.machine:
        print("\n".join(marked(finding, lang) for finding in machine_findings(settings)))
    return check(event_at(args.event_dir), lang)


def _replay(args: argparse.Namespace) -> int:
    return replay(args.data_dir, args.mode, args.lang or settle({"event_dir": args.data_dir}).lang)


def _draw(args: argparse.Namespace) -> int:
    return redraw(args.data_dir, args.mode, args.lang or settle({"event_dir": args.data_dir}).lang)


def _explain(args: argparse.Namespace) -> int:
    settings = _settings(args)
    return explain(settings.data_dir, args.mode, args.entry, args.lang or settings.lang)


def _results(args: argparse.Namespace) -> int:
    settings = _settings(args)
    lang = args.lang or settings.lang
    return write_results(settings.data_dir, args.mode, args.format, args.out, lang, args.revealed)


def _verify(args: argparse.Namespace) -> int:
    named = args.event_dir is not None or "event_dir" in read_environment()
    settings = _settings(args, demo=not named)
    return verify_file(args.file, settings.data_dir, args.lang or settings.lang)


def _key_settings(args: argparse.Namespace) -> Settings:
    """Settings of the folder whose keys a command is about; without a folder the demo's."""
    named = args.event_dir is not None or "event_dir" in read_environment()
    return _settings(args, demo=not named)


def _token(args: argparse.Namespace) -> int:
    settings = _key_settings(args)
    if sum((bool(args.role), args.list, args.revoke is not None)) != 1:
        raise TroubleError(say("terminal.token_what", ENGLISH))
    if args.list:
        return keys.listed(settings.data_dir)
    if args.revoke is not None:
        return keys.revoke(settings.data_dir, args.revoke)
    if (args.role == "judge") != bool(args.judge):
        raise TroubleError(say("terminal.judge_role", ENGLISH))
    known = [judge.id for judge in event_of(settings).judges] if args.judge else []
    if args.judge not in ("", *known):
        raise TroubleError(say("terminal.no_judge", ENGLISH, judge=args.judge, known=", ".join(known)))
    prepare(settings.data_dir)
    return keys.give(settings.data_dir, args.role, args.judge, args.name, args.duration)


def _salvage(args: argparse.Namespace) -> int:
    named = args.event_dir is not None or "event_dir" in read_environment()
    settings = _settings(args, demo=not named)
    return run_salvage(settings.data_dir, event_of(settings), args.lang or settings.lang)


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "serve": _serve,
    "demo": _demo,
    "edge": _edge,
    "follow": follow,
    "promote": promote,
    "bundle": lambda args: pack(_key_settings(args), args.out),
    "check": _check,
    "new": lambda args: new(args.folder, args.xlsx),
    "import": lambda args: take_in(
        args.event_dir, args.table, args.apply, args.lang or settle({"event_dir": args.event_dir}).lang
    ),
    "replay": _replay,
    "draw": _draw,
    "explain": _explain,
    "results": _results,
    "verify": _verify,
    "token": _token,
    "access-log": lambda args: keys.access_log(_key_settings(args).data_dir, max(0, args.count)),
    "salvage": _salvage,
    "export-journal": lambda args: export_journal(args, _key_settings(args)),
    "restore": lambda args: restore_journal(args, _key_settings(args)),
}
