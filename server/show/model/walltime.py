"""Times of day as the hall reads them ("14:00", in the contest's zone) and the moments that they mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from server.show.model import rundown
from server.show.model.contest import Contest

DAY = 86_400_000  # ms


def wall_time(contest: Contest, until: str, at: int) -> int | None:
    """Moment (server ms) of the wall-clock time "HH:MM" on the day of `at`, in the contest's time zone; None
    for other text."""
    if not rundown.is_clock(until):
        return None
    zone = timezone(timedelta(minutes=contest.utc_offset))
    day = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    hour, minute = until.split(":")
    moment = day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return int(moment.timestamp() * 1000)


def next_time(contest: Contest, until: str, at: int) -> int | None:
    """Moment (server ms) of the wall-clock time on the day that brings it nearest to `at`: at 23:50 a break
    until 00:10 takes twenty minutes."""
    to = wall_time(contest, until, at)
    return to and to + round((at - to) / DAY) * DAY
