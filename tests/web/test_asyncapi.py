"""The AsyncAPI description names every message of the socket, with the fields that PROTOCOL.md shows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from server.show.events import MOVING
from server.web import asyncapi
from tests.test_protocol import TEXT, examples, headings, names, part
from tests.web.test_openapi import SCHEMAS, accepts

DOCUMENT: dict[str, Any] = json.loads(json.dumps(asyncapi.document()))
MESSAGES = DOCUMENT["components"]["messages"]


def test_every_reference_leads_somewhere() -> None:
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(DOCUMENT)):
        found = DOCUMENT
        for step in reference.split("/"):
            found = found[step]
        assert found


def test_every_message_is_named_with_its_direction() -> None:
    assert DOCUMENT["asyncapi"] == "3.0.0"
    named = {
        operation["action"]: {one["$ref"].rsplit("/", 1)[-1] for one in operation["messages"]}
        for operation in DOCUMENT["operations"].values()
    }
    down, up = part("## Down: what the server sends"), part("## Up: what a client sends")
    assert named == {"send": set(headings(down, "###")), "receive": set(headings(up, "###"))}
    assert set(MESSAGES) == named["send"] | named["receive"] == set(DOCUMENT["channels"]["view"]["messages"])


@pytest.mark.parametrize("name", sorted(set(MESSAGES) - {"command"}))
def test_a_message_s_schema_has_the_fields_of_the_example(name: str) -> None:
    payload = MESSAGES[name]["payload"]
    (example,) = examples(TEXT, name)
    assert accepts(payload, example)
    assert not accepts(payload, example | {"type": "other"})
    properties = payload.get("properties") or SCHEMAS[payload["$ref"].rsplit("/", 1)[-1]]["properties"]
    optional = {"now", "alone"} if name in ("ack", "refused") else {"now"}
    assert set(example) <= set(properties) <= {*example, *optional}


def test_every_cause_that_moves_is_named() -> None:
    line = next(line for line in part("### `patch`").splitlines() if line.startswith("`at` stands"))
    assert set(names(line)) - {"at"} == MOVING
    assert "at" not in MESSAGES["patch"]["payload"]["required"]


def test_a_command_is_one_of_openapi_s() -> None:
    (example,) = examples(TEXT, "command")
    assert sum(accepts(one, example) for one in MESSAGES["command"]["payload"]["oneOf"]) == 1
    assert DOCUMENT["components"]["schemas"] == SCHEMAS
