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


def replace_json(path: Path, content: Any) -> None:
    """New content of a JSON file: after a power cut it is the old one or the new one. Raises OSError."""
    new = path.with_suffix(".new")
    with open(new, "w", encoding="utf-8", opener=private) as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
