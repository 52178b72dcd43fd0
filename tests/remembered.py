"""Tests that no lesson can change need not run again when only lessons changed.

The tests of the extension and of the labs read no lesson; an audit hook holds them to it.
Those that passed are kept in ``build/cache/looked/``, under a digest of everything else: all other
files of the repository, Python, its packages and the browsers on this machine.
A run of whole folders leaves them out while that digest stays, and says how many there were.
``pytest --look-again``, which is ``make test ALL=1``, runs them all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Generator, Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import pytest

from lessondeck.tools.chromium import NAMES
from tests.looked import FOLDER
from tests.support import REPOSITORY

WITHOUT_LESSONS: Final = ("tests/extension/", "tests/this_course/labs/")
"""Folders of tests that read no lesson."""

NO_FILES: Final = frozenset(
    {"build", "node_modules", "__pycache__"}
    | {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
)
"""Folders with nothing that somebody wrote for this repository."""

FILE: Final = FOLDER / "passed.json"

MOST_KEPT: Final = 4
"""States of the repository whose tests are kept, so that going back to another branch is quick."""

PASSED: Final[list[str]] = []
"""Tests that read no lesson and passed in this run, those of all processes in the end."""

LEFT_OUT: Final[list[str]] = []
"""Tests that this process left out."""

_failed: Final[set[str]] = set()
"""Tests of which a part did not pass."""

READ: Final[list[str]] = []
"""Lessons that a test has opened which must read none."""

_watching = False

_HERE: Final = f"{REPOSITORY}{os.sep}"


def is_lesson(name: str) -> bool:
    """Tell whether a file, named from the repository's folder, is a lesson or lists them."""
    return name == "index.md" or (name.startswith(("source/", "slides/")) and name.endswith(".md"))


def name_of(item: pytest.Item) -> str:
    """Return the name of a test, without the group that pytest-xdist may put behind it."""
    return f"{item.path.relative_to(item.config.rootpath).as_posix()}::{item.name}"


def files() -> Iterator[Path]:
    """Yield the files of the repository that are no lessons."""
    for folder, folders, names in os.walk(REPOSITORY):
        folders[:] = sorted(name for name in folders if name not in NO_FILES)
        for name in sorted(names):
            path = Path(folder, name)
            if not is_lesson(path.relative_to(REPOSITORY).as_posix()) and path.is_file():
                yield path


@cache
def state() -> str:
    """Return a digest of all that these tests can depend on."""
    digest = hashlib.sha256(sys.version.encode())
    for path in files():
        digest.update(path.relative_to(REPOSITORY).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for line in sorted(f"{each.name} {each.version}" for each in distributions()):
        digest.update(line.encode())
    for program in filter(None, map(shutil.which, NAMES)):
        digest.update(f"{program} {Path(program).stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def kept() -> dict[str, list[str]]:
    """Return the tests that passed, by the state in which they did."""
    try:
        found: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def keep(names: list[str]) -> None:
    """Keep tests that passed."""
    before = kept()
    now = sorted({*before.pop(state(), []), *names})
    latest = dict([*before.items()][1 - MOST_KEPT :]) | {state(): now}
    FOLDER.mkdir(parents=True, exist_ok=True)
    coming = FILE.with_suffix(f".{os.getpid()}")
    coming.write_text(json.dumps(latest), encoding="utf-8")
    coming.replace(FILE)


def is_of_folders(config: pytest.Config) -> bool:
    """Tell whether a run is of whole folders: whoever names a test wants it to run."""
    chosen = any(config.getoption(name, None) for name in ("keyword", "markexpr", "lf"))
    folders = all((config.rootpath / argument).is_dir() for argument in config.args)
    return folders and not chosen and not config.getoption("look_again")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what passed before in the same state."""
    if not is_of_folders(config):
        return
    passed = set(kept().get(state(), ()))
    left = [item for item in items if name_of(item) in passed]
    if left:
        LEFT_OUT.extend(map(name_of, left))
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if name_of(item) not in passed]


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event == "open" and isinstance(arguments[0], str | Path):
        path = os.path.abspath(arguments[0])
        name = path.removeprefix(_HERE)
        if name != path and is_lesson(name):
            READ.append(name)


sys.addaudithook(_note)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what a test opens that must read no lesson."""
    global _watching
    _watching = name_of(item).startswith(WITHOUT_LESSONS)
    try:
        return (yield)
    finally:
        _watching = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note a test that passed to its end, and fail one that read a lesson."""
    report = yield
    if not _watching:
        return report
    if READ:
        report.outcome = "failed"
        report.longrepr = (
            f"{name_of(item)} opens {READ[0]}, and tests in this folder are left out when "
            "lessons alone changed; move it into tests/this_course"
        )
        READ.clear()
    if not report.passed:
        _failed.add(name_of(item))
    elif call.when == "teardown" and name_of(item) not in _failed:
        PASSED.append(name_of(item))
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Hear from a process of pytest-xdist what passed there."""
    sent = getattr(node, "workeroutput", {})
    PASSED.extend(sent.get("passed", ()))
    LEFT_OUT[:] = LEFT_OUT or sent.get("left out", ())


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep what passed; a run in which nothing was left to do is a good one."""
    sent = getattr(session.config, "workeroutput", None)
    if sent is not None:
        sent.update({"passed": PASSED, "left out": LEFT_OUT})
        return
    if PASSED:
        keep(PASSED)
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and LEFT_OUT:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out."""
    if LEFT_OUT:
        terminalreporter.line(
            f"remembered: {len(LEFT_OUT)} tests that passed before and that no lesson can change"
        )
