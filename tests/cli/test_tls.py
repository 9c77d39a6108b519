"""A server with a certificate, and one behind a proxy: real processes, real TLS."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import client as http
from pathlib import Path

import pytest
from websockets.sync.client import connect

from server.cli.main import main
from server.cli.recordings import TroubleError
from server.cli.tls import transport_of
from server.settings import Settings
from tests.support.server_process import CODE, PATIENCE, SAMPLE
from tests.support.socket_clients import receive
from tests.support.threaded_server import CERTIFICATE, running

FORWARDED = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}


def settings(**changes: object) -> Settings:
    return Settings(SAMPLE, SAMPLE, **changes)  # type: ignore[arg-type]


@contextmanager
def served(folder: Path, *flags: str) -> Iterator[tuple[int, str]]:
    """Port and printed words of `limelight serve` with these flags."""
    command = [sys.executable, "-m", "server", "serve", str(SAMPLE), "--port", "0", "--host", "0.0.0.0",
               "--data", str(folder), *flags]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            words = ""
            while "/help\n" not in words:
                words += (line := process.stdout.readline())
                assert line, "the server has ended"
            address = words.partition("://localhost:")[2].partition("/")[0]
            yield int(address), words
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def test_with_a_certificate_everything_is_https(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIMELIGHT_CODE", CODE)
    context = ssl.create_default_context(cafile=CERTIFICATE)
    with served(tmp_path, "--certfile", str(CERTIFICATE)) as (port, words):
        assert f"https://localhost:{port}/control" in words and "http://" not in words
        with closing(http.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=context)) as line:
            line.request("GET", "/", headers={"host": f"localhost:{port}"})
            page = line.getresponse().read().decode()
            assert f":{port}/control" in page and f"http://localhost:{port}" not in page
            form = {"content-type": "application/x-www-form-urlencoded", "origin": f"https://127.0.0.1:{port}"}
            line.request("POST", "/login", f"code={CODE}", form)
            answer = line.getresponse()
            answer.read()
            cookie = answer.headers["set-cookie"]
            assert answer.status == 303 and "; Secure" in cookie and "; HttpOnly" in cookie
        headers = {"cookie": cookie.partition(";")[0]}
        for view in ("control", "stage"):
            address = f"wss://127.0.0.1:{port}/ws/{view}"
            with connect(address, ssl=context, additional_headers=headers, open_timeout=PATIENCE) as socket:
                assert receive(socket, "snapshot")
        with closing(http.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line, \
                pytest.raises((OSError, http.HTTPException)):  # fmt: skip
            line.request("GET", "/")
            line.getresponse()


def test_a_certificate_that_cannot_be_used_is_told_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pem = CERTIFICATE.read_text()
    only, other = tmp_path / "only.pem", tmp_path / "none.pem"
    only.write_text(pem[pem.index("-----BEGIN CERTIFICATE") :].partition("-----BEGIN PRIVATE")[0])
    other.write_text("no certificate")
    for flags, wanted in (
        (["--certfile", str(tmp_path / "missing.pem")], "missing.pem, of the certificate, cannot be read"),
        (["--certfile", str(other)], "none.pem is no certificate"),
        (["--certfile", str(only)], "only.pem is no certificate with its key"),
        (["--certfile", str(CERTIFICATE), "--keyfile", str(other)], "none.pem is no certificate with its key"),
        (["--keyfile", str(CERTIFICATE)], "a key was named and no certificate"),
        (["--trusted-proxies", "10.0.0.300"], "--trusted-proxies has “10.0.0.300”"),
    ):
        assert main(["serve", str(SAMPLE), "--data", str(tmp_path / "data"), "--port", "0", *flags]) == 2
        assert wanted in capsys.readouterr().err


def test_what_the_configuration_is_told(tmp_path: Path) -> None:
    assert transport_of(settings()) == {}
    proxies = transport_of(settings(trusted_proxies=("10.0.0.2",)))
    assert proxies == {"proxy_headers": True, "forwarded_allow_ips": ["10.0.0.2"]}
    with pytest.raises(TroubleError):
        transport_of(settings(certfile=tmp_path / "missing"))


@pytest.mark.parametrize(
    ("named", "counts"), [("", False), ("10.0.0.2", False), ("127.0.0.1", True), ("127.0.0.0/8", True)]
)
def test_a_proxy_s_word_counts_where_it_is_named(tmp_path: Path, named: str, counts: bool) -> None:
    proxies = tuple(filter(None, [named]))
    made = settings(trusted_proxies=proxies)
    with running(tmp_path, "direct", transport_of(made)) as run, \
            closing(http.HTTPConnection(*run.address, timeout=PATIENCE)) as line:  # fmt: skip
        form = {"content-type": "application/x-www-form-urlencoded", **FORWARDED}
        line.request("POST", "/login", f"code={CODE}", form)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 303 and ("; Secure" in answer.headers["set-cookie"]) == counts
        written = json.loads((tmp_path / "access.log").read_text().splitlines()[-1])
        assert written["address"] == ("203.0.113.9" if counts else "127.0.0.1")
        line.request("GET", "/", headers={"host": "final.example", **FORWARDED})
        assert ("https://final.example/control" in line.getresponse().read().decode()) == counts
