"""A data folder belongs to one server at a time, however that ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.journal.lock import Lock
from server.journal.row import JournalError

HOLDER = (
    "import sys; from pathlib import Path; from server.journal.lock import Lock; lock = Lock(Path(sys.argv[1])); \
print('held', flush=True); sys.stdin.read()"
)


def test_a_folder_that_another_process_holds_is_free_again_when_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        with pytest.raises(JournalError, match="another Limelight runs on"):
            Lock(tmp_path)
        holder.send_signal(signal.SIGKILL)
    Lock(tmp_path).release()


def test_one_process_at_a_time_holds_a_folder(tmp_path: Path) -> None:
    lock = Lock(tmp_path)
    with pytest.raises(JournalError, match=r"another Limelight runs on .*--data"):
        Lock(tmp_path)
    lock.release()
    Lock(tmp_path).release()
