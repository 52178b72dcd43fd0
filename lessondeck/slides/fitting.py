"""Look at every slide of every deck in a real browser, and report what does not fit its frame.

A slide is laid out at its own size, 1280 by 720 pixels, so that one pixel there is one here.
``probe/`` measures inside the deck: every slide with none, some and all of its fragments, with
each dropdown opened and each tab selected.
"""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error, async_playwright

from lessondeck.core.builders import DECK_FOLDER
from lessondeck.core.messages import in_numbers
from lessondeck.tools.chromium import NoChromiumError, launch_options

if TYPE_CHECKING:
    from playwright.async_api import Browser, ViewportSize

SLIDE: Final[ViewportSize] = {"width": 1280, "height": 720}
"""The size that decks are laid out for."""

PROBE: Final = "".join(
    Path(__file__).parent.joinpath("probe", name).read_text(encoding="utf-8")
    for name in ("deck.js", "contrast.js")
)
"""Looks at a deck from inside; what it offers is in ``window.deck``."""

PATIENCE: Final = 120_000
"""Milliseconds that a deck may take to start on a machine that is slow or has other work."""

FIXES: Final = {
    "high": "shorten it, or go on with another slide: {slide-break}",
    "wide": "shorten its longest line, or give the table fewer columns",
    "cut": "break its long lines, or show less of it",
    "outside": "shorten it, or go on with another slide: {slide-break}",
    "title": "shorten it: what it says beyond a line belongs into the text",
    "label": "draw the figure with more room around the label",
    "contrast": "give it, or what is behind it, another colour",
    "small": "give it more room, or take it off the slide: {page-only}",
    "small-label": "draw it with larger labels, or leave the figure alone on its slide",
    "shrunk": "leave it alone on its slide: {slide-break}",
    "covered": "shorten the slide: that place is for the deck's own signs",
    "empty": "give the section something to show",
}
"""What an author does about each rule of ``probe/``."""

progress = logging.getLogger("lessondeck.progress")


class LintError(Exception):
    """The decks could not be looked at; the message says why and what to do."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a slide: where it was written, its title, the rule and by how much."""

    place: str
    title: str
    rule: str
    words: str

    def __str__(self) -> str:
        """Say all of it, and what to do, in one line."""
        return f"{self.place}: slide {self.title!r}: {self.words}; {FIXES[self.rule]}"


@dataclass
class Findings:
    """What came of looking at decks: each fault with the names of the decks that have it."""

    decks: int = 0
    slides: int = 0
    views: int = 0
    faults: dict[Fault, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say each fault in a line with the decks that show it, then how much was looked at."""
        lines = [f"{fault} [{', '.join(decks)}]" for fault, decks in self.faults.items()]
        slides, decks = in_numbers(self.slides, "slide"), in_numbers(self.decks, "deck")
        found = in_numbers(len(self.faults), "fault") if self.faults else "every slide fits"
        lines.append(f"{found}: looked at {slides} of {decks} in {self.views} views")
        return "\n".join(lines)

    def note(self, deck: str, slides: list[dict[str, Any]]) -> None:
        """Add what ``deck.inspect()`` told of a deck."""
        self.decks += 1
        for seen in slides:
            self.slides += 1
            self.views += seen["views"]
            for one in seen["faults"]:
                place = seen["place"] or deck
                fault = Fault(place, seen["title"], one["rule"], one["words"])
                names = self.faults.setdefault(fault, [])
                if deck not in names:
                    names.append(deck)


def deck_names(folder: Path) -> list[str]:
    """Return the names of all decks of a built edition, as their documents are named."""
    decks = folder / DECK_FOLDER
    files = (path.relative_to(decks) for path in decks.rglob("*.html"))
    return sorted(
        path.with_suffix("").as_posix() for path in files if not path.parts[0].startswith("_")
    )


def look_at_decks(folder: Path) -> Findings:
    """Look at every deck of a built edition, each opened once.

    Raises:
        LintError: there is no browser, or a deck does not start in it.
    """
    try:
        options = launch_options()
    except NoChromiumError as error:
        raise LintError(str(error)) from error
    seen = asyncio.run(_look_at_all(folder, deck_names(folder), options))
    findings = Findings()
    for name, slides in sorted(seen.items()):
        findings.note(name, slides)
    return findings


async def _look_at_all(
    folder: Path, names: list[str], options: dict[str, Any]
) -> dict[str, list[dict[str, Any]]]:
    """Return what was seen of each deck; a browser has a process for each of its tabs."""
    tabs = asyncio.Semaphore(os.cpu_count() or 1)
    seen: dict[str, list[dict[str, Any]]] = {}
    files = {name: folder / DECK_FOLDER / f"{name}.html" for name in names}

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**options)

        async def look(name: str) -> None:
            async with tabs:
                seen[name] = await _look_at_deck(browser, name, files[name])
            count = in_numbers(len(seen[name]), "slide")
            progress.info("looked at deck %d of %d: %s, %s", len(seen), len(names), name, count)

        # The longest first, or it would be alone at the end.
        longest_first = sorted(names, key=lambda name: -files[name].stat().st_size)
        await asyncio.gather(*map(look, longest_first))
        await browser.close()
    return seen


async def _look_at_deck(browser: Browser, name: str, file: Path) -> list[dict[str, Any]]:
    """Return what ``deck.inspect()`` tells of one deck.

    Raises:
        LintError: the deck does not start.
    """
    # Playwright waits by evaluating text, which the policy of a deck forbids.
    context = await browser.new_context(viewport=SLIDE, reduced_motion="reduce", bypass_csp=True)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        await page.goto(file.resolve().as_uri())
        await page.wait_for_function("window.Reveal?.isReady()")
        await page.evaluate(PROBE)
        slides: list[dict[str, Any]] = await page.evaluate("deck.inspect()")
    except Error as error:
        reason = error.message.splitlines()[0]
        raise LintError(f"the deck {name} does not start in the browser: {reason}") from error
    finally:
        await context.close()
    return slides
