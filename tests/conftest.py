"""Fixtures that the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import SMALL_COURSE, Course


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh",
        action="store_true",
        help="write the snapshots anew from what the code does now, to be read in a diff",
    )


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
