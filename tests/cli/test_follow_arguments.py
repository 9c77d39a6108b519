"""What the command line takes for two machines."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from server.cli.follow_arguments import peers_of
from server.cli.main import main
from server.settings import SettingError


def test_peers_are_addresses() -> None:
    given = Namespace(peers="http://10.0.0.6:8000, https://[fe80::1]:443/")
    assert peers_of(given) == ("http://10.0.0.6:8000", "https://[fe80::1]:443")
    assert peers_of(Namespace()) is None
    with pytest.raises(SettingError, match="--peers"):
        peers_of(Namespace(peers="10.0.0.6"))


def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["follow", "http://10.0.0.5:8000", str(tmp_path / "a"), "--token", "t", "--port", "99999"]) == 2
    assert main(["follow", "10.0.0.5", str(tmp_path / "a"), "--token", "t"]) == 2
    assert main(["promote", str(tmp_path / "a")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
