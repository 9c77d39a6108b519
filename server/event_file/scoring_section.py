"""Sections `[scoring]`, `[[panels]]` and `[chain]` of an event file: marks, criteria, parts, ties, who
signs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from server.event_file import cells
from server.event_file.faults import Place
from server.event_file.rules_section import named
from server.event_file.toml_table import TomlTable
from server.show.model import (
    Category,
    Chain,
    Criterion,
    Panel,
    Part,
    ScoringRule,
    Session,
    TimeBand,
    TimeRule,
)
from server.show.model.rules import HUMAN_TIES

ZERO, HIGHEST, FINEST, HUNDRED = Decimal(0), Decimal(10_000), Decimal("0.0001"), Decimal(100)
MARKS = {
    "total": "total", "总分": "total", "打总分": "total",
    "points": "points", "分值": "points", "分项给分": "points",
    "weighted": "weighted", "权重": "weighted", "分项按权重": "weighted",
}  # fmt: skip
WEIGH = {"exact": "exact", "不修约": "exact", "rounded": "rounded", "先修约": "rounded"}
RANK_ON = {"exact": "exact", "精确值": "exact", "shown": "shown", "公布值": "shown"}
COMBINE = {"mean": "mean", "平均": "mean", "平均分": "mean", "sum": "sum", "合计": "sum", "总和": "sum"}
SOURCES = {"judges": "judges", "评委": "judges", "given": "given", "录入": "given"}
TIE_KEYS = ("untrimmed_mean", "highest_mark", "fewest_points_off", *HUMAN_TIES)


def scoring(root: TomlTable, panels: tuple[Panel, ...]) -> ScoringRule:
    """Rule of the scores; where a key is missing, the model's default."""
    table, plain = root.table("scoring"), ScoringRule()
    criteria, parts = _criteria(table), _parts(table, panels)
    rule = ScoringRule(
        minimum=table.decimal("minimum", plain.minimum, ZERO, HIGHEST),
        maximum=table.decimal("maximum", plain.maximum, ZERO, HIGHEST),
        step=table.decimal("step", plain.step, FINEST, HIGHEST),
        decimals=table.whole("decimals", plain.decimals, 0, 4),
        trim_high=table.whole("trim_high", plain.trim_high, 0, 99),
        trim_low=table.whole("trim_low", plain.trim_low, 0, 99),
        min_judges=table.whole("min_judges", plain.min_judges, 1, 99),
        criteria=criteria,
        example=table.flag("example", plain.example),
        marks=table.choice("marks", MARKS, plain.marks),  # type: ignore[arg-type]
        mark_decimals=_decimals(table, "mark_decimals"),
        total_decimals=_decimals(table, "total_decimals"),
        weigh=table.choice("weigh", WEIGH, plain.weigh),  # type: ignore[arg-type]
        rank_on=table.choice("rank_on", RANK_ON, plain.rank_on),  # type: ignore[arg-type]
        ties=_ties(table, criteria, parts),
        parts=parts,
        time=_time(table),
        combine=table.choice("combine", COMBINE, plain.combine),  # type: ignore[arg-type]
    )
    if rule.combine == "sum" and parts:
        table.note("combine", "sum_parts")
    if rule.marks != "total" and not criteria:
        table.note("criteria", "missing")
    table.close()
    return rule


def _decimals(table: TomlTable, key: str) -> int | None:
    return table.whole(key, 0, 0, 4) if key in table else None


def _criteria(scoring: TomlTable) -> tuple[Criterion, ...]:
    criteria = []
    seen: dict[str, Place] = {}
    for number, table in enumerate(scoring.tables("criteria"), 1):
        weight = table.decimal("weight", ZERO, ZERO, HIGHEST, needed=True)
        id_ = table.ident(f"c{number}", seen)
        criteria.append(Criterion(table.text("name", needed=True), weight, table.text("note"), id_))
        table.close()
    return tuple(criteria)


def _parts(scoring: TomlTable, panels: tuple[Panel, ...]) -> tuple[Part, ...]:
    parts = []
    seen: dict[str, Place] = {}
    for number, table in enumerate(scoring.tables("parts"), 1):
        id_ = table.ident(f"p{number}", seen)
        parts.append(
            Part(
                id_,
                table.text("name", needed=True),
                table.decimal("weight", ZERO, ZERO, HUNDRED, needed=True),
                table.choice("from", SOURCES, "judges"),  # type: ignore[arg-type]
                panel_of(table, panels),
                table.decimal("minimum", ZERO, ZERO, HIGHEST),
                table.decimal("maximum", HUNDRED, FINEST, HIGHEST),
                _decimals(table, "decimals"),
                table.whole("trim_high", 0, 0, 99) if "trim_high" in table else None,
                table.whole("trim_low", 0, 0, 99) if "trim_low" in table else None,
                table.whole("min_judges", 1, 1, 99) if "min_judges" in table else None,
            )
        )
        table.close()
    return tuple(parts)


def _time(scoring: TomlTable) -> TimeRule | None:
    if "time" not in scoring:
        return None
    table, plain = scoring.table("time"), TimeRule()
    bands = []
    for band in table.tables("table"):
        points = band.decimal("points", ZERO, ZERO, HIGHEST, needed=True)
        bands.append(TimeBand(band.seconds("up_to", 0), points))
        band.close()
    rule = TimeRule(
        grace=table.seconds("grace", plain.grace),
        per=table.seconds("per", plain.per),
        points=table.decimal("points", plain.points, ZERO, HIGHEST),
        table=tuple(bands),
        cap=table.decimal("cap", plain.cap, ZERO, HIGHEST),
        under=table.seconds("under", plain.under),
        under_points=table.decimal("under_points", plain.under_points, ZERO, HIGHEST),
    )
    table.close()
    return rule


def _ties(table: TomlTable, criteria: tuple[Criterion, ...], parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Tie keys; `part:` and `criterion:` name theirs by id or by name, and are kept by id."""
    keys = []
    for typed in table.texts("ties"):
        kind, _, which = typed.replace("：", ":").partition(":")
        kinds: dict[str, Sequence[Criterion | Part]] = {"part": parts, "criterion": criteria}
        key = cells.matching(which)
        ids = [rule.id for rule in kinds.get(kind, ()) if key in map(cells.matching, (rule.id, rule.name))]
        if ids:
            keys.append(f"{kind}:{ids[0]}")
        elif typed in TIE_KEYS:
            keys.append(typed)
        else:
            known = [f"{name}:{rule.name}" for name, rules in kinds.items() for rule in rules]
            table.note("ties", "not_choice", typed, ", ".join([*known, *TIE_KEYS]))
    return tuple(keys)


def panels(
    root: TomlTable, categories: tuple[Category, ...], sessions: tuple[Session, ...]
) -> tuple[Panel, ...]:
    """Panels of judges, each with the categories and sessions that it judges (none: all)."""
    listed = []
    seen: dict[str, Place] = {}
    for number, table in enumerate(root.tables("panels"), 1):
        id_, name = table.ident(f"panel{number}", seen), table.name(seen)
        listed.append(
            Panel(id_, name, named(table, "categories", categories), named(table, "sessions", sessions))
        )
        table.close()
    return tuple(listed)


def panel_of(table: TomlTable, known: tuple[Panel, ...]) -> str:
    """Id of the panel that a table names, "" for none; an unknown one is a fault."""
    typed = table.text("panel")
    key = cells.matching(typed)
    id = next((panel.id for panel in known if key in map(cells.matching, (panel.id, panel.name))), "")
    if typed and not id:
        table.note("panel", "unknown_panel", typed, "、".join(panel.name for panel in known))
    return id


def chain(root: TomlTable) -> Chain:
    """Chain of people who sign a result before it may be revealed."""
    table, plain = root.table("chain"), Chain()
    rule = Chain(
        table.flag("check", plain.check),
        table.flag("supervise", plain.supervise),
        table.flag("double_entry", plain.double_entry),
    )
    table.close()
    return rule
