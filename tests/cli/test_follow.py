"""`limelight follow`, `promote` and the look of a primary before it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli.follow import check_generation, folder_for, only_folder, promote_folder, run_follower
from server.cli.main import main
from server.cli.recordings import TroubleError
from server.replication.generation import Generation
from server.settings import SettingError, Settings
from tests.support.server_process import free_port
from tests.support.two_machines import follower_of, in_step, primary_in, wait_until

PRIMARY = "http://10.0.0.5:8000"


def settings_of(folder: Path) -> Settings:
    (folder / ".limelight").mkdir(parents=True, exist_ok=True)
    return Settings(folder, folder / ".limelight", port=free_port(), host="127.0.0.1")


def test_addresses_are_looked_at(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="is wanted"):
        run_follower(settings_of(tmp_path), "primary", "t")


def test_a_copy_has_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TroubleError, match="no follower"):
        only_folder()
    folder_for(PRIMARY).mkdir()
    assert only_folder() == Path("limelight-follow-10.0.0.5-8000")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.doc").write_text("")
    with pytest.raises(TroubleError, match="not empty"):
        run_follower(Settings(tmp_path / "mine", tmp_path / "mine" / ".limelight"), PRIMARY, "t")


def test_a_show_of_one_s_own_is_given_up_only_for_one_that_has_gone_further(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    Generation.of_folder(settings.data_dir)
    with pytest.raises(TroubleError, match="does not answer or has gone no further"):
        run_follower(settings, f"http://127.0.0.1:{free_port()}", "t")


def test_a_follower_that_runs_is_promoted_by_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with primary_in(tmp_path / "a") as primary, follower_of(primary, tmp_path / "b") as follower:
        wait_until(lambda: in_step(follower), "the follower")
        assert main(["promote", str(tmp_path / "b")]) == 0
        assert follower.state.following is None and primary.state.fenced
        assert "This machine is the server now" in capsys.readouterr().out
        with pytest.raises(TroubleError, match="no follower"):
            promote_folder(follower.state.settings)


def test_a_folder_is_promoted_while_nothing_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_of(tmp_path)
    Generation.of_folder(settings.data_dir).follow(PRIMARY, "", 1)
    with pytest.raises(TroubleError, match="take the show over with limelight promote"):
        check_generation(settings, truth=False)
    assert promote_folder(settings) == 0
    assert f"limelight serve {tmp_path}" in capsys.readouterr().out
    stored = Generation.read(settings.data_dir)
    assert stored and (stored.number, stored.of, stored.known) == (2, "", [PRIMARY])


def test_a_primary_that_comes_back_asks_and_refuses_until_it_is_told(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as promoted:
        settings = settings_of(tmp_path / "b")
        promoted.state.generation.promote()
        old = Generation.of_folder(settings.data_dir)
        old.adopt(1, promoted.state.generation.key)
        old.remember([promoted.address])
        with pytest.raises(TroubleError) as refused:
            check_generation(settings, truth=False)
        for words in (promoted.address, "limelight follow", "--truth", "never deleted"):
            assert words in str(refused.value)
    with pytest.raises(TroubleError):
        check_generation(settings, truth=False)  # it knows now, and nobody needs to answer
    check_generation(settings, truth=True)
    stored = Generation.read(settings.data_dir)
    assert stored and (stored.number, stored.deposed_by) == (3, None)
