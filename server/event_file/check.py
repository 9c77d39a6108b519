"""Preflight of an event: the faults that would stop or spoil the show, found before the day.

The reader (`reader.py`) finds what cannot be understood; this finds what is understood and cannot
work: a session that does not fit its hours, weights that do not make 100, a name that no font draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from server.event_file.breaks_section import minute
from server.event_file.faults import Fault, Place, fault, gathered
from server.event_file.look_section import ASSETS
from server.event_file.reader import Draft, draft_event
from server.show.lengths import unseen
from server.show.marks import standings
from server.show.model import Contest, Entry, Output, Session, TimerCue, rundown

HUNDRED = 100
LONG_TITLE = 38  # characters, the longest in the contest's history; beyond it type gets small
MINUTE = 60
Missing = Callable[[str], str]


def check_event(folder: Path, missing: Missing | None = None) -> list[Fault]:
    """Every fault and warning of the event in `folder`, in the order of its files; [] is ready. Raises
    nothing.

    `missing` gives the characters of a text that no font of ours draws.
    """
    draft = draft_event(folder)
    faults = list(draft.faults)
    if draft.content:
        for check in (_sessions, _scoring, _awards, _outputs, _timing, _reveal, _titles):
            faults += check(draft)
        faults += _assets(draft, folder)
        faults += _glyphs(draft, missing or _fonts())
    return gathered(faults)


def _fonts() -> Missing:
    """Look-up in our fonts. They are opened here and not with this module: a file that cannot be read at all
    is answered at once."""
    from server.event_file.glyphs import missing

    return missing


def _sessions(draft: Draft) -> Iterator[Fault]:
    """Hours that run backwards, overlap in one place, or do not hold what is planned in them."""
    contest, place = draft.contest, draft.source.place
    timed = [
        (number, session)
        for number, session in enumerate(contest.sessions, 1)
        if session.date and session.start and session.end
    ]
    for number, session in timed:
        if minute(session.end) <= minute(session.start):
            yield fault(place(f"sessions[{number}].end"), "end_before_start", session.end, session.start)
        else:
            yield from _overflow(contest, session, place(f"sessions[{number}]"))
    yield from _empty(draft)
    for (_, first), (number, second) in combinations(timed, 2):
        hours = f"{second.date} {second.start}–{second.end}"
        together = first.place == second.place and first.date == second.date
        if together and max(first.start, second.start) < min(first.end, second.end):
            yield fault(place(f"sessions[{number}].start"), "sessions_overlap", hours, first.name)


def _empty(draft: Draft) -> Iterator[Fault]:
    """Sessions and categories without entries, unless some entry's own could not be read."""
    contest, place = draft.contest, draft.source.place
    if not all(entry.session and entry.category for entry in contest.entries):
        return
    for number, session in enumerate(contest.sessions, 1):
        if not any(entry.session == session.id for entry in contest.entries):
            yield fault(place(f"sessions[{number}]"), "empty_session", session.name)
    for number, category in enumerate(contest.categories, 1):
        if not any(entry.category == category.id for entry in contest.entries):
            yield fault(place(f"categories[{number}]"), "empty_category", category.name)


def _overflow(contest: Contest, session: Session, place: Place) -> Iterator[Fault]:
    """The session's sum against its hours, as the rundown will plan it."""
    segments = [segment for segment in rundown.build(contest) if segment.session == session.id]
    planned = {kind: sum(cue.planned for segment in segments if segment.kind == kind for cue in segment.cues)
               for kind in ("opening", "ranking", "awards", "closing")}  # fmt: skip
    # What stands after the last entry only counts where something follows: lunch is outside the hours.
    last = session == contest.sessions[-1]
    counted = [pause for pause in contest.breaks if pause.session == session.id and (pause.before or last)]
    pauses = sum(pause.minutes for pause in counted) * MINUTE
    rule = contest.timing
    reveal = 0 if contest.reveal.policy in ("session", "awards") else rule.reveal
    parts = (rule.talk, rule.qa, rule.scoring, reveal, rule.changeover)
    count = sum(
        1 for entry in contest.entries if entry.session == session.id and entry.eligibility not in rundown.OUT
    )
    ending = planned["ranking"] + planned["awards"] + planned["closing"]
    total = count * sum(parts) + pauses + planned["opening"] + ending
    room = (minute(session.end) - minute(session.start)) * MINUTE
    if total > room:
        each = "+".join(map(_length, parts))
        terms = "+".join(map(_length, (pauses, planned["opening"], ending)))
        shown = f"{count}×({each})+{terms} = {_hours(total)}"
        yield fault(place, "session_overflow", shown, f"{session.start}–{session.end} = {_hours(room)}")


def _length(seconds: int) -> str:
    return f"{seconds // MINUTE}:{seconds % MINUTE:02d}"


def _hours(seconds: int) -> str:
    """Hours and minutes; seconds only where there are any."""
    text = f"{seconds // 3600}:{seconds % 3600 // MINUTE:02d}"
    return f"{text}:{seconds % MINUTE:02d}" if seconds % MINUTE else text


def _scoring(draft: Draft) -> Iterator[Fault]:
    contest, rule, place = draft.contest, draft.contest.scoring, draft.source.place
    span = rule.maximum - rule.minimum
    if span <= 0:
        yield fault(place("scoring.minimum"), "minimum", rule.minimum, rule.maximum)
    elif rule.step and span % rule.step:
        yield fault(place("scoring.step"), "step", rule.step, f"{rule.minimum}–{rule.maximum}")
    exponent = rule.step.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > rule.decimals:
        yield fault(place("scoring.decimals"), "step_decimals", rule.decimals, -exponent)
    weights = [criterion.weight for criterion in rule.criteria]
    if weights and sum(weights) != HUNDRED:
        shown = f"{'+'.join(map(str, weights))} = {sum(weights)}"
        yield fault(place("scoring.criteria"), "weights", shown, HUNDRED)
    shares = [part.weight for part in rule.parts]
    if shares and sum(shares) != HUNDRED:
        shown = f"{'+'.join(map(str, shares))} = {sum(shares)}"
        yield fault(place("scoring.parts"), "weights", shown, HUNDRED)
    for number, part in enumerate(rule.parts, 1):
        seated = [judge for judge in contest.judges if part.panel in ("", judge.panel)]
        if part.source == "judges" and contest.judges and not seated:
            yield fault(place(f"scoring.parts[{number}].panel"), "part_panel", part.name)
    judges, dropped = len(contest.judges), rule.trim_high + rule.trim_low
    if not judges:
        if any(entry.eligibility == "competing" for entry in contest.entries):
            yield fault(place("judges"), "no_judges")
    elif dropped >= judges:
        yield fault(place("scoring.trim_high"), "trim", dropped, judges)
    elif dropped and judges < rule.min_judges:
        yield fault(place("scoring.min_judges"), "trim_idle", judges, rule.min_judges)


def _awards(draft: Draft) -> Iterator[Fault]:
    """More prizes than entries that compete for them."""
    contest = draft.contest
    for category in contest.categories:
        own = [entry for entry in contest.entries if entry.category == category.id]
        count = sum(1 for entry in own if entry.eligibility == "competing")
        quotas = [
            standings.share(award, count)
            for award in contest.awards
            if not award.categories or category.id in award.categories
        ]
        if count and sum(quotas) > count:
            shown = f"{'+'.join(map(str, quotas))} = {sum(quotas)} > {count}"
            yield fault(draft.source.place("awards"), "quota", shown, category.name)


def _outputs(draft: Draft) -> Iterator[Fault]:
    contest, place = draft.contest, draft.source.place
    sounding: list[Output] = []
    for number, output in enumerate(contest.outputs, 1):
        for side in ("width", "height"):
            if getattr(output, side) % 2:
                yield fault(place(f"outputs[{number}].{side}"), "odd_size", getattr(output, side))
        if output.sound and sounding:
            yield fault(place(f"outputs[{number}].sound"), "two_sounds", output.name, sounding[0].name)
        sounding += [output] if output.sound else []
    rings = any(cue.bell for cue in (*contest.timing.talk_cues, *contest.timing.qa_cues))
    if rings and not sounding:
        yield fault(place("outputs"), "no_sound", wanted="sound = true")


def _timing(draft: Draft) -> Iterator[Fault]:
    rule = draft.contest.timing
    phases: tuple[tuple[str, tuple[TimerCue, ...], int], ...] = (
        ("talk_cues", rule.talk_cues, rule.talk),
        ("qa_cues", rule.qa_cues, rule.qa),
    )
    for key, cues, duration in phases:
        for number, cue in enumerate(cues, 1):
            if cue.at > duration:
                yield fault(draft.source.place(f"timing.{key}[{number}].at"), "cue_late", cue.at, duration)


def _reveal(draft: Draft) -> Iterator[Fault]:
    contest = draft.contest
    counts = [
        sum(1 for entry in contest.entries if entry.session == session.id) for session in contest.sessions
    ]
    fewest = min((count for count in counts if count), default=0)
    if contest.reveal.policy == "first_together" and fewest and contest.reveal.first > fewest:
        yield fault(draft.source.place("reveal.first"), "first_too_big", contest.reveal.first, fewest)


def _titles(draft: Draft) -> Iterator[Fault]:
    for entry, row in zip(draft.contest.entries, draft.rows, strict=True):
        length = _title_length(entry)
        if length > LONG_TITLE:
            yield fault(row.place("title"), "title_long", length, LONG_TITLE)


def _title_length(entry: Entry) -> int:
    return sum(map(len, entry.title))


def _assets(draft: Draft, folder: Path) -> Iterator[Fault]:
    theme = draft.contest.theme
    for key, name in (("logo", theme.logo), ("key_visual", theme.key_visual)):
        if name and not (folder / ASSETS / name).is_file():
            yield fault(draft.source.place(f"theme.{key}"), "missing_asset", name)


def _glyphs(draft: Draft, missing: Missing) -> Iterator[Fault]:
    """Characters that would be an empty box on the wall, each text with its place."""
    for place, text in (*_texts(draft, "", draft.content), *_cells(draft)):
        lacking = missing(" ".join(text.split()))
        if lacking:
            named = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in dict.fromkeys(lacking))
            yield fault(place, "glyphs", named)


def _texts(draft: Draft, path: str, content: object) -> Iterator[tuple[Place, str]]:
    """Every text in event.toml."""
    if isinstance(content, str):
        yield draft.source.place(path), content
    elif isinstance(content, dict):
        for key, inner in content.items():
            yield from _texts(draft, f"{path}.{key}" if path else key, inner)
    elif isinstance(content, list):
        for number, inner in enumerate(content, 1):
            yield from _texts(draft, f"{path}[{number}]", inner)


def _cells(draft: Draft) -> Iterator[tuple[Place, str]]:
    """Every cell of entries.csv."""
    for row in draft.rows:
        for name, text in row.cells.items():
            if row.header and isinstance(text, str) and not unseen(text):
                yield row.place(name), text
