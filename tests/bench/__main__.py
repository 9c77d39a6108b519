"""Runs every measurement and prints the table that stands in the README beside it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench import fanout, firstpicture, hall, hop, journal, latency, motion, oneclock, ranking, takeover
from tests.browser.conftest import BROWSERS, SWITCHES
from tests.support.server_process import Server


def main() -> int:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        print("no Chromium here: sudo apt-get install -y chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        (folder / "show").mkdir()
        server = Server(folder / "show").start()
        try:
            rows = latency.measure(browser, server) + firstpicture.measure(browser, server)
            rows += oneclock.measure(browser, server)
        finally:
            server.stop()
        rows += hop.measure(folder)
        rows += ranking.measure(browser, folder / "ranking")
        rows += motion.measure(browser, folder / "hundred")
        print(f"\n{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, {platform.system()}, Chromium"
              f" {browser.version} drawing in software, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
        browser.close()
        kept = journal.measure(folder / "journal")
        rows += hall.measure(folder / "hall") if shutil.which("cc") else []
    print("| measured | median | p95 | times |\n|---|---|---|---|")
    print("\n".join(rows))
    print("\n| journal | measured |\n|---|---|")
    print("\n".join(kept))
    takeover.main(takeover.TIMES)
    return fanout.main(fanout.PAGES)


if __name__ == "__main__":
    sys.exit(main())
