"""Draw slides: ``python -m lessondeck.gallery.drawing`` reads a list as JSON and writes pictures.

It is a process of its own: a browser that breaks down takes no build with it,
and Playwright can't run beside the event loop that executes labs.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as BrowserError
from playwright.async_api import async_playwright

from lessondeck.core.atomic import write_whole
from lessondeck.gallery import NO_BROWSER
from lessondeck.tools.chromium import NoChromiumError, launch_options

if TYPE_CHECKING:
    from playwright.async_api import Browser, ViewportSize

SLIDE: Final[ViewportSize] = {"width": 1280, "height": 720}

PICTURE: Final = {
    "format": "webp",
    "quality": 82,
    # Half of each side: sharp on any screen at a quarter of it.
    "clip": {"x": 0, "y": 0, **SLIDE, "scale": 0.5},
}

TABS: Final = 3

PATIENCE: Final = 120_000
"""Milliseconds that one step may take on a machine that is slow or has other work."""

BARE: Final = """
body > :not(.reveal), .reveal > :not(.slides), .reveal .slides a.page-link {
  display: none !important;
}
"""
"""Nothing but the slide: no way to the next one, no number."""

SHOW: Final = """
async (id) => {
  Reveal.slide(...Object.values(Reveal.getIndices(document.getElementById(id))), -1);
  await document.fonts.ready;
  await Promise.allSettled([...Reveal.getCurrentSlide().querySelectorAll("img")]
    .map((image) => image.decode()));
  /* A tab behind others may be given no frame. */
  const frames = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.race([frames, new Promise((done) => setTimeout(done, 500))]);
}
"""


async def draw(decks: list[dict[str, Any]]) -> None:
    """Draw slides, a few decks at a time.

    Args:
        decks: each with ``address`` of its page and ``slides``, pairs of an id and a file.

    Raises:
        NoChromiumError: there is no browser.
        BrowserError: a deck does not show.
    """
    options = await asyncio.to_thread(launch_options)
    tabs = asyncio.Semaphore(TABS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**options)
        try:
            await asyncio.gather(*(_draw_deck(browser, tabs, deck) for deck in decks))
        finally:
            await browser.close()


async def _draw_deck(browser: Browser, tabs: asyncio.Semaphore, deck: dict[str, Any]) -> None:
    async with tabs:
        # Playwright waits by evaluating text, which the policy of a deck forbids.
        context = await browser.new_context(
            viewport=SLIDE, reduced_motion="reduce", color_scheme="light", bypass_csp=True
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        await page.goto(f"{deck['address']}?theme=light")
        await page.wait_for_function("window.Reveal?.isReady()")
        await page.add_style_tag(content=BARE)
        session = await context.new_cdp_session(page)
        for anchor, file in deck["slides"]:
            async with asyncio.timeout(PATIENCE / 1000):
                await page.evaluate(SHOW, anchor)
                taken = await session.send("Page.captureScreenshot", PICTURE)
            write_whole(Path(file), base64.b64decode(taken["data"]))
        await context.close()


def main() -> int:
    """Draw what the standard input asks for; return the exit status."""
    try:
        asyncio.run(draw(json.load(sys.stdin)))
    except NoChromiumError as error:
        print(f"{error}; get one: python -m lessondeck.tools.chromium", file=sys.stderr)
        return NO_BROWSER
    except TimeoutError:
        print(f"the browser takes more than {PATIENCE // 1000} s for a slide", file=sys.stderr)
        return 1
    except (BrowserError, OSError) as error:
        print(str(error).splitlines()[0], file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
