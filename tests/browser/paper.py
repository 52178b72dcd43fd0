"""Print a deck, and read what stands on the sheets of a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from pypdf import PdfReader

from lessondeck.paper.command import deck_tasks
from lessondeck.paper.printing import Printed, print_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.sites import Site


def text_of(file: Path) -> str:
    """Return the text of a PDF without blanks: a browser drops them where lines end."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(file).pages)


def squeezed(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


def assert_in_order(titles: list[str], text: str) -> None:
    """Find each title in a text without blanks, behind the one before it."""
    place = 0
    for title in titles:
        found = text.find(squeezed(title), place)
        assert found >= 0, f"{title!r} is not there, or not in its place"
        place = found + 1


SEEN: Final = """
() => deck.slides().map((slide) => {
  const heading = slide.querySelector("h1, h2").cloneNode(true);
  for (const part of heading.querySelectorAll(".box-mark, .box-minutes")) part.remove();
  return heading.textContent;
})
"""
"""Titles of a deck's slides as the room sees them."""


def print_deck(page: Page, site: Site, name: str, kind: str) -> Printed:
    """Print one deck of a site as one kind of file."""
    (task,) = (it for it in deck_tasks(site.folder) if it.name == f"{name}: {kind}")
    return print_page(page, task.job, site.folder)
