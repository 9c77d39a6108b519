"""Static files of the pages: our own from display/ and control/, the organizer's from the event's assets/.

The build is a hash over all of ours: a screen that meets a server with another build knows that it
shows old code. Code is revalidated at each load (ETag), fonts are kept, text travels compressed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from server.settings import FRONT_END

TREES = ("display", "control")
VIDEOS = {  # of the organizer's own, for remote viewers; already as small as they get
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".m4s": "video/iso.segment",
    ".ts": "video/mp2t",
    ".m3u8": "application/vnd.apple.mpegurl",
}
SERVED = {  # what a page may load; said here, since a Windows registry often calls scripts plain text
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    **VIDEOS,
}
FONT_AGE = 30 * 24 * 3600
FOR_EVER = "public, max-age=31536000, immutable"


def build_of(root: Path = FRONT_END) -> str:
    """Build: twelve hex digits of SHA-256 that change whenever a file changes that a page may load."""
    digest = hashlib.sha256()
    for tree in TREES:
        for path in sorted((root / tree).rglob("*")):
            if path.is_file() and path.suffix in (*SERVED, ".html"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def kind_of(name: str) -> str | None:
    """Content type of a file that a page may load, None for any other."""
    return SERVED.get(Path(name).suffix.lower())


class Files(StaticFiles):
    """Folder of files that pages load; templates and scripts of ours in it are not served. Under an
    address that names this build they never change, so every cache may keep them."""

    build = ""

    async def check_config(self) -> None:
        """A folder that is not there holds no file, which is no error: an event may have no assets."""

    def lookup_path(self, path: str) -> tuple[str, object]:  # type: ignore[override]
        if Path(path).suffix.lower() not in SERVED:
            return "", None
        return super().lookup_path(path)

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        kind = SERVED[Path(str(args[0])).suffix.lower()]
        font = kind == "font/woff2"
        if response.status_code == 200:
            response.headers["content-type"] = kind
        if kind in VIDEOS.values():
            response.headers["content-encoding"] = "identity"  # part of a file can't be compressed on its way
        scope: Any = args[2]
        if self.build and scope["path_params"].get("build") == self.build:
            response.headers["cache-control"] = FOR_EVER
        else:
            response.headers["cache-control"] = f"public, max-age={FONT_AGE}" if font else "no-cache"
        return response


def mounts(event_dir: Path | None = None, root: Path = FRONT_END, build: str = "") -> list[Mount]:
    """Static routes. The event's own folder may have no assets/ at all; an edge has no such folder.
    `build`: the present one, as pages write it into the addresses of what they load."""
    folders = {f"/static/{tree}": root / tree for tree in TREES}
    folders |= {f"/static/{{build}}/{tree}": root / tree for tree in TREES}
    folders |= {"/assets": event_dir / "assets"} if event_dir else {}
    return [Mount(path, GZipMiddleware(_files(folder, build), 600, 6)) for path, folder in folders.items()]


def _files(folder: Path, build: str) -> Files:
    files = Files(directory=folder, check_dir=False)
    files.build = build
    return files
