"""The OpenAPI description names every route and command, and what it says holds on a real server."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from starlette.routing import Route

from server.app import ROUTES
from server.show.commands import COMMANDS
from server.web import openapi
from server.web.access import COOKIE
from server.wire import BadMessage, decode_command
from tests.support.server_process import CODE, PATIENCE, Server
from tests.test_protocol import TEXT, examples

DOCUMENT: dict[str, Any] = json.loads(json.dumps(openapi.document()))
SCHEMAS = DOCUMENT["components"]["schemas"]
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
KEYWORDS = {
    "$ref", "type", "const", "enum", "oneOf", "anyOf", "properties", "required", "additionalProperties",
    "items", "minItems", "maxItems", "minimum", "maximum", "minLength", "maxLength", "format", "default",
    "title", "description", "discriminator",
}  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def schemas_used() -> Iterator[dict[str, Any]]:
    """Every schema in the document, those inside others too."""
    found = list(SCHEMAS.values())
    for _, _, operation in operations():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        found += [content["schema"] for body in bodies for content in body.get("content", {}).values()]
    while found:
        schema = found.pop()
        yield schema
        inner = [*schema.get("properties", {}).values(), *schema.get("oneOf", ()), *schema.get("anyOf", ())]
        found += inner + [one for key in ("items", "additionalProperties") if isinstance(one := schema.get(key), dict)]


def test_it_is_openapi_3_1_by_its_structure() -> None:
    assert re.fullmatch(r"3\.1\.\d", DOCUMENT["openapi"])
    assert {"title", "version"} <= set(DOCUMENT["info"])
    schemes = DOCUMENT["components"]["securitySchemes"]
    for path, method, operation in operations():
        place = f"{method} {path}"
        assert path.startswith("/") and method in METHODS, place
        assert operation["summary"] and operation["responses"], place
        assert all(re.fullmatch(r"[1-5]\d\d", code) for code in operation["responses"]), place
        assert all(answer["description"] for answer in operation["responses"].values()), place
        wanted = set(re.findall(r"{(\w+)}", path))
        assert {one["name"] for one in operation.get("parameters", ()) if one["required"]} == wanted, place
        assert all(name in schemes for one in operation.get("security", ()) for name in one), place


def test_every_schema_is_one_of_json_schema_and_leads_somewhere() -> None:
    for schema in schemas_used():
        assert set(schema) <= KEYWORDS, schema
        if "$ref" in schema:
            assert schema["$ref"].removeprefix("#/components/schemas/") in SCHEMAS
        assert set(schema.get("required", ())) <= set(schema.get("properties", {})), schema


def test_every_route_is_named_with_its_methods() -> None:
    routes = {route.path: set(route.methods or ()) - {"HEAD"} for route in ROUTES if isinstance(route, Route)}
    named = {path: {method.upper() for method in methods} for path, methods in DOCUMENT["paths"].items()}
    assert named == routes


def test_every_command_is_named_with_its_fields() -> None:
    body = DOCUMENT["paths"]["/api/commands"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    chosen = {do: name.rsplit("/", 1)[-1] for do, name in body["discriminator"]["mapping"].items()}
    assert set(chosen) == set(COMMANDS)
    assert [one["$ref"] for one in body["oneOf"]] == list(body["discriminator"]["mapping"].values())
    for do, kind in COMMANDS.items():
        schema = SCHEMAS[chosen[do]]
        assert schema["properties"]["do"] == {"const": do}
        assert set(schema["properties"]) == {"id", "do", "seq", "lang", "pressed", *(one.name for one in fields(kind))}


def accepts(schema: dict[str, Any], value: Any) -> bool:
    """Whether a schema takes a value: as much of JSON Schema as the document uses."""
    if "$ref" in schema:
        return accepts(SCHEMAS[schema["$ref"].rsplit("/", 1)[-1]], value)
    if "anyOf" in schema:
        return any(accepts(one, value) for one in schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return value in schema.get("enum", [schema.get("const")])
    names = schema.get("type", [])
    if names and not any(_is(name, value) for name in ([names] if isinstance(names, str) else names)):
        return False
    if isinstance(value, str):
        return _is_text(schema, value)
    if isinstance(value, list):
        return all(accepts(schema.get("items", {}), one) for one in value)
    return _takes_members(schema, value) if isinstance(value, dict) else True


def _is(name: str, value: Any) -> bool:
    kinds = {"string": str, "number": (int, float), "integer": int, "object": dict, "array": list,
             "boolean": bool, "null": type(None)}  # fmt: skip
    return isinstance(value, kinds[name]) and (name == "boolean" or not isinstance(value, bool))


def _is_text(schema: dict[str, Any], value: str) -> bool:
    if schema.get("format") == "decimal" and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return False
    return schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))


def _takes_members(schema: dict[str, Any], value: dict[str, Any]) -> bool:
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", ())) <= set(value):
        return False
    more = [one for name, one in value.items() if name not in known]
    if more and (rest is False or (isinstance(rest, dict) and not all(accepts(rest, one) for one in more))):
        return False
    return all(accepts(known[name], one) for name, one in value.items() if name in known)


ODD: tuple[Any, ...] = ("", "words", "9.5", 7, 9.5, True, None, [[]], {}, {"J1": 9.5}, {"J1": None}, {"J1": True})


def others(sent: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The command with a field too many, with each field missing, and with each of another kind."""
    yield sent | {"colour": "red"}
    for name in {*sent, "seq", "lang"}:
        yield {key: value for key, value in sent.items() if key != name}
        yield from (sent | {name: odd} for odd in ODD)


def test_the_schemas_take_what_the_wire_takes_and_nothing_else() -> None:
    for sent in examples(TEXT, "up"):
        schema = SCHEMAS[COMMANDS[sent["do"]].__name__]
        assert accepts(schema, sent), sent
        for other in others(sent):
            try:
                decode_command(json.dumps(other))
            except BadMessage:
                assert not accepts(schema, other), other
            else:
                assert accepts(schema, other), other


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def ask(server: Server, path: str, signed: bool, body: bytes | None = None) -> tuple[int, str, bytes]:
    """The answer's number, media type and body; redirections are answers."""
    headers = {"authorization": f"Bearer {server.token}"} if signed else {}
    request = urllib.request.Request(server.url(path), body, headers)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    one = Server(tmp_path_factory.mktemp("openapi") / "kept")
    one.folder.mkdir()
    one.start()
    yield one
    one.stop()


ASKED = {
    "/": "/", "/login": "/login", "/control": "/control", "/overlay": "/overlay", "/watch": "/watch",
    "/display/{output}": "/display/stage", "/display/{output} 404": "/display/nothing",
    "/api/views/{view}": "/api/views/control", "/api/views/{view} 404": "/api/views/nothing",
    "/events/{view} 404": "/events/control",
    "/api/openapi.json": "/api/openapi.json", "/api/asyncapi.json": "/api/asyncapi.json",
    "/healthz": "/healthz", "/readyz": "/readyz",
    "/metrics": "/metrics", "/logout": "/logout",
}  # fmt: skip


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("path", ASKED)
def test_a_page_answers_as_described(path: str, signed: bool, server: Server) -> None:
    code, media, body = ask(server, ASKED[path], signed)
    described = DOCUMENT["paths"][path.split(" ")[0]]["get"]["responses"][str(code)]
    for kind, content in described.get("content", {}).items():
        assert media == kind
        assert media != "application/json" or accepts(content["schema"], json.loads(body))


@pytest.mark.parametrize(
    ("path", "body", "signed", "code"),
    [
        ("/api/commands", b'{"id":"o1","do":"preview","cue":"37.talk"}', True, 200),
        ("/api/commands", b'{"id":"o2","do":"preview","cue":"99.talk"}', True, 409),
        ("/api/commands", b'{"id":"o3","do":"preview"}', True, 422),
        ("/api/commands", b"{}", False, 401),
        ("/api/commands", b" " * 70_000, True, 413),
        ("/login", b"code=WRONG", False, 401),
        ("/login", f"code={CODE}".encode(), False, 303),
    ],
)
def test_a_post_answers_as_described(path: str, body: bytes, signed: bool, code: int, server: Server) -> None:
    really, media, answer = ask(server, path, signed, body)
    assert really == code
    described = DOCUMENT["paths"][path]["post"]["responses"][str(code)]
    if "content" in described:
        assert accepts(described["content"][media]["schema"], json.loads(answer))


def test_the_served_document_is_this_one_and_names_the_cookie(server: Server) -> None:
    assert server.get("/api/openapi.json") == DOCUMENT
    assert DOCUMENT["components"]["securitySchemes"]["session"]["name"] == COOKIE
