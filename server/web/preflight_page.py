"""Page `/preflight`: the machine, the event's files and every screen, as they are now; the operator's only."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from server.event_file.check import check_event
from server.event_file.look_section import ASSETS
from server.preflight.finding import Finding
from server.preflight.glass import pixels, screen_findings
from server.preflight.machine import Machine, findings
from server.show.model import Output
from server.web.addresses import lan_addresses
from server.web.pages import lang_of, render, to_sign_in
from server.web.state import AppState, state_of


async def preflight(request: Request) -> Response:
    """Page for the day before: GET looks at everything again."""
    state, lang = state_of(request), lang_of(request)
    who = state.who(request)
    if who is None or who.role != "operator":
        return to_sign_in(request)
    machine = await run_in_threadpool(findings, machine_of(state))
    faults = await run_in_threadpool(check_event, state.settings.event_dir)
    return render(
        request, "preflight.html", machine=[_row(one, lang) for one in machine],
        faults=[{"level": "bad" if one.level == "fault" else "warn", "words": one.say(lang)} for one in faults],
        outputs=outputs_of(state, lang),
    )  # fmt: skip


def machine_of(state: AppState) -> Machine:
    """Machine of this server, as the preflight looks at it."""
    settings, contest = state.settings, state.director.show.contest
    return Machine(settings.data_dir, settings.event_dir / ASSETS, settings.port, settings.host, contest.utc_offset,
                   lan_addresses(), ours=True)  # fmt: skip


def outputs_of(state: AppState, lang: str) -> list[dict[str, Any]]:
    """Every output with its screens; remote viewers have glasses of their own."""
    presence, known = state.hub.presence()["outputs"], state.source.outputs()
    return [_output(output, presence[name], lang) for name, output in known.items() if name != "watch"]


def _output(output: Output, facts: dict[str, Any], lang: str) -> dict[str, Any]:
    none = Finding("warn", "preflight.no_screen", {"unpaired": facts["unpaired"]})
    return {
        "name": output.name, "title": output.title, "wanted": f"{output.width}×{output.height}",
        "none": None if facts["list"] else none.say(lang),
        "screens": [_screen(one, output, lang) for one in facts["list"]],
    }  # fmt: skip


def _screen(screen: dict[str, Any], output: Output, lang: str) -> dict[str, Any]:
    wide, high = pixels(screen, screen["vitals"])
    rows = [_row(one, lang) for one in screen_findings(screen, output)]
    return screen | {"pixels": f"{wide}×{high}", "findings": rows}


def _row(finding: Finding, lang: str) -> dict[str, str]:
    return {"level": finding.level, "words": finding.say(lang)}
