"""The process that builds for a preview: all that a build loads stays loaded between two builds.

``python -m lessondeck.building.worker EDITION`` builds the course in its working folder, and
again after each change.  After each build it writes a line to its standard output.
When code changes that it has loaded, it ends, and whoever started it starts it anew.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import watchfiles

from lessondeck.building.edition import build
from lessondeck.building.unchanged import CACHES, OWN
from lessondeck.building.workshop import AGAIN, MISTAKEN, READY, BuildError
from lessondeck.core.config import WITHOUT_SOURCES

NOTICED_IN: Final = 20
"""Milliseconds without a further change after which a build starts."""

progress = logging.getLogger("lessondeck.progress")


def work(root: Path, edition: str) -> int:
    """Build a course after each change; return the exit status once it has to be started anew."""
    changes: SimpleQueue[Path] = SimpleQueue()
    # Beside the build, so that no change is missed while one runs.
    threading.Thread(target=_watch, args=(watched(root), changes), daemon=True).start()
    _rebuild(root, edition, ())
    while True:
        paths = {changes.get()}
        while not changes.empty():
            paths.add(changes.get())
        if changes_loaded_code(paths):
            progress.info("code changed: starting anew")
            return AGAIN
        _rebuild(root, edition, paths)


def _watch(places: Iterable[Path], changes: SimpleQueue[Path]) -> None:
    for found in watchfiles.watch(*places, watch_filter=_counts, step=NOTICED_IN):
        for _kind, path in sorted(found):
            changes.put(Path(path))


def watched(root: Path) -> list[Path]:
    """Return the files and folders whose change may change the preview."""
    own = [path for path in OWN if path.is_dir() and root not in path.parents]
    hidden = (*WITHOUT_SOURCES, *CACHES)
    return [*(path for path in sorted(root.iterdir()) if path.name not in hidden), *own]


def _counts(_kind: object, path: str) -> bool:
    return not CACHES.intersection(Path(path).parts) and not path.endswith(("~", ".swp", ".pyc"))


def changes_loaded_code(paths: Iterable[Path]) -> bool:
    """Tell whether a module that this process has loaded is among some files."""
    loaded = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    files = {os.path.realpath(file) for file in loaded if file}
    return any(os.path.realpath(path) in files for path in paths)


def _rebuild(root: Path, edition: str, changed: Collection[Path]) -> None:
    """Build after a change; a mistake is shown and the preview goes on."""
    for path in sorted(changed)[:5]:
        progress.info("changed: %s", path.relative_to(root) if root in path.parents else path)
    started = time.monotonic()
    try:
        build(root, edition, publish=False)
    except BuildError as error:
        progress.info("not rebuilt: %s", error)
        print(MISTAKEN, flush=True)
    else:
        progress.info("ready after %.1f s", time.monotonic() - started)
        print(READY, flush=True)


def _end_with_the_server() -> None:
    """Wait for the end of the standard input, which the server holds open as long as it runs."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def main(edition: str) -> int:
    """Work until the server ends, or until code changes; return the exit status."""
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    progress.setLevel(logging.INFO)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    try:
        return work(Path.cwd(), edition)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
