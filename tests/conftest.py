"""Fixtures that the tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from _pytest.nodeid import NodeId

from tests.browser.sites import Site, build_copy, serve
from tests.support import SMALL_COURSE, Course

pytest_plugins = (
    "tests.broken_fixtures",
    "tests.groups",
    "tests.browser.fixtures",
    "tests.browser.looking",
    "tests.summary",
    "tests.remembered",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh",
        action="store_true",
        help="write the snapshots anew from what the code does now, to be read in a diff",
    )


MEMORY: Final = 1.5e9
"""Bytes that a process of tests may need, with its browser and what it builds."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes run tests: one for each core, if memory has room for them."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(os.cpu_count() or 1, int(memory / MEMORY)))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pytest-xdist keep a group in one process, since it knows groups by ids of tests.

    Its release 3.8 sets an attribute that pytest 9.2 no longer reads.
    """
    for item in items:
        grouped = getattr(item, "_nodeid", item.nodeid)
        if grouped != item.nodeid:
            item._id = NodeId.parse(grouped)


@pytest.fixture(scope="session")
def built(shared_tmp: Path) -> Course:
    """Return the small course with both editions built; to be looked at, not changed."""
    return build_copy(Course(SMALL_COURSE), shared_tmp / "built")


@pytest.fixture
def sources(tmp_path: Path) -> Course:
    """Return a small course with nothing built, not even its labs."""
    return Course(SMALL_COURSE).copy_to(tmp_path / "course")


@pytest.fixture
def course(built: Course, tmp_path: Path) -> Course:
    """Return a small course that was never built; its labs were executed."""
    return built.copy_to(tmp_path / "course")


@pytest.fixture
def published(built: Course, tmp_path: Path) -> Course:
    """Return a small course with a last good build in its place."""
    return built.copy_to(tmp_path / "course", published=True)


@pytest.fixture(scope="session")
def shared_tmp(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of a test run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def small(built: Course) -> Iterator[Site]:
    """The instructor's edition of the small course, whose words the tests know."""
    folder = built.site("instructor")
    with serve(folder) as address:
        yield Site(folder, address)
