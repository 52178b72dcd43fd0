"""How long a reader waits for the Python cells of a page, and what comes over the wire for them."""

from __future__ import annotations

import gzip
import re
import time
from dataclasses import dataclass
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page, Request, sync_playwright

from bench.measure import BenchError
from lessondeck.cells.interpreter import FOLDER
from lessondeck.tools.chromium import launch_options
from lessondeck.tools.pyodide import pyodide_folder
from tests.browser.sites import COURSE, serve

CELLS: Final = "cells in the browser"

LESSON: Final = "source/core-capability.html"
"""A lesson with a cell that needs nothing but the standard library."""

PATIENCE: Final = 120_000
"""Milliseconds until a measurement is given up."""


@dataclass(frozen=True)
class Wait:
    """What a reader with a new profile waits for, and what is loaded for it.

    ``first`` seconds from the button to the result, ``again`` for the next run,
    ``next_page`` for the first result of another visit, from the browser's cache;
    ``plain`` and ``packed`` bytes, as the files are and compressed with gzip.
    """

    first: float
    again: float
    next_page: float
    plain: int
    packed: int


def measure_cells(rounds: int) -> Wait:
    """Run a cell of the built course, each time in a new browser; return medians.

    Raises:
        BenchError: the course is not built, or without what runs its cells.
    """
    if not (COURSE / "_static" / FOLDER).is_dir():
        raise BenchError("the course has no cells to run: build it with `make`, npm at hand")
    options = launch_options()
    waits = []
    with serve(COURSE) as address, sync_playwright() as playwright:
        for _ in range(rounds):
            browser = playwright.chromium.launch(**options)
            waits.append(_wait(browser, f"{address}{LESSON}"))
            browser.close()
    return Wait(
        median(wait.first for wait in waits),
        median(wait.again for wait in waits),
        median(wait.next_page for wait in waits),
        waits[0].plain,
        waits[0].packed,
    )


def _wait(browser: Browser, address: str) -> Wait:
    later = re.compile(rf"_static/({FOLDER}|{re.escape(pyodide_folder())})/")
    loaded: dict[str, bytes] = {}
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address, wait_until="networkidle")

    def note(request: Request) -> None:
        if later.search(request.url):
            loaded[request.url] = b""

    page.on("requestfinished", note)
    first, again = _seconds(page), _seconds(page)
    for url in loaded:
        loaded[url] = page.request.get(url).body()
    page.reload(wait_until="networkidle")
    plain = sum(map(len, loaded.values()))
    packed = sum(len(gzip.compress(body)) for body in loaded.values())
    return Wait(first, again, _seconds(page), plain, packed)


def _seconds(page: Page) -> float:
    """Return how long a cell takes from its button to what it prints."""
    cell = page.locator(".cell").first
    started = time.perf_counter()
    cell.get_by_role("button", name="Run:").click()
    cell.get_by_role("status").filter(has_text="Done.").wait_for()
    return time.perf_counter() - started
