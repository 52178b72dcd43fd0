"""Labs in the browser: how long JupyterLite takes to build, its size, and its first cell.

Run as ``python -m bench.browser_labs`` it prints these; the course has to be built before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from bench.contenders import REPOSITORY, environment
from bench.measure import BenchError
from lessondeck.labs.lite.site import application, fetch_kit
from lessondeck.labs.offer import FOLDER
from lessondeck.tools.chromium import launch_options
from tests.browser.sites import serve

BROWSER_LABS: Final = "labs in the browser"

BUILT_IN: Final = 15.0
"""Seconds in which JupyterLite is built, once for each set of locked packages."""

SIZE: Final = 40.0
"""Megabytes that it may take on disk."""

FIRST_CELL: Final = 15.0
"""Seconds from the click to the first cell's end, with nothing stored in the browser."""

PATIENCE: Final = 120_000


def browser_labs() -> tuple[float, float, float]:
    """Return seconds of building, megabytes, and seconds to the first cell.

    Raises:
        BenchError: something of it does not work here.
    """
    command = [sys.executable, "-m", "bench.browser_labs"]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment(), capture_output=True, text=True, check=False
    )
    try:
        seconds, size, first = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise BenchError(f"labs do not run in the browser here:\n{done.stderr}") from error
    return float(seconds), float(size), float(first)


def main() -> int:
    """Measure and print; return the exit status."""
    site = REPOSITORY / "build" / "site"
    labs = sorted((site / FOLDER / "files").rglob("*.ipynb"))
    kit = fetch_kit(REPOSITORY)
    if kit is None or not labs:
        print("build the course with `make` first, where its packages can be had", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        application(Path(folder), kit, "en")
        seconds = time.monotonic() - started
    files = [path for path in (site / FOLDER).rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    lab = labs[0].relative_to(site / FOLDER / "files").as_posix()
    print(json.dumps([seconds, size, _first_cell(site, lab)]))
    return 0


def _first_cell(site: Path, lab: str) -> float:
    with (
        serve(site) as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(**launch_options()) as browser,
    ):
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        started = time.monotonic()
        page.goto(f"{address}{FOLDER}/notebooks/index.html?path={quote(lab, safe='')}")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.locator(".jp-InputArea-prompt", has_text="[1]:").first.wait_for()
        return time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())
