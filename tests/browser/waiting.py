"""Wait for what a page is about to do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Error

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

PATIENCE: Final = 90
"""Seconds for something to happen on a busy machine."""

STEP: Final = 50
"""Milliseconds between two looks."""


def until(page: Page | Frame, expression: str) -> None:
    """Wait until an expression is true in a page.

    Playwright's own way evaluates text within the page, which the page's policy forbids.

    Raises:
        AssertionError: it did not come true in time.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if page.evaluate(expression):
                return
        except Error as error:  # between two pages there is nothing to ask
            if "context was destroyed" not in error.message:
                raise
        page.wait_for_timeout(STEP)
    raise AssertionError(f"never true: {expression}")
