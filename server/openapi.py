"""The HTTP interface as OpenAPI 3.1: one schema a command, made from the dataclasses themselves."""

from __future__ import annotations

from functools import cache
from inspect import getdoc
from typing import Any

import msgspec

from server.show.commands import COMMANDS
from server.wire import MAX_ID

_TEXT = {"type": "string"}
_WHY = {
    "type": "object",
    "properties": {"type": {"const": "problem"}, "code": {"type": "integer"}, "why": _TEXT},
}


@cache
def document() -> dict[str, Any]:
    """The whole description, ready to be encoded."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Limelight",
            "version": "1",
            "description": "Commands and views of a contest final. The sockets are in server/PROTOCOL.md.",
        },
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "limelight"},
            },
        },
    }


def _schemas() -> dict[str, Any]:
    kinds = list(COMMANDS.values())
    roots, defined = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    schemas: dict[str, Any] = {}
    for (do, kind), root in zip(COMMANDS.items(), roots, strict=True):
        name = root["$ref"].rsplit("/", 1)[-1]
        schemas[name] = _enveloped(do, kind, defined[name])
    rest = {name: one for name, one in defined.items() if name not in schemas}
    return schemas | rest | _ANSWERS


def _enveloped(do: str, kind: type, fields: dict[str, Any]) -> dict[str, Any]:
    """A command's own fields with the envelope's around them."""
    envelope = {
        "id": _TEXT
        | {"minLength": 1, "maxLength": MAX_ID, "description": "Unique; the same id is carried out once."},
        "do": {"const": do},
        "seq": {"type": ["integer", "null"], "minimum": 0, "description": "The seq it was decided on."},
        "lang": {"enum": ["zh", "en", None], "description": "The language of a refusal."},
    }
    return {
        "title": kind.__name__,
        "description": getdoc(kind),
        "type": "object",
        "properties": envelope | fields.get("properties", {}),
        "required": ["id", "do", *fields.get("required", [])],
        "additionalProperties": False,
    }


_ANSWERS: dict[str, Any] = {
    "AckAnswer": {
        "type": "object",
        "properties": {"type": {"const": "ack"}, "id": _TEXT, "seq": {"type": "integer"}},
        "required": ["type", "id", "seq"],
    },
    "RefusedAnswer": {
        "type": "object",
        "properties": {"type": {"const": "refused"}, "id": _TEXT, "code": _TEXT, "why": _TEXT, "now": {}},
        "required": ["type", "id", "code", "why"],
    },
    "SnapshotAnswer": {
        "type": "object",
        "properties": {
            "type": {"const": "snapshot"},
            "seq": {"type": "integer"},
            "epoch": _TEXT,
            "view": {"type": "object"},
        },
        "required": ["type", "seq", "epoch", "view"],
    },
    "Problem": _WHY,
}


def _json(schema: str, words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
    }


def _paths() -> dict[str, Any]:
    names = [kind.__name__ for kind in COMMANDS.values()]
    signed_in: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}]
    body = {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}
    plain = {"get": {"responses": {"200": {"description": "JSON"}}}}
    return {
        "/api/commands": {
            "post": {
                "summary": "Carry out one command",
                "security": signed_in,
                "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
                "responses": {
                    "200": _json("AckAnswer", "Done, and on disk"),
                    "401": _json("Problem", "Not signed in"),
                    "403": _json("Problem", "Sent by another site's page"),
                    "409": _json("RefusedAnswer", "The show says no, in words; nothing has changed"),
                    "413": _json("Problem", "Too long"),
                    "422": _json("Problem", "No command of ours: which field, and what was wanted"),
                },
            }
        },
        "/api/views/{view}": {
            "get": {
                "summary": "The snapshot of a view",
                "security": [{}, *signed_in],
                "parameters": [{"name": "view", "in": "path", "required": True, "schema": _TEXT}],
                "responses": {
                    "200": _json("SnapshotAnswer", "The view at its seq"),
                    "304": {"description": "Unchanged since If-None-Match"},
                    "401": _json("Problem", "The operator's view"),
                    "404": _json("Problem", "No such view"),
                },
            }
        },
        "/healthz": plain,
        "/readyz": plain,
        "/metrics": {"get": {"responses": {"200": {"description": "Prometheus text"}}}},
        "/api/openapi.json": plain,
    }
