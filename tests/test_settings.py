from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from server.settings import (
    OPTIONS,
    SettingError,
    Settings,
    environment_without_settings,
    read_environment,
    settle,
)


def test_defaults_are_those_of_the_table() -> None:
    settings = settle({"event_dir": Path("/final")}, environ={})
    assert settings == Settings(event_dir=Path("/final").absolute(), data_dir=Path("/final/.limelight").absolute())
    for option in OPTIONS:
        if option.field in ("host", "port", "lang", "log_level", "max_screens"):
            assert str(getattr(settings, option.field)) == option.default


def test_every_option_fills_a_field_of_its_own() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)}
    filled = [option.field for option in OPTIONS]
    assert set(filled) <= fields
    assert len(set(filled)) == len(filled)


def test_the_environment_is_read_by_field() -> None:
    environ = {"HOST": "127.0.0.1", "PORT": "9000", "LIMELIGHT_CODE": "314159", "LIMELIGHT_DATA": "/kept"}
    assert read_environment(environ) == {
        "host": "127.0.0.1", "port": 9000, "code": "314159", "data_dir": Path("/kept").absolute(),
    }  # fmt: skip


def test_an_empty_variable_counts_as_unset() -> None:
    assert read_environment({"PORT": "", "LIMELIGHT_LANG": ""}) == {}


def test_flags_win_over_the_environment_and_that_over_a_commands_own_defaults() -> None:
    environ = {"PORT": "9000", "LIMELIGHT_DATA": "/kept"}
    settings = settle(
        {"event_dir": Path("/final"), "port": 9001, "host": None},
        environ=environ,
        unless={"data_dir": Path("/demo"), "host": "127.0.0.1"},
    )
    assert (settings.port, settings.host, settings.data_dir) == (9001, "127.0.0.1", Path("/kept").absolute())


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("PORT", "80a", "a whole number from 0 to 65535"),
        ("PORT", "65536", "a whole number from 0 to 65535"),
        ("PORT", "-1", "a whole number from 0 to 65535"),
        ("PORT", "８０", "a whole number from 0 to 65535"),
        ("LIMELIGHT_LANG", "de", "one of zh, en"),
        ("LIMELIGHT_SCREENS", "0", "a whole number from 1"),
        ("LIMELIGHT_TRUSTED_PROXIES", "*", "IP addresses or networks are wanted"),
    ],
)
def test_a_bad_variable_says_which_what_it_is_and_what_would_do(name: str, value: str, wanted: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_environment({name: value})
    assert name in str(caught.value)
    assert f"“{value}”" in str(caught.value)
    assert wanted in str(caught.value)


def test_no_event_at_all_says_how_to_name_one() -> None:
    with pytest.raises(SettingError, match="limelight serve FOLDER"):
        settle({}, environ={})


def test_the_event_may_come_from_the_environment() -> None:
    assert settle({}, environ={"LIMELIGHT_EVENT": "/final"}).event_dir == Path("/final").absolute()


def test_a_certificate_and_trusted_proxies_come_from_the_environment() -> None:
    environ = {"LIMELIGHT_CERTFILE": "/a.pem", "LIMELIGHT_TRUSTED_PROXIES": " 10.0.0.2, fe80::/10,"}
    settings = settle({"event_dir": Path("/final")}, environ)
    assert settings.certfile == Path("/a.pem").absolute() and settings.keyfile is None
    assert settings.trusted_proxies == ("10.0.0.2", "fe80::/10")
    with pytest.raises(SettingError, match="no certificate"):
        settle({"event_dir": Path("/final"), "keyfile": Path("/a.key")}, {})


def test_a_child_is_told_none_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for option in OPTIONS:
        monkeypatch.setenv(option.name, "secret")
    monkeypatch.setenv("LANG_OF_TEST", "zh")
    told = environment_without_settings()
    assert "secret" not in told.values() and told["LANG_OF_TEST"] == "zh"
