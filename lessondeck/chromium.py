"""Find a Chromium, for pictures, paper and tests, or get one: ``python -m lessondeck.chromium``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
"""What the browser's program is called on the machines where it is installed."""

QUIET: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""No traffic of the browser's own, and no way to any host but this machine."""

PATIENCE: Final = 900
"""Seconds that getting a browser may take on a slow connection."""


class NoChromiumError(Exception):
    """There is no Chromium here; the message says so in one line."""


def find_chromium() -> str:
    """Return the path of a Chromium that starts: one on PATH, else Playwright's own.

    To be called before Playwright is started, since that can't run twice at a time.

    Raises:
        NoChromiumError: there is none.
    """
    for path in _candidates():
        if _starts(path):
            return path
    raise NoChromiumError(f"no Chromium found: none of {', '.join(NAMES)} is on PATH and starts")


def get_chromium() -> str:
    """Return the path of a Chromium; install one if there is none.

    Raises:
        NoChromiumError: no way to get one worked; the message has the reasons.
    """
    try:
        return find_chromium()
    except NoChromiumError:
        reasons = []
    for commands in _ways():
        print(f"getting a Chromium: {' '.join(commands[-1])}", flush=True)
        reason = _run(commands)
        if reason is None:
            try:
                return find_chromium()
            except NoChromiumError:
                reason = "what it installed does not start"
        reasons.append(f"`{' '.join(commands[-1])}`: {reason}")
    raise NoChromiumError(
        "a Chromium is needed and none can be had; install one and put it on PATH "
        f"({'; '.join(reasons)})"
    )


def launch_options() -> dict[str, Any]:
    """Return what Playwright needs to start the browser, with a profile that is new each time.

    Raises:
        NoChromiumError: there is no Chromium.
    """
    # The sandbox refuses to start for root, the usual user in a container.
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find_chromium(), "headless": True, "args": [*QUIET, *root]}


def _candidates() -> Iterator[str]:
    for name in NAMES:
        path = shutil.which(name)
        if path is not None:
            yield path
    # Asked last: it takes a second.
    own = _playwrights_own()
    if own is not None:
        yield own


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _starts(path: str) -> bool:
    """Tell whether the program runs: some systems put a mere signpost in its place."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _ways() -> list[list[list[str]]]:
    """Return the ways to get a browser on this machine, the better one first."""
    install = [sys.executable, "-m", "playwright", "install"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [["apt-get", "update"], ["apt-get", "install", "--yes", "chromium"]]
        return [packages, [[*install, "--with-deps", "chromium"]]]
    return [[[*install, "chromium"]]]


def _run(commands: list[list[str]]) -> str | None:
    """Run commands in a row; return the last line of the first that failed, if one did."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        try:
            done = subprocess.run(
                command,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env=quiet,
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode:
            lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
            return lines[-1] if lines else f"exit status {done.returncode}"
    return None


def main() -> int:
    """Make sure that there is a Chromium; return the exit status."""
    try:
        get_chromium()
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
