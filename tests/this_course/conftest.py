"""The course as it was built, both editions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lessondeck.building.workshop import Workshop
from tests.browser.looking import Look, Room
from tests.browser.sites import Site, serve
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from tests.browser.axe import Kinds
    from tests.browser.fixtures import Chromium


def published(edition: str) -> Iterator[Site]:
    """Serve an edition as `make test` built it, below the top of a host."""
    folder = Workshop(REPOSITORY, edition).published
    if not (folder / "index.html").is_file():
        pytest.fail(
            f"{folder.relative_to(REPOSITORY)} is absent; build both editions first: "
            "make course instructor"
        )
    with serve(folder.parent) as address:
        yield Site(folder, f"{address}{folder.name}/")


@pytest.fixture(scope="session")
def student() -> Iterator[Site]:
    """The student's course."""
    yield from published("student")


@pytest.fixture(scope="session")
def instructor() -> Iterator[Site]:
    """The instructor's edition of the course."""
    yield from published("instructor")


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Site:
    """The site that the test's parameter names."""
    built = request.getfixturevalue(request.param)
    assert isinstance(built, Site)
    return built


@pytest.fixture
def look(
    request: pytest.FixtureRequest,
    chromium: Chromium,
    student: Site,
    instructor: Site,
    unpacked: Path,
    kinds: Kinds,
    rooms: dict[str, Room],
) -> Look:
    """Visits to both editions, for all that a test asks of a page or deck."""
    sites = {"student": student, "instructor": instructor}
    return Look(request, chromium, sites, unpacked, kinds, rooms)
