"""The browser, and pages that fail the test when something behind them does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from lessondeck.chromium import launch_options
from tests.browser.watch import Watch

SLIDE = {"width": 1280, "height": 720}
"""What a projector shows, in CSS pixels; decks are laid out for it."""

PATIENCE: Final = 90_000
"""Milliseconds to wait for what is sure to come; only a test that fails waits so long."""

expect.set_options(timeout=PATIENCE)

OTHER_NAME: Final = "course.example"
"""Another name of this machine, since browsers allow more to a local one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last, and what needs the instructor's edition in one process.

    While Playwright runs in a process, no other event loop can, and the labs need one.
    Tests of the student's edition need not wait for the instructor's to be built.
    """
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))
    for item in items:
        site = item.callspec.params.get("site") if hasattr(item, "callspec") else None
        if site == "instructor" or "instructor" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("instructor"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a module; then labs can run in this process again.

    A group stays together, so its browser tests may come before others that build a course.
    """
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
            context.set_default_timeout(PATIENCE)
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
