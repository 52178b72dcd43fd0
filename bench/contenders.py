"""The two builds that are compared, each in a copy of the course of its own."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.measure import Cost, run
from bench.plain import EXECUTE, make_plain

if TYPE_CHECKING:
    from collections.abc import Callable

REPOSITORY: Final = Path(__file__).resolve().parent.parent

JOBS: Final = 2
"""Processes that either build may use."""

SOURCES: Final = (
    "conf.py",
    "course",
    "docs",
    "index.md",
    "lessondeck",
    "requirements.txt",
    "source",
    "slides",
    "notebooks",
    "exercises",
    "selfcheck",
)

COMMANDS: Final = {
    "course": ("-m", "lessondeck", "build", "--jobs", str(JOBS)),
    "plain": (
        *("-m", "sphinx", "-b", "html", "-q", f"-j{JOBS}"),
        *("-d", "build/plain/doctrees", ".", "build/plain/html"),
    ),
}
"""What Python is called with; ``-m sphinx`` is ``sphinx-build``."""

LINT: Final = ("-m", "lessondeck", "lint-decks")

CACHE: Final = "cache"
"""The folder below ``build`` that keeps what builds need again; all others are their own."""

LAB_CACHE: Final = "labs"
"""The folder in it that keeps the executed labs."""

FETCHED: Final = ("npm", "lite")
"""Folders in it for what comes from registries, which no build writes to."""

MADE: Final = (LAB_CACHE, "cells", "slides")
"""Folders in it for what was executed and drawn, by what went into it."""

EDIT: Final = re.compile(r" This is edit \d+\.$")


@dataclass(frozen=True)
class Contender:
    """A build and the folder that it works in: ``name`` is ``course`` or ``plain``."""

    name: str
    root: Path

    def build(self) -> Cost:
        """Build in a process of its own."""
        return run([sys.executable, *COMMANDS[self.name]], self.root, environment())

    def build_and_lint(self) -> Cost:
        """Build, then look at every slide of every deck; plain pages have none to look at."""
        built = self.build()
        if self.name == "plain":
            return built
        return built + run([sys.executable, *LINT], self.root, environment())

    def forget(self, *, labs: bool = False) -> None:
        """Delete what was built, and the executed labs if asked to."""
        for folder in (self.root / "build").glob("*"):
            if folder.is_dir() and folder.name != CACHE:
                shutil.rmtree(folder)
        if labs:
            shutil.rmtree(self.root / "build" / CACHE / LAB_CACHE, ignore_errors=True)
        if self.name == "plain":
            (self.root / EXECUTE).unlink(missing_ok=True)
            if labs:
                (self.root / EXECUTE).touch()

    def edit(self) -> None:
        """Change a sentence of the first lesson."""
        edit_lesson(min((self.root / "source").glob("*.md")))


def environment() -> dict[str, str]:
    """Return the environment of both builds: `lessondeck` is not in the copies."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": "1767225600"}


def copy_course(target: Path) -> None:
    """Copy the sources of the real course, and what its builds keep: rows say what they forget."""
    for name in SOURCES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    cache = target / "build" / CACHE
    cache.mkdir(parents=True)
    for name in FETCHED:
        kept = REPOSITORY / "build" / CACHE / name
        kept.mkdir(parents=True, exist_ok=True)
        (cache / name).symlink_to(kept, target_is_directory=True)
    for name in MADE:
        kept = REPOSITORY / "build" / CACHE / name
        if kept.exists():
            shutil.copytree(kept, cache / name)


def contenders(folder: Path, write: Callable[[Path], None]) -> tuple[Contender, Contender]:
    """Write the same sources for both builds."""
    pair = (Contender("course", folder / "course"), Contender("plain", folder / "plain"))
    for contender in pair:
        write(contender.root)
    make_plain(pair[1].root)
    return pair


def edit_lesson(lesson: Path) -> None:
    """Put another sentence at the end of the last line of plain text, in place of an earlier one.

    Raises:
        ValueError: the lesson has no text outside of its boxes.
    """
    lines = lesson.read_text(encoding="utf-8").splitlines()
    fences: list[str] = []
    last = None
    for number, line in enumerate(lines):
        fence = re.match(r":{3,}|`{3,}", line)
        if fence is None:
            if not fences and line[:1].isalpha() and line.endswith("."):
                last = number
        elif line == fence[0] and fences and line == fences[-1]:
            fences.pop()
        else:
            fences.append(fence[0])
    if last is None:
        raise ValueError(f"{lesson}: there is no line of text outside of boxes to edit")
    earlier = EDIT.search(lines[last])
    count = int(re.findall(r"\d+", earlier[0])[0]) + 1 if earlier else 1
    lines[last] = f"{EDIT.sub('', lines[last])} This is edit {count}."
    lesson.write_text("\n".join(lines) + "\n", encoding="utf-8")
