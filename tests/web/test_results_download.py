"""The results over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.results.sealed_files import KINDS, sealed_text
from tests.support.app_client import bearer, client


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_had_by_those_who_may_see_marks(kind: str, tmp_path: Path) -> None:
    with client(tmp_path) as one:
        assert one.get(f"/api/results.{kind}").status_code == 401
        host = {"authorization": f"Bearer {one.app.state.access.token('host')}"}  # type: ignore[attr-defined]
        assert one.get(f"/api/results.{kind}", headers=host).status_code == 403
        answer = one.get(f"/api/results.{kind}", headers=bearer(one), params={"lang": "en", "category": "党建赋能"})
        assert answer.status_code == 200 and answer.headers["content-type"].startswith(KINDS[kind].split(";")[0])
        assert "attachment" in answer.headers["content-disposition"] and answer.headers["cache-control"] == "no-store"
        stamp, _ = sealed_text(answer.content)
        assert (stamp.what, stamp.lang, stamp.category, stamp.revealed) == (kind, "en", "党建赋能", kind == "html")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        assert one.get("/api/results.docx", headers=bearer(one)).status_code == 404
        assert one.get("/api/results.csv", headers=bearer(one), params={"category": "x"}).status_code == 404
