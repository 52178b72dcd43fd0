"""The browser, the built sites, and pages that fail the test when something behind them does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lessondeck.chromium import launch_options
from tests.browser.sites import COURSE, Site, build_copy, serve
from tests.browser.watch import Watch
from tests.support import REPOSITORY, SMALL_COURSE

SLIDE = {"width": 1280, "height": 720}
"""What a projector shows, in CSS pixels; decks are laid out for it."""

OTHER_NAME: Final = "course.example"
"""Another name of this machine, since browsers allow more to a local one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last, and what needs the instructor's edition in one process.

    Once Playwright runs in a process, no other event loop can, and the labs need one.
    Tests of the student's edition need not wait for the instructor's to be built.
    """
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))
    for item in items:
        site = item.callspec.params.get("site") if hasattr(item, "callspec") else None
        if site == "instructor" or "instructor" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("instructor"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a process."""
    options = launch_options()
    names = f"MAP {OTHER_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    options["args"].append(f"--host-resolver-rules={names}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts with options; nothing may go wrong in any of them."""
    with ExitStack() as closing:
        watches: list[Watch] = []

        def make(forgiven: str | None = None, **options: Any) -> BrowserContext:
            context = browser.new_context(
                **{"viewport": SLIDE, "reduced_motion": "reduce", **options}
            )
            context.set_default_timeout(15_000)
            closing.callback(context.close)
            watches.append(Watch(context, forgiven))
            return context

        yield make
    for watch in watches:
        watch.check()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of the size of a slide."""
    return new_context().new_page()


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
