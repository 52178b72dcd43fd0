"""Definitions that a page shows beside its terms."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator, Page, ViewportSize

NARROWEST: Final = ViewportSize(width=320, height=640)


def tip(page: Page) -> Locator:
    """Return the definition that is shown."""
    return page.locator(".term-tip:visible")
