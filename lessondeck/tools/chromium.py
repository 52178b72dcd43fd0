"""Find a Chromium, for pictures, paper and tests: ``python -m lessondeck.tools.chromium`` gets one.

One that the machine has is used as it is.  Else Playwright downloads its own into the user's
cache, beside everything else.  The system's package manager is asked only if that fails and the
user may use it, and a line says so before it starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
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

START: Final = 180
"""Seconds that a browser may take to start on a machine that is slow or has other work."""


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
    """Return the path of a Chromium; get one if there is none, and say how before it starts.

    Raises:
        NoChromiumError: no way to get one worked; the message has the reasons.
    """
    try:
        return find_chromium()
    except NoChromiumError:
        reasons: list[str] = []
    for way in _ways():
        said = " && ".join(" ".join(command) for command in way.commands)
        why = f", since {reasons[-1]}" if reasons else ""
        print(f"getting a Chromium {way.whence}: {said}{why}", flush=True)
        reason = _run(way.commands)
        if reason is None:
            try:
                return find_chromium()
            except NoChromiumError:
                reason = "what it installed does not start"
        reasons.append(f"`{' '.join(way.commands[-1])}` failed: {reason}")
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
    return {
        "executable_path": find_chromium(),
        "headless": True,
        "args": [*QUIET, *root],
        "timeout": START * 1000,
    }


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
        done = subprocess.run([path, "--version"], capture_output=True, timeout=START, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@dataclass(frozen=True)
class Way:
    """A way to get a browser: where from, and the commands, one after another."""

    whence: str
    commands: list[list[str]]


def _ways() -> list[Way]:
    """Return the ways to get a browser on this machine, the one that changes least first."""
    download = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
    ways = [Way("of Playwright's own", [download])]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [["apt-get", "update"], ["apt-get", "install", "--yes", "chromium"]]
        ways.append(Way("from the system's packages", packages))
    return ways


def _run(commands: list[list[str]]) -> str | None:
    """Run commands in a row; return the last words of the first that failed, if one did."""
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
            # Node says where in its code an error was noticed, after the error.
            lines = [line for line in lines if not line.startswith("at ")]
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
