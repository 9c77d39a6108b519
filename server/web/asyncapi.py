"""Description of the sockets as AsyncAPI 3.0: the messages up and down `/ws/{view}`. Commands and answers are
those of OpenAPI."""

from __future__ import annotations

from functools import cache
from typing import Any

from server.screens import vitals
from server.web import openapi

_TEXT = {"type": "string"}
_SEQ = {"type": "integer", "minimum": 0}
_NUMBER = {"type": "number"}
_SLICES = {"type": "object", "description": "Slices by name."}
_PEERS = {"type": "array", "items": _TEXT}
_SCREEN = {"id": _TEXT, "name": _TEXT, "shown": _SEQ, "width": _SEQ, "height": _SEQ, "build": _TEXT,
           "hidden": {"type": "boolean"}, "device": _TEXT, "word": _TEXT,
           "vitals": {"type": ["object", "null"]}}  # fmt: skip
_SCREENS = {"type": "array", "items": openapi.shape(_SCREEN)}
_OUTPUT = {"screens": _SEQ, "showing": _SEQ, "list": _SCREENS, "unpaired": _SEQ, "others": _SCREENS,
           "vitals": {"type": ["object", "null"]}}  # fmt: skip
_VITALS = {**{name: {"type": "number", "minimum": 0} for name in vitals.BOUNDS},
           "sound": {"enum": list(vitals.SOUNDS)}, "browser": _TEXT}  # fmt: skip

# By message: what it says, and its fields beside `type`.
DOWN: dict[str, tuple[str, dict[str, Any]]] = {
    "hello": ("First on every connection, and when another journal is opened",
              {"build": _TEXT, "epoch": _TEXT, "view": _TEXT, "at": _NUMBER, "screen": _TEXT, "peers": _PEERS,
               "standby": {"type": "boolean"}}),
    "peers": ("The show's other machines, and whether this one is a standby",
              {"peers": _PEERS, "standby": {"type": "boolean"}}),
    "snapshot": ("The whole view", {"seq": _SEQ, "view": _SLICES}),
    "patch": ("From seq - 1 to seq; an empty set is a skip", {"seq": _SEQ, "cause": _TEXT, "at": _SEQ, "set": _SLICES}),
    "pong": ("The answer to a ping, with the server's clock in ms", {"t": _NUMBER, "at": _NUMBER}),
    "presence": ("Who is connected; to control only",
                 {"outputs": {"type": "object", "additionalProperties": openapi.shape(_OUTPUT)}, "panels": _SEQ,
                  "redis": {"enum": ["none", "shared", "degraded", "diverged", "fenced", "standby"]},
                  "weak": {"type": "array", "items": _TEXT},
                  "paired": _SEQ, "server": {"type": ["object", "null"]}}),
    "identify": ("Shows the word in a corner for so long; to an unpaired screen alone",
                 {"word": _TEXT, "seconds": _SEQ}),
    "pair": ("A ticket for /api/pair, good once; to one screen alone", {"ticket": _TEXT}),
}  # fmt: skip
UP: dict[str, tuple[str, dict[str, Any]]] = {
    "ping": ("Asks for a pong; t is the sender's clock", {"t": _NUMBER}),
    "shown": ("This seq is on the glass", {"seq": _SEQ}),
    "resync": ("Asks for a snapshot", {}),
    "about": ("What the operator should know of this screen",
              {"width": _SEQ, "height": _SEQ, "name": _TEXT, "build": _TEXT, "hidden": {"type": "boolean"},
               "trip": _NUMBER}),
    "vitals": ("Its line, its clock and its frames, now and then", _VITALS),
}  # fmt: skip
_MAY_LEAVE = {  # fields that a page may leave out
    "about": frozenset({"name", "build", "hidden", "trip"}), "vitals": frozenset({"sound", "browser"}),
}  # fmt: skip
_MAY_LACK = {"patch": frozenset({"at"})}  # what a message from the server may lack


@cache
def document() -> dict[str, Any]:
    """Whole description, ready to be encoded."""
    described = openapi.document()
    commands = described["paths"]["/api/commands"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schemas = described["components"]["schemas"]
    messages = {name: _message(name, *said, optional=_MAY_LACK.get(name, frozenset())) for name, said in DOWN.items()}
    messages |= {
        name: _message(name, *said, optional=_MAY_LEAVE.get(name, frozenset())) for name, said in UP.items()
    }
    messages |= {
        "command": {"summary": "One command, to a role's view", "payload": {"oneOf": commands["oneOf"]}},
        "ack": {"summary": "Done, and on disk", "payload": {"$ref": "#/components/schemas/AckAnswer"}},
        "refused": {"summary": "The show says no", "payload": {"$ref": "#/components/schemas/RefusedAnswer"}},
    }
    return {
        "asyncapi": "3.0.0",
        "info": described["info"],
        "defaultContentType": "application/json",
        "channels": {
            "view": {
                "address": "/ws/{view}",
                "parameters": {
                    "view": {
                        "description": "An output's name, watch, control, preview.{output}, "
                        "desk, host, viewer or judge.{id}"
                    }
                },
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "down": _operation("send", [*DOWN, "ack", "refused"]),
            "up": _operation("receive", [*UP, "command"]),
        },
        "components": {"messages": messages, "schemas": schemas},
    }


def _message(
    name: str, summary: str, fields: dict[str, Any], optional: frozenset[str] = frozenset()
) -> dict[str, Any]:
    left_out = (field for field in fields if field in optional)
    return {"summary": summary, "payload": openapi.shape({"type": {"const": name}} | fields, *left_out)}


def _operation(action: str, names: list[str]) -> dict[str, Any]:
    messages = [{"$ref": f"#/channels/view/messages/{name}"} for name in names]
    return {"action": action, "channel": {"$ref": "#/channels/view"}, "messages": messages}
