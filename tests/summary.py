"""The last lines of a run: how much was looked at, in which browser, and whether it was all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.looked import TALLY, Tally
from tests.support import REPOSITORY
from tests.this_course.names import floors

if TYPE_CHECKING:
    from collections import Counter

COURSE: Final = REPOSITORY / "tests" / "this_course"

SHORT: Final = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--look-again",
        action="store_true",
        help="look at every page and deck, also at those that did not change since they passed",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Add what a process of pytest-xdist looked at."""
    sent = getattr(node, "workeroutput", {}).get("looked")
    if sent:
        TALLY.add([Tally.from_plain(sent)])


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a whole run that looked at less than there is."""
    config = session.config
    sent = getattr(config, "workeroutput", None)
    if sent is not None:
        sent["looked"] = TALLY.to_plain()
        return
    config.stash[SHORT] = short(TALLY.total) if is_whole(config) and exitstatus == 0 else []
    if config.stash[SHORT]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how much was looked at."""
    if TALLY.browsers:
        terminalreporter.section("looked at")
        for line in str(TALLY).splitlines():
            terminalreporter.line(line)
    for line in config.stash.get(SHORT, []):
        terminalreporter.line(line, red=True)


def is_whole(config: pytest.Config) -> bool:
    """Tell whether a run has all tests of this course."""
    choices = ("keyword", "markexpr", "lf", "deselect", "collectonly")
    chosen = any(config.getoption(name, None) for name in choices)
    folders = [config.rootpath / argument for argument in config.args]
    return not chosen and any(COURSE.is_relative_to(folder) for folder in folders)


def short(seen: Counter[str]) -> list[str]:
    """Return what was looked at less often than it is there."""
    return [
        f"{seen[kind]} {kind} were looked at, and there are {least}"
        for kind, least in floors().items()
        if seen[kind] < least
    ]
