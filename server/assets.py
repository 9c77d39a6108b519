"""Files that pages load: our own from display/ and control/, the organizer's from the event's assets/.

The build is a hash over all of ours: a screen that meets a server with another build knows that it
shows old code. Code is revalidated at each load (ETag), fonts are kept, text travels compressed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

ROOT = Path(__file__).parent.parent
TREES = ("display", "control")
SERVED = (".js", ".css", ".woff2", ".svg", ".png", ".webp", ".txt")
FONT_AGE = 30 * 24 * 3600


def build_of(root: Path = ROOT) -> str:
    """Twelve hex digits that change whenever a file changes that a page may load."""
    digest = hashlib.sha256()
    for tree in TREES:
        for path in sorted((root / tree).rglob("*")):
            if path.is_file() and path.suffix in (*SERVED, ".html"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


class Files(StaticFiles):
    """One folder of files that pages load; templates and scripts of ours in it are not served."""

    async def check_config(self) -> None:
        """A folder that is not there holds no file, which is no error: an event may have no assets."""

    def lookup_path(self, path: str) -> tuple[str, object]:  # type: ignore[override]
        if Path(path).suffix.lower() not in (*SERVED, ".jpg", ".jpeg"):
            return "", None
        return super().lookup_path(path)

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        font = str(args[0]).endswith(".woff2")
        response.headers["cache-control"] = f"public, max-age={FONT_AGE}" if font else "no-cache"
        return response


class Compressed:
    """Text compressed for those who take it; fonts and pictures are compressed already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.zipped = GZipMiddleware(app, minimum_size=600, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        text = scope["type"] == "http" and scope["path"].endswith((".js", ".css", ".svg", ".txt"))
        await (self.zipped if text else self.app)(scope, receive, send)


def mounts(event_dir: Path, root: Path = ROOT) -> list[Mount]:
    """The static routes. The event's own folder may have no assets/ at all."""
    ours = [
        Mount(f"/static/{tree}", Compressed(Files(directory=root / tree, check_dir=False))) for tree in TREES
    ]
    return [*ours, Mount("/assets", Compressed(Files(directory=event_dir / "assets", check_dir=False)))]
