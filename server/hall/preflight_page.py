"""Page `/preflight`: the machine, the event's files and every screen, as they are now; the operator's only."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from server.event_file.check import check_event
from server.event_file.look_section import ASSETS
from server.hall import rehearsal
from server.preflight.finding import Finding
from server.preflight.glass import pixels, screen_findings
from server.preflight.machine import Machine, findings
from server.preflight.run_report import facts
from server.show.model import Output
from server.texts.say import say
from server.web.access import same_origin
from server.web.addresses import lan_addresses
from server.web.pages import lang_of, render, to_sign_in, trouble
from server.web.state import AppState, state_of


async def preflight(request: Request) -> Response:
    """Page for the day before: GET looks at everything again; POST `do` = rehearse or stop. 403, 409."""
    state, lang = state_of(request), lang_of(request)
    who = state.who(request)
    if who is None or who.role != "operator":
        return to_sign_in(request)
    if request.method == "POST":
        return await _rehearse(request)
    machine = await run_in_threadpool(findings, machine_of(state))
    faults = await run_in_threadpool(check_event, state.settings.event_dir)
    return render(
        request, "preflight.html", machine=[_row(one, lang) for one in machine],
        faults=[{"level": "bad" if one.level == "fault" else "warn", "words": one.say(lang)} for one in faults],
        outputs=outputs_of(state, lang), rehearsal=state.director.mode == "rehearsal",
        run=facts(state.rehearsal),
    )  # fmt: skip


async def _rehearse(request: Request) -> Response:
    state, lang = state_of(request), lang_of(request)
    if not same_origin(request):
        return trouble(request, 403, say("page.not_ours", lang))
    async with request.form(max_files=0, max_fields=2, max_part_size=256) as form:
        do = str(form.get("do", ""))
    if do == "stop" and state.rehearsal is not None:
        await state.rehearsal.stop()
    elif do != "rehearse" or not rehearsal.start(state):
        return trouble(request, 409, say("page.no_rehearsal", lang))
    return RedirectResponse(f"/preflight?lang={lang}#run", 303)


def machine_of(state: AppState) -> Machine:
    """Machine of this server, as the preflight looks at it."""
    settings, contest = state.settings, state.director.show.contest
    return Machine(settings.data_dir, settings.event_dir / ASSETS, settings.port, settings.host, contest.utc_offset,
                   lan_addresses(), ours=True)  # fmt: skip


def outputs_of(state: AppState, lang: str) -> list[dict[str, Any]]:
    """Every output with its screens; remote viewers have glasses of their own."""
    presence, known = state.hub.presence()["outputs"], state.source.outputs()
    return [_output(output, presence[name], lang) for name, output in known.items() if name != "watch"]


def _output(output: Output, told: dict[str, Any], lang: str) -> dict[str, Any]:
    unpaired = told["unpaired"]
    none = Finding("warn", f"preflight.{'only_unpaired' if unpaired else 'no_screen'}", {"unpaired": unpaired})
    return {
        "name": output.name, "title": output.title, "wanted": f"{output.width}×{output.height}",
        "none": None if told["list"] else none.say(lang),
        "screens": [_screen(one, output, lang) for one in told["list"]],
    }  # fmt: skip


def _screen(screen: dict[str, Any], output: Output, lang: str) -> dict[str, Any]:
    wide, high = pixels(screen, screen["vitals"])
    rows = [_row(one, lang) for one in screen_findings(screen, output)]
    return screen | {"pixels": f"{wide}×{high}", "findings": rows}


def _row(finding: Finding, lang: str) -> dict[str, str]:
    return {"level": finding.level, "words": finding.say(lang)}
