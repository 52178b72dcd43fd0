"""Whether anything changed since the last good build: if not, there is nothing to do.

A good build notes a digest of all that it may have read, and of what it published.
To compare the two takes a moment, and needs neither Sphinx nor any package that it loads.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from lessondeck.building.workshop import Report, Workshop
from lessondeck.core.config import WITHOUT_SOURCES
from lessondeck.core.dates import settle_date
from lessondeck.core.digests import file_digest

OWN: Final = tuple(
    Path(__file__).resolve().parents[2] / name for name in ("lessondeck", "selfcheck")
)
"""The packages that build a course."""

CACHES: Final = frozenset(
    {"__pycache__", ".hypothesis", ".ipynb_checkpoints", ".mypy_cache", ".pytest_cache"}
    | {".ruff_cache"}
)
"""Folders that tools make for themselves; no course reads them."""

TERMINAL: Final = frozenset(
    {"_", "COLUMNS", "LINES", "OLDPWD", "PWD", "SHLVL", "WINDOWID"}
    | {"MAKEFLAGS", "MAKELEVEL", "MAKE_TERMERR", "MAKE_TERMOUT", "MFLAGS"}
)
"""Variables that tell of the window and of make, and not of the machine or the course."""


def unchanged(workshop: Workshop) -> Report | None:
    """Return the report of the last good build if the same would come out again, else nothing."""
    settle_date()
    try:
        noted = json.loads(workshop.done.read_text(encoding="utf-8"))
        outside = [Path(name) for name in noted["outside"]]
        same = noted["inputs"] == inputs(workshop, outside) and noted["published"] == state_of(
            workshop.published
        )
        report = Report(**{**noted["report"], "folder": workshop.published})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return replace(report, changed=False) if same else None


def note_done(workshop: Workshop, report: Report, outside: Iterable[Path], before: str) -> None:
    """Note that a build was good, unless something changed while it ran.

    Args:
        workshop: the edition.
        report: what to say of it.
        outside: files that it read and that are in no folder of the course.
        before: the digest of its inputs when it started, without those outside.
    """
    if inputs(workshop, ()) != before:
        return
    names = sorted({str(path) for path in outside})
    noted = {
        "outside": names,
        "inputs": inputs(workshop, map(Path, names)),
        "published": state_of(workshop.published),
        "report": {**asdict(report), "folder": ""},
    }
    workshop.done.write_text(json.dumps(noted), encoding="utf-8")


def inputs(workshop: Workshop, outside: Iterable[Path]) -> str:
    """Return a digest of all that a build may read: sources, settings, tools and surroundings."""
    state = hashlib.sha256()
    for part in _inputs(workshop, outside):
        state.update(part)
    return state.hexdigest()


def _inputs(workshop: Workshop, outside: Iterable[Path]) -> Iterator[bytes]:
    yield json.dumps([sys.version, sys.prefix, _environment(os.environ)]).encode()
    for folder in [workshop.root, *(own for own in OWN if workshop.root not in own.parents)]:
        for file in files_in(folder):
            yield str(file).encode() + b"\0" + file_digest(file)
    for path in outside:
        yield str(path).encode() + b"\0" + (file_digest(path) if path.is_file() else b"")
    yield json.dumps([*_packages(), *_programs(), state_of(workshop.printed)]).encode()


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that count; the build itself adds folders of packages to ``PATH``."""
    kept = {name: value for name, value in variables.items() if name not in TERMINAL}
    return dict(sorted({**kept, "PATH": os.pathsep.join(_path(variables))}.items()))


def _path(variables: Mapping[str, str]) -> list[str]:
    folders = variables.get("PATH", "").split(os.pathsep)
    packages = os.path.realpath(sys.prefix)
    return [folder for folder in folders if not os.path.realpath(folder).startswith(packages)]


def files_in(root: Path) -> Iterator[Path]:
    """Yield the files of a course or package that count, those behind links too."""
    seen: set[str] = set()
    for folder, folders, files in os.walk(root, followlinks=True):
        real = os.path.realpath(folder)
        skipped = CACHES | (set(WITHOUT_SOURCES) if folder == str(root) else set())
        folders[:] = [] if real in seen else sorted(set(folders) - skipped)
        for name in sorted(files) if real not in seen else ():
            path = Path(folder, name)
            if path.is_file() and path.suffix != ".pyc":
                yield path
        seen.add(real)


def _packages() -> Iterator[Any]:
    """Yield the installed packages: folders of their metadata, with the time they were made."""
    for folder in sys.path:
        if os.path.isdir(folder):
            for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
                if entry.name.endswith((".dist-info", ".egg-info", ".pth", ".egg-link")):
                    yield entry.path, entry.stat().st_mtime_ns


def _programs() -> Iterator[Any]:
    """Yield where programs are, with the time when one last came or went: a browser, Graphviz."""
    browsers = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")
    for name in (*_path(os.environ), os.path.expanduser(browsers)):
        if os.path.isdir(name):
            yield name, os.stat(name).st_mtime_ns


def state_of(folder: Path) -> str:
    """Return a digest of the names, sizes and times of the files in a folder."""
    state = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        about = path.stat()
        if not path.is_dir():
            name = path.relative_to(folder).as_posix()
            state.update(f"{name}\0{about.st_size}\0{about.st_mtime_ns}\0".encode())
    return state.hexdigest()
