"""The wheel and the source archive: what is packed, and that what is installed needs no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.settings import OPTIONS
from server.web.assets import build_of
from tests.support.server_process import CODE, free_port, wait_until
from tests.support.source_tree import ROOT

pytestmark = pytest.mark.slow

PACKED = ("server", "display", "control")
SCRIPTS = Path("Scripts" if os.name == "nt" else "bin")
EXPECTED = (  # one of each kind, so that an empty list could not pass for a full one
    "server/show/model/show.py", "server/event_file/samples/zhuhai-2024/entries.csv",
    "server/event_file/samples/starter/assets/README.txt", "server/control/pages/home.html",
    "server/control/js/vendor/lit-html.js", "server/display/fonts/sans-00.woff2",
    "server/display/fonts/OFL-NotoSansCJK.txt", "server/display/css/base.css",
)  # fmt: skip
PRIVATE = ("server/event_file/samples/zhuhai-2024/.limelight/access.json", "server/cli/__pycache__/main.pyc")
"""What a checkout that was used holds and nobody else may get."""


def tracked(*folders: str) -> list[str]:
    """The files that git knows in these folders, or in all, as they stand in the checkout now."""
    asked = ["git", "ls-files", "-z", "--", *folders]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return [name for name in told.stdout.split("\0") if name and (ROOT / name).is_file()]


def packed_as(name: str) -> str:
    """A checkout's file in the wheel: the front end stands inside the package."""
    return name if name.startswith("server/") else f"server/{name}"


def wanted() -> list[str]:
    """Everything that is tracked but the scripts that make the fonts."""
    return [name for name in tracked(*PACKED) if not (name.startswith("display/fonts/") and name.endswith(".py"))]


@dataclass(frozen=True, slots=True)
class Archives:
    """A source archive, the wheel made of it, and the wheel that `pip install .` makes of the checkout."""

    source: Path
    wheel: Path
    direct: Path


def build(kind: str, source: Path, out: Path) -> Path:
    """What the backend of pyproject.toml makes, without a network: `sdist` or `wheel`."""
    asked = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    subprocess.run(asked, cwd=source, check=True, capture_output=True)
    return next(out.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Archives:
    checkout, unpacked = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("unpacked")
    for name in tracked():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    for name in PRIVATE:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("secret")
    source = build("sdist", checkout, tmp_path_factory.mktemp("source"))
    safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Debian 12's Python has none yet
    with tarfile.open(source) as packed:
        packed.extractall(unpacked, **safely)
    wheel = build("wheel", next(unpacked.iterdir()), tmp_path_factory.mktemp("wheel"))
    return Archives(source, wheel, build("wheel", checkout, tmp_path_factory.mktemp("direct")))


@dataclass(frozen=True, slots=True)
class Installed:
    """A fresh environment with the wheel in it, and a folder that has nothing to do with the checkout."""

    environment: Path
    folder: Path

    def command(self, *words: object) -> list[str]:
        return [str(self.environment / SCRIPTS / "limelight"), *map(str, words)]

    def environ(self, **more: str) -> dict[str, str]:
        ours = {"PYTHONPATH", "PYTHONHOME", *(option.name for option in OPTIONS)}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return kept | {"PYTHONUTF8": "1"} | more

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environ(), capture_output=True, text=True, encoding="utf-8"
        )

    def limelight(self, *words: object) -> subprocess.CompletedProcess[str]:
        return self.run(*self.command(*words))


@pytest.fixture(scope="module")
def installed(archives: Archives, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Dependencies are found among those of the tests, without a network; `server` is not: a path in a .pth
    file is searched last, and .pth files in it, such as the editable install's, are not read."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, with_pip=False)
    python = str(environment / SCRIPTS / "python")
    asked = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install"]
    subprocess.run([*asked, "--no-index", "--no-deps", str(archives.wheel)], check=True, capture_output=True)
    there = Installed(environment, tmp_path_factory.mktemp("elsewhere"))
    site = there.run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return there


@dataclass(frozen=True, slots=True)
class Demo:
    """`limelight demo` that listens, and where it keeps its show."""

    address: str
    kept: Path

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            assert answer.status == 200
            return answer.read()


@pytest.fixture(scope="module")
def demo(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    port, kept = str(free_port()), tmp_path_factory.mktemp("show")
    running = Demo(f"http://127.0.0.1:{port}", kept)
    environ = installed.environ(HOST="127.0.0.1", PORT=port, LIMELIGHT_DATA=str(kept), LIMELIGHT_CODE=CODE)
    with (kept / "terminal.txt").open("w") as terminal:
        process = subprocess.Popen(
            installed.command("demo"), cwd=installed.folder, env=environ, stdout=terminal, stderr=terminal
        )

    def ready() -> bool:
        assert process.poll() is None, (kept / "terminal.txt").read_text("utf-8")
        try:
            return bool(running.get("/readyz"))
        except OSError:
            return False

    try:
        wait_until(ready, "the demo of the wheel", patience=90)
        yield running
    finally:
        process.terminate()
        process.wait(30)


def test_a_wheel_holds_what_git_tracks_and_nothing_else(archives: Archives) -> None:
    listed = sorted(map(packed_as, wanted()))
    assert set(EXPECTED) <= set(listed)
    for wheel in (archives.wheel, archives.direct):
        with zipfile.ZipFile(wheel) as packed:
            names = sorted(packed.namelist())
        assert [name for name in names if ".dist-info/" not in name] == listed
        tops = {name.split("/")[0] for name in names}
        assert len(tops) == 2 and "server" in tops, "no top-level folder that could clash with anybody's"


def test_the_source_archive_holds_all_that_the_wheel_is_made_of(archives: Archives) -> None:
    with tarfile.open(archives.source) as packed:
        names = sorted(one.name.split("/", 1)[1] for one in packed if one.isfile())
    beside = [".gitignore", "LICENSE", "PKG-INFO", "README.md", "pyproject.toml"]
    assert names == sorted([*wanted(), *beside])


def test_the_program_comes_from_the_wheel_with_every_file_that_a_page_may_load(installed: Installed) -> None:
    python = str(installed.environment / SCRIPTS / "python")
    told = installed.run(
        python, "-c", "import server.settings as s; from server.web.assets import build_of as b;"
        "print(s.__file__, s.FRONT_END, b(), sep='\\n')",
    )  # fmt: skip
    module, front_end, loaded = told.stdout.splitlines()
    inside = installed.environment.resolve()
    assert inside in Path(module).resolve().parents and inside in Path(front_end).resolve().parents
    assert loaded == build_of()


@pytest.mark.parametrize("page", ["/", "/display/stage", "/display/monitor", "/overlay", "/watch", "/login"])
def test_the_demo_shows_its_pages(demo: Demo, page: str) -> None:
    assert b"</html>" in demo.get(page)


@pytest.mark.parametrize("name", [
    "display/fonts/sans-00.woff2", "display/fonts/fonts.css", "display/js/main.js", "display/scenes/talk.css",
    "control/js/panel/main.js", "control/js/vendor/lit-html.js", "control/css/panel.css",
])  # fmt: skip
def test_the_demo_serves_what_its_pages_load(demo: Demo, name: str) -> None:
    assert demo.get(f"/static/{name}") == (ROOT / name).read_bytes()


@pytest.mark.parametrize("kind", ["pdf", "html", "xlsx"])
def test_results_are_printed_with_the_fonts_of_the_wheel(installed: Installed, demo: Demo, kind: str) -> None:
    out = demo.kept / f"results.{kind}"
    done = installed.limelight("results", "zhuhai-2024", "--data", demo.kept, "--format", kind, "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 1000


def test_an_event_is_made_and_checked(installed: Installed) -> None:
    made = installed.limelight("new", "final")
    assert made.returncode == 0, made.stderr
    assert (installed.folder / "final" / "event.toml").is_file()
    for event in ("final", "zhuhai-2024"):
        checked = installed.limelight("check", event, "--lang", "en")
        assert checked.returncode == 0 and "No faults" in checked.stdout, checked.stderr


def test_a_show_is_kept_in_the_current_folder_and_not_with_the_program(installed: Installed) -> None:
    told = installed.limelight("token", "--role", "operator")
    assert str(installed.folder / ".limelight") in told.stderr
    told = installed.limelight("token", "starter", "--role", "operator")
    assert str(installed.folder / ".limelight" / "starter") in told.stderr
    assert not list(installed.environment.rglob(".limelight"))
