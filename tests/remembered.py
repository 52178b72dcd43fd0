"""Tests need not run again when only lessons changed, and nothing that they read.

The tests of the extension and of the labs read no lesson; an audit hook holds them to it.
For the tests of this course in a browser, the hook notes which built files they read; the site is
served from their own process.
Those that passed are kept in ``build/cache/looked/``, with the digests of what they read, under a
digest of everything else but lessons: all other files of the repository, Python, its packages and
the browsers on this machine.
A run of whole folders leaves them out while nothing of that changes, and says how many there were.
``pytest --look-again``, which is ``make test ALL=1``, runs them all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Generator, Iterator, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import pytest

from lessondeck.tools.chromium import NAMES
from tests.groups import shares_a_fixture
from tests.looked import FOLDER
from tests.support import REPOSITORY

WITHOUT_LESSONS: Final = ("tests/extension/", "tests/this_course/labs/")
"""Folders of tests that read no lesson."""

OF_SITES: Final = "tests/this_course/browser/"
"""The folder of tests that read built sites."""

BUILT: Final = "build/"
CACHE: Final = "build/cache/"
"""Where built files are, but for what is kept from one build to the next."""

NO_FILES: Final = frozenset(
    {"build", "node_modules", "__pycache__"}
    | {".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
)
"""Folders with nothing that somebody wrote for this repository."""

FILE: Final = FOLDER / "passed.json"

MOST_KEPT: Final = 4
"""States of the repository whose tests are kept, so that going back to another branch is quick."""

Files = dict[str, str]
"""Digests of files by their names; an empty one of a file that is absent."""

PASSED: Final[dict[str, Files]] = {}
"""What each test read that passed in this run; in the end, the tests of all processes."""

LESSONS: Final = "the names of all lessons"
"""What stands for them among the files that a test read."""

LEFT_OUT: Final[list[str]] = []
"""Tests that this process left out."""

_failed: Final[set[str]] = set()
"""Tests of which a part did not pass."""

READ: Final[list[str]] = []
"""Lessons and built files that a test has opened."""

LISTED: Final[list[str]] = []
"""Folders of built files of which a test has asked what is in them."""

_watched = ""
"""The test that runs, if what it reads counts."""

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


@cache
def digest_of(name: str) -> str:
    """Return the digest of a built file or lesson, which no test of a whole run changes."""
    try:
        return hashlib.sha256((REPOSITORY / name).read_bytes()).hexdigest()
    except OSError:
        return ""


@cache
def names_of_lessons() -> str:
    """Return a digest of which lessons there are."""
    found = (
        path for folder in ("source", "slides") for path in (REPOSITORY / folder).rglob("*.md")
    )
    names = sorted(path.relative_to(REPOSITORY).as_posix() for path in found)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def kept() -> dict[str, dict[str, Files]]:
    """Return the tests that passed with what they read, by the state in which they did."""
    try:
        found: dict[str, dict[str, Files]] = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def keep(passed: Mapping[str, Files]) -> None:
    """Keep tests that passed, with what they read."""
    before = kept()
    now = {**before.pop(state(), {}), **passed}
    latest = dict([*before.items()][1 - MOST_KEPT :]) | {state(): dict(sorted(now.items()))}
    FOLDER.mkdir(parents=True, exist_ok=True)
    coming = FILE.with_suffix(f".{os.getpid()}")
    coming.write_text(json.dumps(latest), encoding="utf-8")
    coming.replace(FILE)


def is_kept(name: str, passed: Mapping[str, Files]) -> bool:
    """Tell whether a test passed before, and all that it read is as it was."""
    files = passed.get(name)
    if files is None or (files and files.get(LESSONS) != names_of_lessons()):
        return False
    return all(digest_of(file) == before for file, before in files.items() if file != LESSONS)


def can_be_kept(item: pytest.Item) -> bool:
    """Tell whether the hook hears of all that a test reads.

    A fixture of a module reads for several tests, and a look keeps what it saw by itself.
    """
    name = name_of(item)
    if name.startswith(WITHOUT_LESSONS):
        return True
    uses_look = "look" in getattr(item, "fixturenames", ())
    return name.startswith(OF_SITES) and not uses_look and not shares_a_fixture(item)


def is_of_folders(config: pytest.Config) -> bool:
    """Tell whether a run is of whole folders: whoever names a test wants it to run."""
    chosen = any(config.getoption(name, None) for name in ("keyword", "markexpr", "lf"))
    folders = all((config.rootpath / argument).is_dir() for argument in config.args)
    return folders and not chosen and not config.getoption("look_again")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what passed before in the same state."""
    if not is_of_folders(config):
        return
    passed = kept().get(state(), {})
    left = [item for item in items if is_kept(name_of(item), passed)]
    if left:
        LEFT_OUT.extend(map(name_of, left))
        config.hook.pytest_deselected(items=left)
        names = set(LEFT_OUT)
        items[:] = [item for item in items if name_of(item) not in names]


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if not _watched or event not in {"open", "os.listdir", "os.scandir"}:
        return
    path = arguments[0]
    if not isinstance(path, str | Path):
        return
    # A site is served through links, too; to follow them takes time.
    whole = os.path.realpath(path) if _watched.startswith(OF_SITES) else os.path.abspath(path)
    name = whole.removeprefix(_HERE)
    is_built = name.startswith(BUILT) and not name.startswith(CACHE)
    if event == "open":
        if is_built or (name != whole and is_lesson(name)):
            READ.append(name)
    elif is_built:
        LISTED.append(name)


sys.addaudithook(_note)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what a test opens."""
    global _watched
    READ.clear()
    LISTED.clear()
    _watched = name_of(item) if can_be_kept(item) else ""
    try:
        return (yield)
    finally:
        _watched = ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note a test that passed to its end, and fail one that read a lesson and must not."""
    report = yield
    if not _watched:
        return report
    name = name_of(item)
    lesson = next(filter(is_lesson, READ), None)
    if lesson and name.startswith(WITHOUT_LESSONS):
        report.outcome = "failed"
        report.longrepr = (
            f"{name} opens {lesson}, and tests in this folder are left out when "
            "lessons alone changed; move it into tests/this_course"
        )
        READ.clear()
    if not report.passed:
        _failed.add(name)
    elif call.when == "teardown" and name not in _failed and not LISTED:
        PASSED[name] = files_read()
    return report


def files_read() -> Files:
    """Return what the test that runs has read; if anything, then also which lessons there are."""
    files = {name: digest_of(name) for name in READ}
    return files | {LESSONS: names_of_lessons()} if files else {}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Hear from a process of pytest-xdist what passed there."""
    sent = getattr(node, "workeroutput", {})
    PASSED.update(sent.get("passed", {}))
    LEFT_OUT[:] = LEFT_OUT or sent.get("left out", ())


def pytest_sessionstart() -> None:
    """Take down the state before any test runs."""
    state()


def keep_unless_edited() -> None:
    """Keep what passed in this run, unless a file was edited meanwhile: which ran is unknown."""
    before = state()
    state.cache_clear()
    if PASSED and state() == before:
        keep(PASSED)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep what passed; a run in which nothing was left to do is a good one."""
    sent = getattr(session.config, "workeroutput", None)
    if sent is not None:
        sent.update({"passed": PASSED, "left out": LEFT_OUT})
        return
    keep_unless_edited()
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and LEFT_OUT:
        session.exitstatus = pytest.ExitCode.OK


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were left out."""
    if LEFT_OUT:
        terminalreporter.line(
            f"remembered: {len(LEFT_OUT)} tests that passed before; nothing that they read changed"
        )
