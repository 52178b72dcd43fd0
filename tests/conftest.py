"""Fixtures that the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.nodeid import NodeId

from tests.browser.sites import COURSE, Site, build_copy, serve
from tests.support import REPOSITORY, SMALL_COURSE, Course

pytest_plugins = ("tests.broken_fixtures", "tests.browser.fixtures")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh",
        action="store_true",
        help="write the snapshots anew from what the code does now, to be read in a diff",
    )


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
def built(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return the small course with both editions built; to be looked at, not changed."""
    course = Course(SMALL_COURSE).copy_to(tmp_path_factory.mktemp("built") / "course")
    for edition in ("student", "instructor"):
        course.build(edition).good()
    return course


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
def student() -> Iterator[Site]:
    """The student's course, as `make` built it."""
    if not (COURSE / "index.html").is_file():
        pytest.fail(
            f"{COURSE.relative_to(REPOSITORY)} is absent: build the course with `make` first"
        )
    with serve(COURSE) as address:
        yield Site(COURSE, address)


@pytest.fixture(scope="session")
def instructor(shared_tmp: Path) -> Iterator[Site]:
    """The instructor's edition of the course."""
    folder = build_copy(REPOSITORY, shared_tmp / "instructor", "instructor")
    with serve(folder) as address:
        yield Site(folder, address)


@pytest.fixture(scope="session")
def small(shared_tmp: Path) -> Iterator[Site]:
    """The instructor's edition of the small course, whose words the tests know."""
    folder = build_copy(SMALL_COURSE, shared_tmp / "small", "instructor")
    with serve(folder) as address:
        yield Site(folder, address)


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Site:
    """The site that the test's parameter names."""
    built = request.getfixturevalue(request.param)
    assert isinstance(built, Site)
    return built
