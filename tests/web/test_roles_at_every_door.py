"""Every role at every door of a real server: each view and each command, over HTTP and over sockets."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from server.show.commands import COMMANDS
from server.show.model import Chain
from server.show.model.role import ROLES, Who
from server.show.roles import may
from tests.support.contests import contest, opened
from tests.support.server_process import CODE, Server
from tests.support.socket_clients import PATIENT, closed, cookie, open_, receive
from tests.test_protocol import examples, names, part

PUBLIC = ("stage", "watch")
PEOPLE = {"operator": "", "scorer": "scorer-1", "supervisor": "supervisor-1", "judge": "judge-J1", "host": "host-1",
          "viewer": "viewer-1"}  # fmt: skip
OWN = {"scorer": ("desk",), "supervisor": ("desk", "host"), "judge": ("judge.J1",), "host": ("host",),
       "viewer": ("viewer",)}  # fmt: skip
VIEWS = (*PUBLIC, "control", "preview.stage", "desk", "host", "viewer", "judge.J1", "judge.J2")
OTHERS = [role for role in ROLES if role != "operator"]
JUDGES_OWN = ("draft_marks", "submit_marks", "withdraw_marks")


def sends(role: str) -> set[str]:
    """What PROTOCOL.md says that a role may send."""
    line = next(one for one in part("## Who may").split("\n- ") if one.startswith((role, "host, view")) and role in one)
    return set(names(line.partition(": ")[2])) & set(COMMANDS)


def example(do: str) -> dict[str, Any]:
    """A command as PROTOCOL.md shows it; a judge's own is J1's."""
    sent: dict[str, Any] = examples(part(f"#### `{do}`"), "up")[0]
    return sent | {"judge": "J1"} if do in JUDGES_OWN else sent


@pytest.mark.parametrize("role", OTHERS)
def test_the_commands_of_a_role_are_those_that_are_documented(role: Any) -> None:
    show = opened(contest())
    assert sends(role) == {do for do, kind in COMMANDS.items() if may(show, Who(role, "x"), kind)}


def test_the_operator_s_commands_are_those_that_are_documented() -> None:
    for supervise, left in ((False, set()), (True, {"confirm", "unconfirm"})):
        show = opened(contest(chain=Chain(supervise=supervise)))
        sent = {do for do, kind in COMMANDS.items() if may(show, Who("operator", "x"), kind)}
        assert set(COMMANDS) - sent == {*JUDGES_OWN, *left}
    assert {"confirm", "unconfirm"} == sends("operator"), "named as what the operator leaves to the supervisor"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("roles") / "kept")
    one.folder.mkdir()
    yield one.start()
    one.stop()


@pytest.fixture(scope="module")
def cookies(server: Server) -> dict[str, str]:
    kept = json.loads((server.folder / "people.json").read_text(encoding="utf-8"))
    by_id = {one["id"]: one["code"] for one in kept} | {"": CODE}
    return {role: cookie(server, by_id[id]) for role, id in PEOPLE.items()}


def asked(server: Server, path: str, signed: str, body: Any = None) -> tuple[int, Any]:
    """The answer's code and body."""
    sent = json.dumps(body).encode() if body else None
    try:
        made = urllib.request.Request(server.url(path), sent, {"cookie": signed})
        with urllib.request.urlopen(made, timeout=PATIENT) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_the_doors_open_a_view_to_whom_it_is_for(
    server: Server, cookies: dict[str, str], role: str, view: str
) -> None:
    signed = cookies.get(role, "")
    allowed = view in PUBLIC or role == "operator" or view in OWN.get(role, ())
    code, _ = asked(server, f"/api/views/{view}", signed)
    assert code == (200 if allowed else 401 if role == "nobody" else 403)
    if allowed:
        with open_(server, view, additional_headers={"cookie": signed}) as page:
            assert receive(page, "hello")["view"] == view
        return
    with pytest.raises(InvalidStatus) as refused:
        open_(server, view, additional_headers={"cookie": signed})
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("role", OTHERS)
def test_a_role_s_commands_are_taken_and_no_others(server: Server, cookies: dict[str, str], role: str) -> None:
    for do in COMMANDS:
        code, answer = asked(server, "/api/commands", cookies[role], example(do) | {"id": f"{role}-{do}"})
        if do in sends(role):
            assert code in (200, 409) and answer.get("code") not in ("not_allowed", "not_yours"), do
        else:
            assert (code, answer["type"], answer["code"]) == (409, "refused", "not_allowed"), do
    for do in JUDGES_OWN:
        sent = example(do) | {"id": f"{role}-{do}-2", "judge": "J2"}
        code, answer = asked(server, "/api/commands", cookies[role], sent)
        assert (code, answer["code"]) == (409, "not_yours" if role == "judge" else "not_allowed")


def test_the_journal_names_person_and_device(server: Server, cookies: dict[str, str]) -> None:
    sent = {"id": "who", "do": "submit_marks", "entry": "08", "judge": "J1", "values": {"total": 80}}
    assert asked(server, "/api/commands", cookies["judge"], sent)[0] == 200
    newest = server.view("control")["log"][-1]
    assert newest["did"] == "MarksSubmitted" and newest["by"].startswith("J1/")


@pytest.mark.parametrize("role", OTHERS)
def test_a_socket_answers_a_role_s_commands_and_refuses_others_in_words(
    server: Server, cookies: dict[str, str], role: str
) -> None:
    with open_(server, OWN[role][0], additional_headers={"cookie": cookies[role]}) as page:
        for do in COMMANDS:
            page.send(json.dumps(example(do) | {"id": f"socket-{role}-{do}", "lang": "en"}))
            while (answer := json.loads(page.recv(timeout=PATIENT)))["type"] not in ("ack", "refused"):
                pass
            if do in sends(role):
                assert answer.get("code") not in ("not_allowed", "not_yours"), do
            else:
                assert answer["code"] == "not_allowed" and answer["why"].startswith(f"As {role}"), do


@pytest.mark.parametrize("role", ROLES)
def test_a_screen_takes_no_command_of_anybody(server: Server, cookies: dict[str, str], role: str) -> None:
    with open_(server, "stage", additional_headers={"cookie": cookies[role]}) as page:
        page.send('{"id":"s","do":"go"}')
        assert closed(page) == (1008, "commands are taken from a signed-in page's own view only")


def change(server: Server, do: str, id: str) -> None:
    """What the operator's button does."""
    form = urllib.parse.urlencode({"do": do, "id": id}).encode()
    made = urllib.request.Request(server.url("/people"), form, {"cookie": cookie(server)})
    urllib.request.urlopen(made, timeout=PATIENT).close()


@pytest.mark.parametrize(("deed", "id"), [("revoke", "judge-J8"), ("renew", "judge-J9")])
def test_every_page_of_a_lost_code_ends_and_nobody_else_s(
    server: Server, cookies: dict[str, str], deed: str, id: str
) -> None:
    def code() -> str:
        kept = json.loads((server.folder / "people.json").read_text(encoding="utf-8"))
        return next(str(one["code"]) for one in kept if one["id"] == id)

    old, seat = code(), id.removeprefix("judge-")
    signed = {"cookie": cookie(server, old)}
    own = f"judge.{seat}"
    with (
        open_(server, own, additional_headers=signed) as tablet,
        open_(server, "stage", additional_headers=signed) as second,
        open_(server, "judge.J1", additional_headers={"cookie": cookies["judge"]}) as bystander,
    ):
        for page in (tablet, second, bystander):
            receive(page, "snapshot")
        change(server, deed, id)
        assert {closed(page)[0] for page in (tablet, second)} == {1008}
        bystander.send('{"type":"ping","t":1}')
        assert receive(bystander, "pong")
    mark = {"id": f"late-{deed}", "do": "draft_marks", "entry": "15", "judge": seat, "values": {"total": 80}}
    assert asked(server, "/api/commands", signed["cookie"], mark)[0] == 401
    assert asked(server, f"/api/views/{own}", signed["cookie"])[0] == 401
    with pytest.raises(InvalidStatus):
        open_(server, own, additional_headers=signed)
    assert bool(code()) == (deed == "renew") and code() != old
    if deed == "renew":
        assert asked(server, f"/api/views/{own}", cookie(server, code()))[0] == 200
