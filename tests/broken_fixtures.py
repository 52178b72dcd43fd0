"""A shared fixture that fails is one error, and names itself once.

pytest reports it anew for each test that needs it, so one build that fails would be hundreds of
errors with one cause.  Here the first of them is the error, with all that is known.  The others
are counted as "not run", on one line for each fixture.  They fail the run as before: what could
not be tried has not passed.

With pytest-xdist each process sets its fixtures up by itself, and may fail by itself.  The
process that prints the reports is one, so it decides which of them came first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from typing import Final

import pytest

NOT_RUN: Final = "not run"
"""How tests are counted that need a fixture which failed before."""

_FIRST: Final = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Remember for the whole run which test met a broken fixture first."""
    config.stash[_FIRST] = {}


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object],
) -> Generator[None, object, object]:
    """Write the fixture's name on what it raises; pytest raises the same for later tests."""
    try:
        return (yield)
    except (Exception, pytest.fail.Exception) as error:
        # A fixture of one test fails anew each time, or because another one did.
        if fixturedef.scope != "function" and not hasattr(error, "broken_fixture"):
            error.broken_fixture = fixturedef.argname  # type: ignore[union-attr]
        raise


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note in a test's report which fixture it misses; the note reaches the printing process."""
    report = yield
    name = getattr(call.excinfo.value, "broken_fixture", None) if call.excinfo else None
    if name is not None and call.when == "setup":
        report.broken_fixture = name  # type: ignore[attr-defined]
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(
    report: pytest.TestReport, config: pytest.Config
) -> tuple[str, str, str] | None:
    """Count a test as not run if its fixture was reported before."""
    name = getattr(report, "broken_fixture", None)
    if name is None or config.stash[_FIRST].setdefault(name, report.nodeid) == report.nodeid:
        return None
    return NOT_RUN, "-", f"NOT RUN: {name} failed"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests each broken fixture kept from running."""
    missed = Counter(it.broken_fixture for it in terminalreporter.stats.get(NOT_RUN, ()))
    for name, count in missed.items():
        first = terminalreporter.config.stash[_FIRST][name]
        terminalreporter.line(
            f"{count} more tests need the fixture {name!r}; why it failed: see {first}"
        )
