"""The rundown: made from the event file, then moved, skipped, extended and added to while live.

Each entry is a segment 预告 → (项目) → 汇报 → 答辩 → 打分 → 亮分. Where its reveal stands follows
the reveal policy (DOMAIN section 2.2: at once; the previous one after the next has finished; the
first K after the Kth; the whole session at its end; nothing until the awards).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from server.show.model import Award, Break, Contest, Cue, Entry, Segment, Session, Show

OUT = ("withdrawn", "cancelled", "postponed")
MARKED_SCENES = ("scoring", "reveal", "previous")


def build(contest: Contest) -> tuple[Segment, ...]:
    """The whole rundown in running order."""
    segments: list[Segment] = []
    for index, session in enumerate(contest.sessions):
        segments.append(_opening(contest, session, first=index == 0))
        segments.extend(_entries(contest, session))
        segments.extend(_ending(contest, session))
    if contest.sessions:
        segments.extend(_awards(contest, contest.sessions[-1]))
    return tuple(segment for segment in segments if segment.cues)


def in_session(contest: Contest, session: str) -> list[Entry]:
    """A session's entries in running order."""
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
                Cue(f"{sid}.judge.{judge.id}", "judge", judge.name, args={"judge": judge.id},
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
    for place, entry in enumerate(running):
        yield from (_break(pause, n) for n, pause in enumerate(breaks) if pause.before == entry.id)
        cues = _talks(contest, entry) + _reveals(contest, running, place)
        yield Segment(entry.id, "entry", entry.unit, session.id, tuple(cues), entry.id)


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


def _reveals(contest: Contest, running: list[Entry], place: int) -> list[Cue]:
    """The reveals that stand at the end of the entry at `place`, as the policy says."""
    policy, first = contest.reveal.policy, min(contest.reveal.first, len(running))
    last = place == len(running) - 1
    if policy == "at_once" or (policy == "first_together" and place >= first):
        due = [running[place]]
    elif policy == "first_together":
        due = running[:first] if place == first - 1 else []
    elif policy == "previous_after_next":
        due = running[max(0, place - 1) : place] + ([running[place]] if last else [])
    else:
        due = []
    planned = contest.timing.reveal
    return [Cue(f"{one.id}.reveal", "reveal", one.unit, one.id, elements=("score",), planned=planned) for one in due]


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
            if category.id in present
        )  # fmt: skip
        yield Segment(f"{sid}.ranking", "ranking", session.name, sid, cues)
    pauses = [pause for pause in contest.breaks if pause.session == sid]
    yield from (_break(pause, n) for n, pause in enumerate(pauses) if pause.before is None)


def _ranking(id: str, category: str, name: str, reveals: str | None) -> Cue:
    args = {"category": category} | ({"reveals": reveals} if reveals else {})
    return Cue(id, "ranking", name, args=args, elements=("top",), planned=60)


def _awards(contest: Contest, session: Session) -> Iterator[Segment]:
    """From the last award to the first, then the final rankings and the photograph."""
    cues = tuple(
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


def _pages(award: Award, category: str, name: str) -> Iterator[Cue]:
    pages = max(1, -(-award.quota // max(1, award.group)))
    for page in range(1, pages + 1):
        args = {"award": award.id, "category": category, "page": page, "pages": pages}
        yield Cue(f"award.{award.id}.{category}.{page}", "award", f"{award.title} · {name}", args=args, planned=90)


def cues(show: Show) -> Iterator[Cue]:
    """Every cue in running order."""
    return (cue for segment in show.rundown for cue in segment.cues)


def is_clock(text: str) -> bool:
    """Whether `text` is a wall-clock time "HH:MM"."""
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def find(show: Show, cue_id: str | None) -> Cue | None:
    return next((cue for cue in cues(show) if cue.id == cue_id), None)


def segment_of(show: Show, cue_id: str) -> Segment | None:
    return next((segment for segment in show.rundown if any(cue.id == cue_id for cue in segment.cues)), None)


def plays(show: Show, cue: Cue) -> bool:
    """Whether the running order stops at this cue: not skipped, and its entry still takes part."""
    if cue.skipped:
        return False
    entry = show.entries.get(cue.entry or "")
    if entry is None:
        return True
    if entry.eligibility in OUT:
        return False
    return entry.eligibility == "competing" or cue.scene not in MARKED_SCENES


def following(show: Show, cue_id: str) -> Cue | None:
    """The cue that plays after `cue_id`, or None at the end."""
    passed = False
    for cue in cues(show):
        if passed and plays(show, cue):
            return cue
        passed = passed or cue.id == cue_id
    return None


def order(show: Show) -> list[str]:
    """Entry ids in today's running order: the order of their segments."""
    return [segment.entry for segment in show.rundown if segment.entry]
