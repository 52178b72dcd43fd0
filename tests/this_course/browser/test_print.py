"""A page that a reader prints from the browser: light, whole, and of use with a pen."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

import pypdfium2
import pytest
from pypdf import PdfReader

from lessondeck.building.workshop import Workshop
from lessondeck.paper.builder import COURSE, SHEETS
from lessondeck.paper.epub import BOOK
from lessondeck.paper.pages import write_pages
from lessondeck.paper.printing import Job, print_page
from tests.browser.decks import open_deck
from tests.browser.paper import SEEN, assert_in_order, print_deck, squeezed, text_of
from tests.support import REPOSITORY
from tests.this_course.names import LESSONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, ViewportSize

    from tests.browser.sites import Site

SHEET: Final = 718
"""Width of what a browser prints on A4 with margins of 1 cm, in CSS pixels."""

PAPER: Final = 627
"""Width of the text of `make pdf`, see ``paper.css``."""

FOOT: Final = 45
"""Height, in points, of what holds the number of a sheet."""

LINE: Final = 40
"""Letters of a line; less of them below a heading is no text, but another name for it."""

READER: Final[ViewportSize] = {"width": 600, "height": 800}
"""A device for books."""

# The pages for paper are written once, in one process.
pytestmark = pytest.mark.xdist_group("print")

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


def test_a_lab_prints_without_what_a_screen_offers(page: Page, student: Site) -> None:
    page.goto(student.page("notebooks/sort-the-systems"))
    page.emulate_media(media="print")
    assert page.locator(".lab-browser").count() == 1
    for offer in page.locator(".lab-browser, .lesson-link").all():
        assert not offer.is_visible()


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
    for name in (*LESSONS, *others):
        page.goto(student.page(name))
        assert page.evaluate(WIDE) <= SHEET, f"{name} is shrunk to fit"
        assert page.evaluate(UNFIT) == [], name


@pytest.fixture(scope="module")
def on_paper(student: Site) -> Path:
    """Return the folder of the whole course as pages to be printed."""
    assert student.folder.is_relative_to(REPOSITORY)
    return write_pages(Workshop(REPOSITORY, "student"), "paper").folder


def test_nothing_on_paper_is_wider_than_its_sheet(page: Page, on_paper: Path) -> None:
    """The browser would shrink all that it prints, to the size of footnotes."""
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    for file in (on_paper / COURSE, *sorted((on_paper / SHEETS).glob("*.html"))):
        page.goto(file.as_uri())
        assert page.evaluate(WIDE) <= PAPER, file.name


def test_no_heading_is_the_last_on_its_sheet(page: Page, on_paper: Path) -> None:
    printed = print_page(page, Job(on_paper / COURSE, step="contents"), on_paper, "", {"pages": {}})
    document = pypdfium2.PdfDocument(printed.data)
    marks = list(document.get_toc())
    assert len(marks) > 300
    for mark in marks:
        place = mark.get_dest()
        _, (left, top, *_) = place.get_view()
        sheet = document[place.get_index()]
        right = sheet.get_width()
        below = squeezed(sheet.get_textpage().get_text_bounded(left - 2, FOOT, right, top + 2))
        title = squeezed(mark.get_title())
        assert len(below) > len(title) + LINE, f"{title} on sheet {place.get_index() + 1}"


def test_no_page_of_the_book_is_wider_than_a_reading_device(
    page: Page, on_paper: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(on_paper / BOOK) as book:
        book.extractall(tmp_path)
    page.set_viewport_size(READER)
    chapters = sorted(tmp_path.rglob("*.xhtml"))
    assert len(chapters) > 30
    for chapter in chapters:
        page.goto(chapter.as_uri())
        assert page.evaluate(WIDE) <= READER["width"], chapter.name


def test_a_real_deck_prints_whole(page: Page, student: Site, tmp_path: Path) -> None:
    open_deck(page, student.deck("slides/talk"))
    titles: list[str] = page.evaluate(SEEN)
    for kind in ("slides", "handout"):
        file = tmp_path / f"{kind}.pdf"
        file.write_bytes(print_deck(page.context.new_page(), student, "slides/talk", kind).data)
        assert_in_order(titles, text_of(file))
    assert len(PdfReader(tmp_path / "slides.pdf").pages) == len(titles)
    assert len(PdfReader(tmp_path / "handout.pdf").pages) < len(titles) / 2
