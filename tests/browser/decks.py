"""Open a deck and walk through it as a speaker does: with one key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lessondeck.slides.fitting import PROBE
from tests.browser.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEXT: Final = "PageDown"
"""The key that a presenter's remote control sends."""

NOTES: Final = ".speaker-controls-notes .value"
"""The notes in the speaker's window."""

FAULTS: Final = """
[...deck.faults(deck.current()), ...deck.contrasts(deck.current())].map(({ words }) => words)
"""


@dataclass(frozen=True)
class Position:
    """Where a deck stands: slide and fragment (-1: none yet), counted from 0."""

    slide: int
    fragment: int
    title: str
    last: bool


def open_deck(page: Page, address: str) -> None:
    """Open a deck and wait until it can be used."""
    page.goto(address)
    wait_for_deck(page)


def wait_for_deck(page: Page) -> None:
    """Wait for the deck that the page is about to show, and make it ready to be looked at."""
    until(page, "window.Reveal?.isReady()")
    page.evaluate(PROBE)
    page.evaluate("deck.settle()")


def open_speaker_view(page: Page) -> Page:
    """Press S and return the window that opens."""
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    opened.value.wait_for_selector("#speaker-controls", state="attached")
    return opened.value


def position(page: Page) -> Position:
    """Return where the deck stands."""
    found: dict[str, Any] = page.evaluate("deck.settle().then(deck.position)")
    return Position(**found)


def slide_titles(page: Page) -> list[str]:
    """Return the titles of the deck's slides in the order of the document."""
    found: list[str] = page.evaluate("deck.slides().map(deck.titleOf)")
    return found


def walk(page: Page) -> Iterator[Position]:
    """Press the key until the last slide's last fragment is shown; give each position.

    Raises:
        AssertionError: the key did not move the deck.
    """
    here = position(page)
    yield here
    while not here.last:
        page.keyboard.press(NEXT)
        before, here = here, position(page)
        assert here != before, f"{NEXT} does not leave the slide {here.title!r}"
        yield here


def slide_faults(page: Page) -> list[str]:
    """Return what is wrong with the layout and the colours of the slide that is shown."""
    found: list[str] = page.evaluate(FAULTS)
    return found
