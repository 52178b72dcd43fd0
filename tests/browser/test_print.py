"""A page that a reader prints from the browser: light, whole, and of use with a pen."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

import pypdfium2
from pypdf import PdfReader

from lessondeck.building.edition import Workshop
from lessondeck.paper.builder import COURSE, SHEETS
from lessondeck.paper.pages import write_pages
from tests.browser.sites import Site, lessons_of
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

SHEET: Final = 718
"""Width of what a browser prints on A4 with margins of 1 cm, in CSS pixels."""

PAPER: Final = 627
"""Width of the text of `make pdf`, see ``paper.css``."""

QUESTIONS: Final = """
() => [...document.querySelectorAll(".quiz-item")].map((question) => [
  question.querySelector(".quiz-prompt").textContent,
  ...[...question.querySelectorAll(".quiz-choice")].map((choice) => choice.textContent),
])
"""

UNFIT: Final = """
() => [...document.querySelectorAll(".quiz-item, article figure, article tr, .gallery-deck")]
  .filter((thing) => getComputedStyle(thing).breakInside !== "avoid")
  .map((thing) => thing.outerHTML.slice(0, 80))
"""
"""What a sheet may end in the middle of, and should not."""

WIDE: Final = """
() => document.documentElement.scrollWidth
"""


def squeezed(text: str) -> str:
    """Return a text without blanks, since a browser drops them where lines end."""
    return "".join(text.split())


def test_a_page_prints_light_with_questions_and_no_buttons(
    new_context: Callable[..., BrowserContext], student: Site
) -> None:
    page = new_context(color_scheme="dark").new_page()
    page.goto(student.page("source/what-are-llms"))
    page.locator(".quiz-buttons").first.wait_for()
    questions: list[list[str]] = page.evaluate(QUESTIONS)
    data = page.pdf(format="A4", print_background=True)
    text = squeezed("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(data)).pages))
    assert len(questions) > 5
    for words in [word for question in questions for word in question]:
        assert squeezed(words) in text, words
    for other in ("Check", "Hint", "Present from here", "Back to top", "Hide navigation"):
        lines = [
            line.strip()
            for sheet in PdfReader(io.BytesIO(data)).pages
            for line in sheet.extract_text().splitlines()
        ]
        assert other not in lines
    for sheet in pypdfium2.PdfDocument(data):
        picture = sheet.render(scale=0.2).to_pil().convert("L")
        light = sum(picture.histogram()[200:])
        assert light > picture.width * picture.height * 0.6, "a dark sheet"


def test_a_link_that_leaves_the_course_prints_its_address(page: Page, student: Site) -> None:
    page.goto(student.page("source/reference/bibliography"))
    addresses = page.locator("article a.external").evaluate_all("(all) => all.map((it) => it.href)")
    data = page.pdf(format="A4")
    text = squeezed("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(data)).pages))
    assert len(addresses) > 20
    for address in addresses:
        assert re.sub(r"/$", "", address) in text, address


def test_nothing_is_wider_than_a_sheet_or_cut_between_two(page: Page, student: Site) -> None:
    page.set_viewport_size({"width": SHEET, "height": 1000})
    page.emulate_media(media="print")
    others = ("source/reference/systems", "source/reference/gallery", "notebooks/next-token")
    for name in (*lessons_of(student.folder), *others):
        page.goto(student.page(name))
        assert page.evaluate(WIDE) <= SHEET, f"{name} is shrunk to fit"
        assert page.evaluate(UNFIT) == [], name


def test_nothing_on_paper_is_wider_than_its_sheet(page: Page, student: Site) -> None:
    """The browser would shrink all that it prints, to the size of footnotes."""
    assert student.folder.is_relative_to(REPOSITORY)
    folder = write_pages(Workshop(REPOSITORY, "student"), "paper").folder
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    for file in (folder / COURSE, *sorted((folder / SHEETS).glob("*.html"))):
        page.goto(file.as_uri())
        assert page.evaluate(WIDE) <= PAPER, file.name
