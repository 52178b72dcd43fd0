"""The browser, and pages that fail the test when something behind them does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from lessondeck.tools.chromium import launch_options
from tests.browser.watch import Watch
from tests.groups import group_of

SLIDE: Final[ViewportSize] = {"width": 1280, "height": 720}
"""What a projector shows, in CSS pixels; decks are laid out for it."""

PATIENCE: Final = 90_000
"""Milliseconds to wait for what is sure to come; only a test that fails waits so long."""

expect.set_options(timeout=PATIENCE)

OTHER_NAME: Final = "course.example"
"""Another name of this machine, since browsers allow more to a local one."""


BROWSER: Final = frozenset({"browser", "look"})
"""Fixtures that use the browser."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last, each with all of its group, and groups before single tests.

    While Playwright runs in a process, no other event loop can, and labs and galleries need one.
    A group is one long piece of work; the short ones behind it keep all processes busy to the end.
    """
    late = {group_of(item) for item in items if needs_browser(item)} - {None}

    def place(item: pytest.Item) -> tuple[bool, bool]:
        group = group_of(item)
        return needs_browser(item) or group in late, group is None

    items.sort(key=place)


def needs_browser(item: pytest.Item) -> bool:
    """Tell whether a test uses the browser that the tests share."""
    return not BROWSER.isdisjoint(getattr(item, "fixturenames", ()))


@dataclass(frozen=True)
class Chromium:
    """The browser's program: how it is started, its name and version."""

    options: dict[str, Any]
    version: str


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    """Find the browser, before any is started."""
    options = launch_options()
    names = f"MAP {OTHER_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    options["args"].append(f"--host-resolver-rules={names}")
    command = [options["executable_path"], "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Chromium(options, done.stdout.strip())


@pytest.fixture(scope="session")
def browser(chromium: Chromium) -> Iterator[Browser]:
    """One browser for all tests of a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.options)
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
