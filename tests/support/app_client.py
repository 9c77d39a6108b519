"""The whole app inside the test's own process, and a client that is signed in or not."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from server.app import build
from server.settings import Settings
from tests.support.server_process import CODE, SAMPLE

ORIGIN = "http://testserver"


@contextmanager
def client(folder: Path, event: Path = SAMPLE, **settings: Any) -> Iterator[TestClient]:
    """A client of a started app on `folder`; nobody is signed in."""
    made = Settings(event, folder, **{"code": CODE} | settings)
    with TestClient(build(made), base_url=ORIGIN, follow_redirects=False) as one:
        yield one


def signed_in(one: TestClient, code: str = CODE) -> TestClient:
    answer = one.post("/login", data={"code": code}, headers={"origin": ORIGIN})
    assert answer.status_code == 303, answer.text
    return one


def bearer(one: TestClient) -> dict[str, str]:
    """Headers of a script with a token."""
    return {"authorization": f"Bearer {one.app.state.access.token('operator')}"}  # type: ignore[attr-defined]


def command(do: str, **fields: Any) -> str:
    return json.dumps({"id": uuid.uuid4().hex, "do": do, **fields})
