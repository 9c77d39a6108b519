"""The rundown: made from the event file, then moved, skipped, extended and added to while live.

Each entry is a segment 预告 → (项目) → 汇报 → 答辩 → 打分 → 亮分. Where its reveal stands follows
the reveal policy: at once; the previous one after the next has finished; the first K after the Kth;
the whole session at its end; nothing until the awards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from server.show.model import Award, Break, Category, Contest, Cue, Entry, Segment, Session, Show
from server.show.model.ceremony import TOP

OUT = ("withdrawn", "cancelled", "postponed")
MARKED_SCENES = ("scoring", "reveal", "previous")


def build(contest: Contest) -> tuple[Segment, ...]:
    """Rundown of a contest, whole and in running order."""
    segments: list[Segment] = []
    for index, session in enumerate(contest.sessions):
        segments.append(_opening(contest, session, first=index == 0))
        segments.extend(_entries(contest, session))
        segments.extend(_ending(contest, session))
    if contest.sessions:
        segments.extend(_awards(contest, contest.sessions[-1]))
    return tuple(segment for segment in segments if segment.cues)


def in_session(contest: Contest, session: str) -> list[Entry]:
    """Entries of a session in running order."""
    known = {entry.id: entry for entry in contest.entries}
    return [known[id] for id in contest.order if id in known and known[id].session == session]


def _opening(contest: Contest, session: Session, first: bool) -> Segment:
    sid = session.id
    cues = [Cue(f"{sid}.test", "test", "", planned=0)] if first else []
    cues.append(Cue(f"{sid}.key_visual", "key_visual", "", elements=("logo",)))
    cues.append(Cue(f"{sid}.countdown", "countdown", session.name, args={"until": session.start}))
    if first:
        for number, person in enumerate(contest.speakers, start=1):
            cues.append(_speaker(f"{sid}.speaker.{number}", person.name, person.post))
        for judge in contest.judges:
            cues.append(
                Cue(f"{sid}.judge.{judge.id}", "judge", "", args={"judge": judge.id},
                    elements=("lower_third",), planned=15)
            )  # fmt: skip
        if contest.judges:
            cues.append(Cue(f"{sid}.judges", "judges", "", planned=15))
        cues.append(Cue(f"{sid}.rules", "rules", "", planned=60))
    return Segment(f"{sid}.opening", "opening", session.name, sid, tuple(cues))


def _speaker(id: str, name: str, post: str) -> Cue:
    args = {"name": name, "post": post}
    return Cue(id, "opening", name, args=args, elements=("lower_third",), planned=180)


def _entries(contest: Contest, session: Session) -> Iterator[Segment]:
    running = in_session(contest, session.id)
    breaks = [pause for pause in contest.breaks if pause.session == session.id]
    due = hosts(contest, [entry.id for entry in running if entry.eligibility == "competing"])
    for entry in running:
        yield from (_break(pause, n) for n, pause in enumerate(breaks) if pause.before == entry.id)
        cues = (*_talks(contest, entry), *(reveal_cue(contest, id) for id in due.get(entry.id, ())))
        yield Segment(entry.id, "entry", "", session.id, cues, entry.id)


def _talks(contest: Contest, entry: Entry) -> list[Cue]:
    rule, id = contest.timing, entry.id
    cues = [Cue(f"{id}.next", "next", "", id, elements=("lower_third",), planned=rule.changeover)]
    if entry.practice or entry.progress or entry.effect or entry.figures:
        cues.append(Cue(f"{id}.story", "story", "", id, {"part": "all"}, elements=("lower_third",)))
    cues.append(Cue(f"{id}.talk", "talk", "", id, elements=("bug",), planned=rule.talk))
    if rule.qa:
        cues.append(Cue(f"{id}.qa", "qa", "", id, elements=("bug",), planned=rule.qa))
    cues.append(Cue(f"{id}.scoring", "scoring", "", id, planned=rule.scoring))
    return cues


def hosts(contest: Contest, competing: list[str]) -> dict[str, list[str]]:
    """Hosts of reveals: for each entry the one at whose end its reveal stands, as the policy says;
    `competing` are a session's competing entries in running order. Empty where reveals come with a ranking."""
    policy, first = contest.reveal.policy, min(contest.reveal.first, len(competing))
    due: dict[str, list[str]] = {id: [] for id in competing}
    for place, id in enumerate(competing):
        if policy == "at_once" or (policy == "first_together" and place >= first):
            due[id].append(id)
        elif policy == "first_together":
            due[competing[first - 1]].append(id)
        elif policy == "previous_after_next":
            due[competing[min(place + 1, len(competing) - 1)]].append(id)
    return due


def reveal_cue(contest: Contest, id: str) -> Cue:
    return Cue(f"{id}.reveal", "reveal", "", id, elements=("score",), planned=contest.timing.reveal)


def reposition_reveals(before: Show, after: Show) -> Show:
    """Show `after` with the coming reveals where the policy wants them now: an entry that withdrew or moved
    is waited for by nobody. A reveal that has been, was added or was moved by hand and is not concerned,
    stays."""
    was, now = _hosts_today(before), _hosts_today(after)
    sheets = after.sheets
    moving = {
        id for id, host in now.items() if was.get(id) != host and not (id in sheets and sheets[id].revealed)
    }
    if not moving:
        return after
    known = {cue.entry: cue for cue in cues(after) if cue.scene == "reveal" and not cue.added}

    def placed(segment: Segment) -> Segment:
        due = [id for id, host in now.items() if host == segment.id]
        leaving = moving | set(due) if moving & set(due) else moving
        stay = tuple(cue for cue in segment.cues if cue is not known.get(cue.entry) or cue.entry not in leaving)
        come = tuple(known.get(id) or reveal_cue(after.contest, id) for id in due if id in leaving)
        return replace(segment, cues=(*stay, *come))

    return replace(after, rundown=tuple(placed(segment) for segment in after.rundown))


def _hosts_today(show: Show) -> dict[str, str]:
    """Entry → the entry at whose end its reveal stands, in today's running order."""
    host_of: dict[str, str] = {}
    for session in show.contest.sessions:
        running = [id for id in order(show) if show.entries[id].session == session.id]
        due = hosts(show.contest, [id for id in running if show.entries[id].eligibility == "competing"])
        host_of |= {id: host for host, ids in due.items() for id in ids}
    return host_of


def _break(pause: Break, number: int) -> Segment:
    id = f"{pause.session}.break.{number + 1}"
    args = {"until": pause.until, "minutes": pause.minutes}
    cue = Cue(id, "break", pause.title, args=args, planned=pause.minutes * 60)
    return Segment(f"{id}.segment", "break", pause.title, pause.session, (cue,))


def _ending(contest: Contest, session: Session) -> Iterator[Segment]:
    """What closes a session: its rankings (unless all waits for the awards) and its last break."""
    sid, policy = session.id, contest.reveal.policy
    if policy != "awards":
        present = {entry.category for entry in in_session(contest, sid)}
        cues = tuple(
            _ranking(f"{sid}.ranking.{category.id}", category.id, category.name,
                     f"session/{sid}" if policy == "session" else None)
            for category in contest.categories
            if category.id in present or policy == "session"
        )  # fmt: skip
        yield Segment(f"{sid}.ranking", "ranking", session.name, sid, cues)
    pauses = [pause for pause in contest.breaks if pause.session == sid]
    yield from (_break(pause, n) for n, pause in enumerate(pauses) if pause.before is None)


def _ranking(id: str, category: str, name: str, reveals: str | None) -> Cue:
    args = {"category": category} | ({"reveals": reveals} if reveals else {})
    return Cue(id, "ranking", name, args=args, elements=("top",), planned=60)


def _awards(contest: Contest, session: Session) -> Iterator[Segment]:
    """From the last award to the first, then the final rankings and the photograph."""
    cues = (_ceremony(contest),) if contest.ceremony and contest.entries else tuple(
        cue
        for award in reversed(contest.awards)
        for category in contest.categories
        if not award.categories or category.id in award.categories
        for cue in _pages(award, category.id, category.name)
    )
    sid = session.id
    yield Segment("awards", "awards", "", sid, cues)
    reveals = "all" if contest.reveal.policy == "awards" else None
    finals = tuple(
        _ranking(f"final.ranking.{category.id}", category.id, category.name, reveals) for category in contest.categories
    )
    yield Segment("final.ranking", "ranking", "", sid, finals if contest.entries else ())
    yield Segment("closing", "closing", "", sid, (Cue("closing.key_visual", "key_visual", ""),))


def _ceremony(contest: Contest) -> Cue:
    """The whole ceremony as one cue. What it will take is known when its plan is; this is the pages' time."""
    rule = contest.ceremony
    assert rule is not None
    awards = [
        (award, category)
        for award in contest.awards
        for category in contest.categories
        if not award.categories or category.id in award.categories
    ]
    pages = sum(1 for award, category in awards for _ in _pages(award, category.id, category.name))
    climbing = {"last_to_first": awards, "suspense": [pair for pair in awards if _above(awards, *pair) < TOP]}
    places = sum(award.quota for award, _ in climbing.get(rule.order, []))
    planned = (pages + len(rule.prizes)) * rule.page + places * rule.pause
    return Cue("awards.ceremony", "ceremony", "", elements=("award_bar",), planned=planned)


def _above(awards: list[tuple[Award, Category]], award: Award, category: Category) -> int:
    """How many places of a category are higher than an award's."""
    above = awards[: awards.index((award, category))]
    return sum(award.quota for award, other in above if other == category)


def _pages(award: Award, category: str, name: str) -> Iterator[Cue]:
    pages = max(1, -(-award.quota // max(1, award.group)))
    for page in range(1, pages + 1):
        args = {"award": award.id, "category": category, "page": page, "pages": pages}
        yield Cue(f"award.{award.id}.{category}.{page}", "award", f"{award.title} · {name}", args=args, planned=90)


def cues(show: Show) -> Iterator[Cue]:
    """Cues of the rundown in running order."""
    return (cue for segment in show.rundown for cue in segment.cues)


def is_clock(text: str) -> bool:
    """Test for a wall-clock time "HH:MM" (ISO 8601, extended format)."""
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def find(show: Show, cue_id: str | None) -> Cue | None:
    return next((cue for cue in cues(show) if cue.id == cue_id), None)


def segment_of(show: Show, cue_id: str) -> Segment | None:
    return next((segment for segment in show.rundown if any(cue.id == cue_id for cue in segment.cues)), None)


def plays(show: Show, cue: Cue) -> bool:
    """Test for a cue that the running order stops at: not skipped, its entry still takes part, and it has
    somebody to reveal."""
    if cue.skipped or _reveals_nobody(show, cue):
        return False
    entry = show.entries.get(cue.entry or "")
    if entry is None:
        return True
    if entry.eligibility in OUT:
        return False
    return entry.eligibility == "competing" or cue.scene not in MARKED_SCENES


def _reveals_nobody(show: Show, cue: Cue) -> bool:
    if not cue.args.get("reveals"):
        return False
    session = str(cue.args["reveals"]).removeprefix("session/")
    return not any(
        entry.category == cue.args.get("category")
        and entry.eligibility == "competing"
        and session in ("all", entry.session)
        for entry in show.entries.values()
    )


def page_of(winners: tuple[str, ...], cue: Cue) -> tuple[str, ...]:
    """Page of winners: those of this page, of `pages` pages of nearly equal length, from the last rank
    upward."""
    page, pages = cue.args.get("page", 1), cue.args.get("pages", 1)
    size, longer = divmod(len(winners), pages)
    shown = [size + (number <= longer) for number in range(1, pages + 1)]
    last = len(winners) - sum(shown[: page - 1])
    return winners[last - shown[page - 1] : last] if page <= pages else ()


def following(show: Show, cue_id: str) -> Cue | None:
    """Cue that plays after `cue_id`, or None at the end."""
    passed = False
    for cue in cues(show):
        if passed and plays(show, cue):
            return cue
        passed = passed or cue.id == cue_id
    return None


def leave_preview(show: Show, cue_id: str) -> Show:
    """Show with what follows `cue_id` in preview, if `cue_id` was there."""
    if show.preview != cue_id:
        return show
    onward = following(show, cue_id)
    return replace(show, preview=onward.id if onward else None)


def order(show: Show) -> list[str]:
    """Running order of today, by entry id: the order of their segments."""
    return [segment.entry for segment in show.rundown if segment.entry]
