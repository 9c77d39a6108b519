"""Small contests that tests build shows from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.show.decide import decide
from server.show.events import Opened, Recorded
from server.show.evolve import evolve
from server.show.model import (
    Award,
    Break,
    Category,
    Contest,
    Criterion,
    Entry,
    Figure,
    Judge,
    Output,
    Person,
    RevealRule,
    ScoringRule,
    Session,
    Show,
    TimerCue,
    TimingRule,
)
from server.show.model.rundown import build

START = 1_723_593_600_000  # 2024-08-14 08:00 in Zhuhai


def contest(entries: int = 6, judges: int = 5, policy: str = "at_once", first: int = 2, **changes: Any) -> Contest:
    """Two sessions, two categories, a break, three awards; every number in it is an example."""
    ids = [f"{number:02d}" for number in range(1, entries + 1)]
    half = (entries + 1) // 2
    return Contest(
        **{
            "name": "工作创新大赛",
            "cup": "先锋杯",
            "speakers": (Person("王芳", "主持人"),),
            "sessions": (
                Session("s1", "第一场", "2024-08-14", "09:00", "12:00"),
                Session("s2", "第二场", "2024-08-14", "14:00", "17:00"),
            ),
            "categories": (Category("a", "发展提质"), Category("b", "服务增效")),
            "outputs": (
                Output("stage", "stage", "主屏", sound=True),
                Output("monitor", "monitor", "返送"),
                Output("backstage", "backstage", "候场"),
                Output("overlay", "overlay", "叠加"),
            ),
            "judges": tuple(Judge(f"J{n}", n, f"评委{n}", "单位") for n in range(1, judges + 1)),
            "breaks": (Break("s1", "茶歇", 10, before=ids[1]), Break("s1", "午休", 120, until="14:00")),
            "timing": TimingRule(
                talk_cues=(TimerCue(60, "warning", "剩一分钟", 1), TimerCue(0, "danger", "时间到", 2))
            ),
            "scoring": ScoringRule(criteria=(Criterion("创新", Decimal(60)), Criterion("实效", Decimal(40)))),
            "awards": (Award("one", "一等奖", 1), Award("two", "二等奖", 1, group=1), Award("three", "三等奖", 9)),
            "reveal": RevealRule(policy, first),  # type: ignore[arg-type]
            "entries": tuple(
                Entry(id, "ab"[n % 2], "s1" if n < half else "s2", f"单位{id}", (f"项目{id}", "第二行"), doer="于澜",
                      practice=("做法",), figures=(Figure("份数", "100", "万份", before="超"),))
                for n, id in enumerate(ids)
            ),
            "order": tuple(ids),
        }
        | changes
    )  # fmt: skip


def opened(one: Contest | None = None, at: int = START, mode: Any = "live") -> Show:
    one = one or contest()
    return evolve(None, Recorded(1, at, "", Opened(one, mode, build(one))))


def perform(
    show: Show, *commands: Any, at: int | None = None, seen: int | None = None, step: int = 1000, by: str = "operator"
) -> Show:
    """The show after `commands`, a second apart."""
    for command in commands:
        now = (show.at + step) if at is None else at
        for event in decide(show, command, now, by, seen):
            show = evolve(show, Recorded(show.seq + 1, now, by, event))
    return show
