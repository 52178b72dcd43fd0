"""Print pages with Chromium, one after another in one browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

STATIC: Final = Path(__file__).with_name("static")

PATIENCE: Final = 120_000
"""Milliseconds that one step of printing may take; a whole course is more than a hundred sheets."""


class PressError(Exception):
    """A page that can't be printed; the message says in one line what is wrong with it."""


@dataclass(frozen=True)
class Job:
    """A page to be printed.

    ``query`` is put behind its address, ``step`` a function of ``print.js`` that lays it out,
    ``style`` a style sheet to add.
    """

    page: Path
    style: str = ""
    query: str = ""
    step: str = ""


@dataclass(frozen=True)
class Printed:
    """What came of a page: the PDF as the browser made it, its title and all its headings.

    A heading is a pair: as it looks, and as it reads.
    """

    data: bytes
    title: str
    headings: tuple[tuple[str, str], ...]


class Press:
    """A browser that prints pages of a folder.

    ``address`` is where the folder is published, with a slash at its end, or nothing:
    links that leave a page name it, or are none.
    """

    def __init__(self, options: dict[str, Any], root: Path, address: str = "") -> None:
        """Prepare to print; the browser starts, with these options, for the first page."""
        self._options, self._root, self._address = options, root.resolve(), address
        self._browser: Browser | None = None

    def __enter__(self) -> Press:
        """Start Playwright."""
        self._playwright = sync_playwright().start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop the browser."""
        self._playwright.stop()

    def run(self, job: Job, **values: Any) -> Printed:
        """Print a page.

        Args:
            job: what to print.
            values: what its step is given.

        Raises:
            PressError: the page is broken, or the browser is.
        """
        try:
            # A browser that broke down over one page is no reason to lose the others.
            if self._browser is None or not self._browser.is_connected():
                self._browser = self._playwright.chromium.launch(**self._options)
            context = self._browser.new_context(reduced_motion="reduce", color_scheme="light")
            try:
                return print_page(context.new_page(), job, self._root, self._address, values)
            finally:
                context.close()
        except BrowserError as error:
            raise PressError(error.message.splitlines()[0]) from error


def print_page(
    page: Page, job: Job, root: Path, address: str = "", values: Mapping[str, Any] | None = None
) -> Printed:
    """Print a page of a folder in a tab of a browser.

    Raises:
        PressError: the page has an error, or something that it shows is missing.
        BrowserError: the browser gave up.
    """
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    page.on("requestfailed", lambda request: faults.append(f"{request.url} is missing"))
    page.set_default_timeout(PATIENCE)
    page.goto(f"{job.page.resolve().as_uri()}{job.query}")
    page.evaluate((STATIC / "print.js").read_text(encoding="utf-8"))
    page.evaluate("paper.settle()")
    if faults:
        raise PressError(faults[0].splitlines()[0])
    title = page.title()
    folder = f"{root.resolve().as_uri()}/"
    page.evaluate("([root, address]) => paper.links(root, address)", [folder, address])
    headings = page.evaluate("paper.headings()")
    if job.style:
        style = (STATIC / job.style).read_text(encoding="utf-8")
        page.evaluate("([style, title]) => paper.style(style, title)", [style, title])
    if job.step:
        page.evaluate(f"(values) => paper.{job.step}(values)", dict(values or {}))
    data = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    return Printed(data, title, tuple((seen, read) for seen, read in headings))
