"""Command registry: one row a command class, with its name on the wire, who may send it and what it touches.

`roles`, `decide` and the doors read these rows; the decider of a command stands beside the evolution of its
event, by subject, and `decide` demands one for each row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server.show.commands import ceremony as c
from server.show.commands import edits as d
from server.show.commands import marks as m
from server.show.commands import playout as p
from server.show.commands.command import Command
from server.show.model.role import Role

Keys = tuple[str, ...]

OPERATOR: tuple[Role, ...] = ("operator",)
SCORERS: tuple[Role, ...] = ("operator", "scorer")
SUPERVISORS: tuple[Role, ...] = ("operator", "supervisor")
OFFICIALS: tuple[Role, ...] = ("operator", "scorer", "supervisor")
JUDGES: tuple[Role, ...] = ("judge",)


@dataclass(frozen=True, slots=True)
class CommandRow:
    """What is known of a command class.

    `roles` may send it; a `signature` is the supervisor's alone where the event wants one. `touches` gives
    the keys of `Show.changed` that it is decided on: where one has changed since the sender looked, the
    command is refused. A command that must always work (HOLD, BLACK, CLEAR …) touches nothing in that sense.
    `wire`: whether it has a name there, `name` where that is not its class's.
    """

    roles: tuple[Role, ...] = OPERATOR
    touches: Callable[[Any], Keys] | None = None
    signature: bool = False
    name: str = ""
    wire: bool = True


def _fixed(*keys: str) -> Callable[[Any], Keys]:
    return lambda command: keys


def _sheet(command: Any) -> Keys:
    return (f"sheet/{command.entry}",)


def _sheet_and_armed(command: Any) -> Keys:
    return (f"sheet/{command.entry}", "armed")


def _of_judge(command: Any) -> Keys:
    return (f"sheet/{command.entry}/{command.judge}",)


def _of_marks(command: m.EnterMarks) -> Keys:
    return tuple(f"sheet/{command.entry}/{judge}" for judge in command.marks)


def _of_table(command: d.ImportEntries) -> Keys:
    named = [f"entry/{id}" for id in command.entries] + [f"judge/{id}" for id in command.judges]
    return (*named, *(("rundown",) if command.order else ()))


def _of_entry(command: Any) -> Keys:
    return (f"entry/{command.entry}",)


PLAIN = CommandRow()
RUNDOWN = CommandRow(touches=_fixed("rundown"))
CEREMONY = CommandRow(touches=_fixed("ceremony"))
JUDGES_OWN = CommandRow(JUDGES)

REGISTRY: dict[type[Command], CommandRow] = {
    # --- playout
    p.Take: CommandRow(touches=_fixed("preview", "program")),
    p.Go: CommandRow(touches=_fixed("preview", "program", "armed")),
    p.Preview: PLAIN,
    p.Hold: PLAIN,
    p.Black: PLAIN,
    p.Freeze: PLAIN,
    p.Put: PLAIN,
    p.Clear: PLAIN,
    p.TakeBack: CommandRow(touches=_fixed("undo"), name="undo"),
    p.TimerStart: PLAIN,
    p.TimerPause: PLAIN,
    p.TimerReset: CommandRow(touches=_fixed("timer")),
    p.TimerAdjust: CommandRow(touches=_fixed("timer")),
    p.TimerLoad: PLAIN,
    p.Message: CommandRow(touches=_fixed("message")),
    p.MessagePreset: CommandRow(touches=_fixed("message")),
    p.StreamDelay: CommandRow(touches=_fixed("stream_delay")),
    # --- marks
    m.ScoreEntry: CommandRow(SCORERS),
    m.EnterMarks: CommandRow(SCORERS, _of_marks),
    m.Deduct: CommandRow(SCORERS, _sheet),
    m.Confirm: CommandRow(SUPERVISORS, _sheet, signature=True),
    m.Unconfirm: CommandRow(SUPERVISORS, _sheet, signature=True),
    m.Correct: CommandRow(OFFICIALS, _sheet),
    m.Arm: CommandRow(touches=_sheet_and_armed),
    m.Disarm: PLAIN,
    m.Reveal: CommandRow(touches=_sheet_and_armed),
    m.Hide: PLAIN,
    m.EnterCriteria: CommandRow(SCORERS, _of_judge),
    m.DraftMarks: JUDGES_OWN,
    m.SubmitMarks: JUDGES_OWN,
    m.WithdrawMarks: JUDGES_OWN,
    m.Excuse: CommandRow(OFFICIALS, _of_judge),
    m.AcceptJudges: CommandRow(OFFICIALS, _sheet),
    m.Give: CommandRow(SCORERS, _sheet),
    m.Check: CommandRow(SCORERS, _sheet),
    m.Uncheck: CommandRow(OFFICIALS, _sheet),
    m.ApproveCorrection: CommandRow(OFFICIALS, _sheet),
    m.RejectCorrection: CommandRow(OFFICIALS, _sheet),
    m.BreakTie: CommandRow(SUPERVISORS),
    # --- edits
    d.EditEntry: CommandRow(touches=_of_entry),
    d.SetEligibility: CommandRow(touches=_of_entry),
    d.BringBack: CommandRow(touches=lambda command: (f"entry/{command.entry}", "rundown")),
    d.EditJudge: CommandRow(touches=lambda command: (f"judge/{command.judge}",)),
    d.Draw: RUNDOWN,
    d.MoveSegment: RUNDOWN,
    d.MoveCue: RUNDOWN,
    d.Skip: PLAIN,
    d.Extend: RUNDOWN,
    d.AddCue: PLAIN,
    d.RemoveCue: RUNDOWN,
    d.ImportEntries: CommandRow(touches=_of_table, wire=False),  # its door is the upload page, which reads the table
    # --- ceremony
    c.PlanCeremony: CEREMONY,
    c.LockCeremony: CEREMONY,
    c.UnlockCeremony: CEREMONY,
    c.SetPresenters: CommandRow(touches=lambda command: (f"presenters/{command.award}",)),
    c.SetQuota: CommandRow(touches=lambda command: (f"quota/{command.award}/{command.category}",)),
    c.AddPrize: PLAIN,
    c.RemovePrize: PLAIN,
    c.CeremonyBack: CEREMONY,
    c.CeremonyJump: CEREMONY,
    c.CeremonyComplete: PLAIN,
    c.CeremonyPause: PLAIN,
    c.CeremonySpeed: PLAIN,
    c.InventMarks: PLAIN,
    # --- carried out by the director: they change which journal is open
    p.SwitchMode: PLAIN,
    p.RestartRehearsal: PLAIN,
}


def wire_name(command: type[Command]) -> str:
    """`TimerStart` → `timer_start`: a command's name on the wire."""
    return REGISTRY[command].name or re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower()


COMMANDS: dict[str, type[Command]] = {wire_name(command): command for command, row in REGISTRY.items() if row.wire}
