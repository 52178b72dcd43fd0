"""Draw the README's picture of a page beside its slide: ``python -m tests.picture``."""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from lessondeck.tools.chromium import NoChromiumError, launch_options
from tests.browser.decks import open_deck
from tests.browser.sites import COURSE, Site, serve
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ViewportSize

PICTURE: Final = REPOSITORY / "docs" / "page-and-slide.png"

LESSON: Final = "source/what-are-llms"
SECTION: Final = "it-writes-by-going-round-a-loop"
"""A section with a figure: what page and slide share is seen at once."""

PAGE: Final[ViewportSize] = {"width": 900, "height": 720}
SLIDE: Final[ViewportSize] = {"width": 1280, "height": 720}
HEIGHT: Final = 520
"""Pixels that both are high in the picture."""

ABOVE: Final = 92
"""Pixels between the top of the screen and the section, for the header of the page."""

GAP: Final = 24

COMPOSITION: Final = """
<style>
  body {{ display: inline-flex; gap: {gap}px; margin: 0; padding: {gap}px; background: #e6e9ed; }}
  img {{ height: {height}px; outline: 1px solid #767c85; }}
</style>
<img src="data:image/png;base64,{page}"><img src="data:image/png;base64,{slide}">
"""


def draw(browser: Browser, site: Site) -> bytes:
    """Return the picture as PNG; a machine draws equal sites with equal bytes."""
    page, slide = _shoot_page(browser, site), _shoot_slide(browser, site)
    width = HEIGHT * (PAGE["width"] + SLIDE["width"]) // PAGE["height"] + 3 * GAP
    with _context(browser, {"width": width, "height": HEIGHT + 2 * GAP}) as context:
        sheet = context.new_page()
        sheet.set_content(
            COMPOSITION.format(gap=GAP, height=HEIGHT, page=_text(page), slide=_text(slide))
        )
        return sheet.screenshot()


def _context(browser: Browser, size: ViewportSize) -> BrowserContext:
    return browser.new_context(viewport=size, reduced_motion="reduce", color_scheme="light")


def _shoot_page(browser: Browser, site: Site) -> bytes:
    with _context(browser, PAGE) as context:
        page = context.new_page()
        page.goto(site.page(LESSON))
        page.evaluate("document.fonts.ready.then(() => null)")
        # The address of the section would mark it; the header must not lie on its title.
        page.evaluate(
            "([id, above]) => scrollTo(0, document.getElementById(id).offsetTop - above)",
            [SECTION, ABOVE],
        )
        page.locator(f"#{SECTION} h2").hover()
        return page.screenshot(animations="disabled")


def _shoot_slide(browser: Browser, site: Site) -> bytes:
    with _context(browser, SLIDE) as context:
        page = context.new_page()
        open_deck(page, f"{site.deck(LESSON)}#/{SECTION}")
        return page.screenshot(animations="disabled")


def _text(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")


def main() -> int:
    """Write the picture to its place; return the exit status."""
    if not COURSE.is_dir():
        print(f"{COURSE.relative_to(REPOSITORY)} is absent: run `make` first", file=sys.stderr)
        return 1
    try:
        options = launch_options()
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 1
    with sync_playwright() as playwright, serve(COURSE) as address:
        browser = playwright.chromium.launch(**options)
        picture = draw(browser, Site(COURSE, address))
        browser.close()
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(picture)
    print(f"drew {PICTURE.relative_to(REPOSITORY)} ({len(picture) // 1000} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
