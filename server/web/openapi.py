"""Description of the HTTP interface as OpenAPI 3.1: one schema a command, made from the dataclasses."""

from __future__ import annotations

from functools import cache
from inspect import getdoc
from typing import Any

import msgspec

from server.show.commands import COMMANDS
from server.wire import MAX_ID

_TEXT = {"type": "string"}
_SEQ = {"type": "integer", "minimum": 0}
_DECIMAL = {"type": ["string", "number"], "format": "decimal"}


@cache
def document() -> dict[str, Any]:
    """Whole description, ready to be encoded."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Limelight",
            "version": "1",
            "description": "Commands and views of a contest final. Its sockets: /api/asyncapi.json.",
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
        schemas[name] = _enveloped(do, kind, _with_decimals(defined[name]))
    rest = {name: schema for name, schema in defined.items() if name not in schemas}
    return schemas | rest | _ANSWERS


def _with_decimals(schema: Any) -> Any:
    """The schema with decimals as the wire takes them: text, which is exact, or a number."""
    if isinstance(schema, dict):
        if schema.get("format") == "decimal":
            return _DECIMAL
        return {key: _with_decimals(inner) for key, inner in schema.items()}
    return [_with_decimals(inner) for inner in schema] if isinstance(schema, list) else schema


def _enveloped(do: str, kind: type, fields: dict[str, Any]) -> dict[str, Any]:
    """A command's own fields with the envelope's around them."""
    envelope = {
        "id": _TEXT
        | {"minLength": 1, "maxLength": MAX_ID, "description": "Unique; the same id is carried out once."},
        "do": {"const": do},
        "seq": {"type": ["integer", "null"], "minimum": 0, "description": "The seq it was decided on."},
        "lang": {"enum": ["zh", "en", None], "description": "The language of a refusal."},
        "pressed": {"type": ["number", "null"], "minimum": 0, "description": "Server ms at which it was pressed."},
    }
    return {
        "title": kind.__name__,
        "description": getdoc(kind),
        "type": "object",
        "properties": envelope | fields.get("properties", {}),
        "required": ["id", "do", *fields.get("required", [])],
        "additionalProperties": False,
    }


def shape(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    """Schema of an object (JSON Schema 2020-12). Readers pass over what they do not know: an answer may have
    more."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


_ANSWERS: dict[str, Any] = {
    "AckAnswer": shape({"type": {"const": "ack"}, "id": _TEXT, "seq": _SEQ, "alone": {"const": True}}, "alone"),
    "RefusedAnswer": shape(
        {"type": {"const": "refused"}, "id": _TEXT, "code": _TEXT, "why": _TEXT, "now": {}, "alone": {"const": True}},
        "now", "alone",
    ),
    "SnapshotAnswer": shape(
        {"type": {"const": "snapshot"}, "seq": _SEQ, "view": {"type": "object"}, "epoch": _TEXT}
    ),
    "ExplainAnswer": shape({"entry": _TEXT, "lines": {"type": "array", "items": _TEXT}}),
    "PeopleAnswer": shape(
        {
            "at": _SEQ,
            "people": {
                "type": "array",
                "items": shape(
                    {"id": _TEXT, "role": _TEXT, "name": _TEXT, "judge": _TEXT, "devices": _SEQ, "seen": _SEQ}
                ),
            },
        }
    ),
    "HealthAnswer": shape(
        {"ok": {"const": True}, "build": _TEXT, "writes": {"enum": ["batched", "direct", "transport"]}}
    ),
    "ReadyAnswer": shape(
        {"ready": {"type": "boolean"}, "seq": _SEQ, "epoch": _TEXT, "role": {"enum": ["writer", "standby", "edge"]},
         "redis": {"enum": ["shared", "degraded", "diverged", "fenced", "standby", "linked", "lost"]}, "writer": _TEXT,
         "weak": {"type": "array", "items": _TEXT}, "why": _TEXT, "damaged": _TEXT},
        "role", "redis", "writer", "weak", "why", "damaged",
    ),
    "Problem": shape({"type": {"const": "problem"}, "code": {"type": "integer"}, "why": _TEXT}),
}


def _ref(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}


def _json(schema: str, words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": _ref(schema)}}}


_NOT_YOURS = {"401": _json("Problem", "Not signed in"), "403": _json("Problem", "Another role")}


def _get(summary: str, kind: str | dict[str, Any] = "text/html", *parameters: str, **others: str) -> dict[str, Any]:
    """A GET: its 200 (a media type, or a whole answer), the parameters of its path, other answers."""
    success = kind if isinstance(kind, dict) else {"description": "Found", "content": {kind: {"schema": _TEXT}}}
    answers = {code.removeprefix("_"): {"description": words} for code, words in others.items()}
    operation: dict[str, Any] = {"summary": summary, "responses": {"200": success} | answers}
    if parameters:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": _TEXT} for name in parameters
        ]
    return operation


_SIGNED_IN: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}]


ROLE_PAGES = {
    "judge": "A judge's own sheet", "desk": "The scorer's and the supervisor's desk",
    "host": "What the host reads out", "viewer": "For those who look on",
}  # fmt: skip


def _paths() -> dict[str, Any]:
    described = {"description": "JSON", "content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "/api/commands": {"post": _commands()},
        "/api/views/{view}": {"get": _view()},
        "/api/explain/{entry}": {"get": _explain()},
        "/api/people": {"get": _people()},
        "/api/handover": {"get": _get("A signed-in page's ticket for the show's other machines")},
        "/api/replica": {"post": _get("A machine of the same show: its statement for this one's")},
        "/api/promote": {"post": _get("The follower becomes the server, by a signed-in operator")},
        "/handover": {"get": _get("A page that comes with a ticket from a machine that is lost")},
        "/api/results.{kind}": {"get": _results()},
        "/api/screens": {
            "get": _get("The paired screens, and every output's", described) | {"security": _SIGNED_IN},
            "post": _posted("do = identify, pair, rename, unpair", "Done", "No such screen") | {"security": _SIGNED_IN},
        },
        "/api/pair": {"post": _posted("A screen's ticket for its cookie, once", "The cookie", "No ticket, or too old")},
        "/api/openapi.json": {"get": _get("This description", described)},
        "/api/asyncapi.json": {"get": _get("The sockets, as AsyncAPI 3.0", described)},
        "/events/{view}": {"get": _events()},
        "/healthz": {"get": _get("The process answers", _json("HealthAnswer", "It does"))},
        "/readyz": {"get": _ready()},
        "/metrics": {"get": _get("Prometheus text", "text/plain")},
        **_pages(),
    }


def _for_people(words: str) -> dict[str, Any]:
    return _get(words, _303="Not signed in: to /login")


def _pages() -> dict[str, Any]:
    leave = _get("Leave: this session and its cookie end") | {"responses": {"303": {"description": "To /login"}}}
    return {
        "/": {"get": _get("What is where, with QR codes")},
        "/help": {"get": _get("The operator's handbook, to print; ?lang=zh or en")},
        "/login": {"get": _get("The form for a code"), "post": _login()},
        "/logout": {"get": leave, "post": leave},
        "/control": {"get": _for_people("The operator's panel") | {"security": _SIGNED_IN}},
        "/people": {
            "get": _for_people("Everybody's code, for the operator"),
            "post": leave | {"summary": "Take a code away, renew it, name or add somebody; end a device or a token"},
        },
        "/import": {
            "get": _for_people("The form for a newer table of entries"),
            "post": leave | {"summary": "Look at a table (do=preview, file), or take it over (do=apply, token)"},
        },
        "/draws": {"get": _for_people("The printable record of the draws")},
        "/preflight": {
            "get": _for_people("The machine, the files and the screens, the day before"),
            "post": leave | {"summary": "Run the rundown at 20 times its pace (do=rehearse), in rehearsal; do=stop"},
        },
        "/join/{code}": {
            "get": _get("Names the person of a link", "text/html", "code", _404="No such code"),
            "post": _get("Signs that person in", "text/html", "code", _303="To their own page"),
        },
        **{f"/{name}": {"get": _for_people(words) | {"security": _SIGNED_IN}} for name, words in ROLE_PAGES.items()},
        "/display/{output}": {"get": _get("A screen of an output", "text/html", "output", _404="No such output")},
        "/overlay": {"get": _get("The transparent overlay for the livestream")},
        "/watch": {"get": _get("The overlay for remote viewers")},
    }


def _commands() -> dict[str, Any]:
    chosen = {do: f"#/components/schemas/{kind.__name__}" for do, kind in COMMANDS.items()}
    body = {
        "oneOf": [{"$ref": schema} for schema in chosen.values()],
        "discriminator": {"propertyName": "do", "mapping": chosen},
    }
    return {
        "summary": "Carry out one command",
        "security": _SIGNED_IN,
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": _json("AckAnswer", "Done, and on disk"),
            "401": _json("Problem", "Not signed in"),
            "403": _json("Problem", "Sent by another site's page"),
            "409": _json("RefusedAnswer", "The show says no, in words; nothing has changed"),
            "429": _json("RefusedAnswer", "Too many commands of one person, too fast"),
            "413": _json("Problem", "Too long"),
            "422": _json("Problem", "No command of ours: which field, and what was wanted"),
        },
    }


def _view() -> dict[str, Any]:
    snapshot = _get("The snapshot of a view", _json("SnapshotAnswer", "The view at its seq"), "view")
    snapshot["security"] = [{}, *_SIGNED_IN]
    snapshot["responses"] |= {
        "304": {"description": "Unchanged since If-None-Match"},
        "401": _json("Problem", "Not signed in"),
        "403": _json("Problem", "Another role's view"),
        "404": _json("Problem", "No such view"),
    }
    return snapshot


def _events() -> dict[str, Any]:
    events = _get("A public view as Server-Sent Events", "text/event-stream", "view")
    events["responses"] |= {"404": _json("Problem", "No such view"), "503": _json("Problem", "The server is full")}
    return events


def _ready() -> dict[str, Any]:
    ready = _get("Who this machine is in the show", _json("ReadyAnswer", "It may be commanded, or is a level edge"))
    ready["responses"]["503"] = _json("ReadyAnswer", "A standby, or an edge that has lost Redis")
    return ready


def _explain() -> dict[str, Any]:
    explained = _get("How an entry's score came about", _json("ExplainAnswer", "Line by line"), "entry")
    explained["responses"] |= _NOT_YOURS | {"404": _json("Problem", "No such entry")}
    return explained | {"security": _SIGNED_IN}


def _people() -> dict[str, Any]:
    people = _get("Everybody with a role, and who is there", _json("PeopleAnswer", "Without codes"))
    people["responses"] |= _NOT_YOURS
    return people | {"security": _SIGNED_IN}


def _results() -> dict[str, Any]:
    file = {"description": "The file", "content": {"application/octet-stream": {"schema": {"type": "string"}}}}
    got = _get("The results as a file: xlsx, csv, csv-gb18030, json, html, pdf or sheets-pdf", file, "kind")
    got["responses"] |= _NOT_YOURS | {"404": _json("Problem", "No such file")}
    return got | {"security": _SIGNED_IN}


def _posted(summary: str, done: str, missing: str) -> dict[str, Any]:
    """A POST of JSON that answers with JSON."""
    content = {"application/json": {"schema": {"type": "object"}}}
    refused = {"401": "Not signed in", "403": "Another role or site", "404": missing, "409": "Too many",
               "422": "Rubbish", "503": "The disk does not keep it"}  # fmt: skip
    responses = {"200": {"description": done, "content": content}}
    responses |= {code: _json("Problem", words) for code, words in refused.items()}
    return {"summary": summary, "requestBody": {"required": True, "content": content}, "responses": responses}


def _login() -> dict[str, Any]:
    form = {"type": "object", "properties": {"code": _TEXT}, "required": ["code"]}
    return {
        "summary": "Sign in with a code",
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": {
            "303": {"description": "Signed in: the session's cookie, and on to the role's page"},
            "401": {"description": "Not the code"}, "429": {"description": "Too many tries"},
        },
    }
