"""The process that builds for a preview: it keeps code loaded, and nothing else.

``python -m lessondeck.building.worker EDITION`` builds the course of its working folder, and
again at each line of its standard input, which names files that changed.
It writes a line when there is something new to see, and one when it has time for more.

Each build runs in a process that is forked from this one, which itself never builds:
no build finds what an earlier one left in memory, and memory does not grow.
The process of the next build is there before anything changes, and has set up Sphinx by then.
When code changes that is loaded here, this process ends, and whoever started it starts it anew.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from lessondeck.building.child_processes import let_no_process_outlive_this_one
from lessondeck.building.edition import build
from lessondeck.building.next_build import Concern, NextBuild
from lessondeck.building.workshop import AGAIN, FREE, MISTAKEN, READY, BuildError, Report
from lessondeck.core.markup import templates
from lessondeck.labs.lite.site import fetch_kit

FORK: Final = multiprocessing.get_context("fork")

SHOWN: Final = 5
"""How many of the files that changed are named."""

progress = logging.getLogger("lessondeck.progress")


def work(root: Path, edition: str, changes: Iterable[list[Path]]) -> int:
    """Build a course, and again after each change; return the exit status.

    Args:
        root: the folder with ``conf.py``.
        edition: ``student`` or ``instructor``.
        changes: files that changed, again and again, until nobody looks any more.
    """
    let_no_process_outlive_this_one()
    _finish(Process(_build_whole, root, edition, []), root)
    # It stands above this package.  What it loads brings the filters of templates, and a first
    # build that stopped at a mistake in conf.py has not loaded it.
    import_module("lessondeck.extension")
    for name in templates.list_templates():
        templates.get_template(name)  # compiled once for all processes
    waiting = Process(_wait_and_build, root, edition)
    try:
        code = loaded_code(root)
        _say(FREE)
        for paths in changes:
            if code.intersection(map(os.path.realpath, paths)):
                progress.info("code changed: starting anew")
                return AGAIN
            concern = waiting.ask(paths)
            if concern is not Concern.NOTHING:
                _finish(waiting, root)
                if concern is Concern.SETTINGS:
                    _finish(Process(_build_whole, root, edition, paths), root)
                waiting = Process(_wait_and_build, root, edition)
                code = loaded_code(root)
            _say(FREE)
    finally:
        waiting.end()
    return 0


def loaded_code(root: Path) -> frozenset[str]:
    """Return the files of all modules that this process has loaded, and ``conf.py``."""
    loaded = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return frozenset(map(_real, filter(None, (*loaded, str(root / "conf.py")))))


_real = cache(os.path.realpath)


class Process:
    """A process that builds once, as seen from the one that started it."""

    def __init__(
        self, target: Callable[..., None], root: Path, edition: str, *arguments: object
    ) -> None:
        """Start it with a function that takes a line to this process, and these arguments."""
        self._line, other = FORK.Pipe()
        self._process = FORK.Process(target=target, args=(other, root, edition, *arguments))
        self._process.start()
        other.close()

    def ask(self, paths: list[Path]) -> Concern:
        """Tell it what changed; return what this is to its build, which runs if it has to."""
        try:
            self._line.send(paths)
            concern: Concern = self._line.recv()
        except (EOFError, OSError):  # It ended before its time.
            return Concern.SETTINGS
        return concern

    def end(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.join()

    def result(self) -> Findings:
        """Wait for its end, and return what it leaves to the next ones."""
        try:
            findings: Findings = self._line.recv()
        except (EOFError, OSError):
            findings = Findings()
        self._process.join()
        self._line.close()
        return findings


@dataclass(frozen=True)
class Findings:
    """What the next builds need not find out again.

    Attributes:
        path: where modules were looked for.
        modules: the modules that were loaded.
        lacks_packages: some packages can't be had now.
    """

    path: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    lacks_packages: bool = False


def _finish(process: Process, root: Path) -> None:
    """Wait for a build, and take over what it found out."""
    found = process.result()
    sys.path[:] = dict.fromkeys([*found.path, *sys.path])
    for name in found.modules:
        if name not in sys.modules:
            with suppress(Exception):  # some can only be loaded by others
                import_module(name)
    if found.lacks_packages:
        fetch_kit(root)  # it remembers what is not to be had


def _build_whole(line: Connection, root: Path, edition: str, changed: list[Path]) -> None:
    """Build as the command does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _build(line, root, changed, lambda _seen: build(root, edition, publish=False))


def _wait_and_build(line: Connection, root: Path, edition: str) -> None:
    """Set up a build, and run it once documents change."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        following = NextBuild(root, edition)
    except BuildError:  # The build of the whole says why.
        return
    while True:
        paths = line.recv()
        concern = following.concern(paths)
        line.send(concern)
        if concern is Concern.SETTINGS:
            return
        if concern is Concern.DOCUMENTS:
            break
    _build(line, root, paths, following.build)


def _build(
    line: Connection,
    root: Path,
    changed: Iterable[Path],
    build_it: Callable[[Callable[[], None]], Report],
) -> None:
    """Build after a change; a mistake is shown and the preview goes on."""
    report = None
    for path in sorted(changed)[:SHOWN]:
        progress.info("changed: %s", path.relative_to(root) if root in path.parents else path)
    started = time.monotonic()
    shown = False

    def seen() -> None:
        nonlocal shown
        shown = True
        progress.info("ready after %.1f s", time.monotonic() - started)
        _say(READY)

    try:
        report = build_it(seen)
    except BuildError as error:
        progress.info("not rebuilt: %s", error)
        _say(MISTAKEN)
    else:
        if shown:
            progress.info("search and all else after %.1f s", time.monotonic() - started)
            if report.everything:  # such as a title, which other pages show too
                _say(READY)
        else:
            seen()
    lacks_packages = report is not None and report.lacks_packages
    line.send(Findings(tuple(sys.path), tuple(sorted(sys.modules)), lacks_packages))


def _say(word: str) -> None:
    print(word, flush=True)


def _changes() -> Iterator[list[Path]]:
    """Yield what the server names, line by line, as long as it runs."""
    for line in sys.stdin:
        yield [Path(path) for path in json.loads(line)]


def main(edition: str) -> int:
    """Work until the server ends, or until code changes; return the exit status."""
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    progress.setLevel(logging.INFO)
    try:
        return work(Path.cwd(), edition, _changes())
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
