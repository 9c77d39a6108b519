"""Reveal policy, the single most important switch: it says when a result may become public."""

from __future__ import annotations

from server.show.model import Cue, Refused, Result, Show, rundown


def group(show: Show, cue: Cue) -> list[str]:
    """Entries that a cue's reveal makes public: its own, a whole session's, or everyone's."""
    wanted = cue.args.get("reveals")
    if cue.scene == "reveal" and cue.entry:
        return [cue.entry] if show.entries[cue.entry].eligibility == "competing" else []
    if cue.scene != "ranking" or not wanted:
        return []
    session = None if wanted == "all" else str(wanted).removeprefix("session/")
    category = cue.args.get("category")
    return [id for id in competing(show, session) if show.entries[id].category == category]


def armed_by(cue: Cue) -> str | None:
    """Name of what taking this cue arms: its entry, or its group."""
    if cue.scene == "reveal":
        return cue.entry
    return f"{cue.args['reveals']}/{cue.args.get('category')}" if cue.args.get("reveals") else None


def competing(show: Show, session: str | None = None) -> list[str]:
    """Competing entries in running order, of one session or of all."""
    return [
        id
        for id in rundown.order(show)
        if show.entries[id].eligibility == "competing" and session in (None, show.entries[id].session)
    ]


def covered(show: Show, cue: Cue) -> list[str]:
    """Covered entries of a cue: those that it would reveal and that the hall has not seen."""
    return [id for id in group(show, cue) if not is_revealed(show, id)]


def is_revealed(show: Show, entry: str) -> bool:
    return entry in show.sheets and show.sheets[entry].revealed is not None


def is_confirmed(show: Show, entry: str) -> bool:
    return entry in show.sheets and show.sheets[entry].confirmed is not None


def check(show: Show, entry: str) -> Result:
    """Confirmed result of `entry` that the policy lets the hall see now. Raises Refused where it does not."""
    if show.entries[entry].eligibility != "competing":
        raise Refused("not_competing", entry=entry)
    if not is_confirmed(show, entry):
        raise Refused("not_confirmed", entry=entry)
    if show.contest.reveal.policy == "awards" and not awards_begun(show):
        raise Refused("hidden_until_awards", entry=entry)
    waiting = waits_for(show, entry)
    if waiting:
        raise Refused("too_early", entry=entry, waiting=", ".join(waiting[:8]), count=len(waiting))
    result = show.sheets[entry].confirmed
    assert result is not None
    return result


def waits_for(show: Show, entry: str) -> list[str]:
    """Entries that must finish (or be confirmed) before `entry` may be revealed."""
    rule = show.contest.reveal
    session = competing(show, show.entries[entry].session)
    if entry not in session:
        return []
    place = session.index(entry)
    if rule.policy == "previous_after_next":
        return [id for id in session[place + 1 : place + 2] if not finished(show, id)]
    if rule.policy == "first_together" and place < rule.first:
        return [id for id in session[: rule.first] if not is_confirmed(show, id)]
    if rule.policy == "session":
        return [id for id in session if not is_confirmed(show, id)]
    if rule.policy == "awards":
        return [id for id in competing(show) if not is_confirmed(show, id)]
    return []


def awards_begun(show: Show) -> bool:
    """Test for begun awards under the policy "awards": an award, the ceremony or a final ranking is or was on
    air."""
    walked = show.ceremony is not None and show.ceremony.step is not None
    return walked or bool(show.awarded) or bool(show.program and show.program.cue.args.get("reveals") == "all")


def finished(show: Show, entry: str) -> bool:
    """Test for a finished entry: its scoring was on air or its marks are confirmed."""
    return entry in show.finished or is_confirmed(show, entry)
