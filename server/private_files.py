"""Private files: what the data folder holds is its owner's alone (0600), and is replaced whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

PRIVATE = 0o600


def private(path: str, flags: int) -> int:
    """Opener of a file that only its owner may read and write."""
    return os.open(path, flags, PRIVATE)


def write_beside(path: Path, content: bytes) -> Path:
    """New content of a file under another name beside it, on the disk. Raises OSError."""
    new = path.with_suffix(".new")
    with open(new, "wb", opener=private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return new


def replace_file(path: Path, content: bytes) -> None:
    """New content of a file: after a power cut it is the old one or the new one. Raises OSError."""
    write_beside(path, content).replace(path)


def replace_json(path: Path, content: Any) -> None:
    """New content of a JSON file, as `replace_file`."""
    replace_file(path, json.dumps(content, ensure_ascii=False).encode())
