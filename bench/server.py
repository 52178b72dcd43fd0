"""A process that has built before and builds again when told to, as a running preview does.

``python -m bench.server course`` (or ``plain``) builds the course of its working folder once.
Then it reads lines from its standard input;
at each it edits a lesson, builds, and writes what this cost as a line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from bench.contenders import JOBS, Contender
from bench.measure import MEGABYTE, Cost


def build_course(root: Path) -> None:
    """Build pages and decks as ``make serve`` does: shown from the work folder, not published."""
    # Imported late: the process of the plain build loads nothing of it.
    from lessondeck.building.edition import build  # noqa: PLC0415

    build(root, jobs=JOBS, publish=False)


def build_plain(root: Path) -> None:
    """Build pages as ``sphinx-build -b html -j2`` does, in this process.

    Raises:
        RuntimeError: it failed.
    """
    with patch_docutils(root), docutils_namespace():
        app = Sphinx(
            srcdir=root,
            confdir=root,
            outdir=root / "build/plain/html",
            doctreedir=root / "build/plain/doctrees",
            buildername="html",
            status=None,
            warning=sys.stderr,
            parallel=JOBS,
        )
        app.build()
    if app.statuscode:
        raise RuntimeError("the plain build failed")


def cpu_seconds() -> float:
    """Return the processor time of this process and of those that it started, so far."""
    usages = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def peak() -> float:
    """Return the megabytes of the largest of these processes at its peak."""
    return max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) / MEGABYTE


def main(name: str) -> None:
    """Build once, then once more for each line of the standard input."""
    root = Path.cwd()
    build_it = {"course": build_course, "plain": build_plain}[name]
    build_it(root)
    print("ready", flush=True)
    for _line in sys.stdin:
        Contender(name, root).edit()
        started, cpu = time.perf_counter(), cpu_seconds()
        build_it(root)
        cost = Cost(time.perf_counter() - started, cpu_seconds() - cpu, peak())
        print(json.dumps(asdict(cost)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
