"""The summary of the course: one sheet of paper, whole and large enough to read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.sites import Site

A4: Final = (595, 842)
"""Points."""

SMALLEST_TYPE: Final = 11
"""Points."""


def test_the_summary_prints_on_one_sheet(page: Page, student: Site) -> None:
    page.goto(student.page("source/students/summary"))
    headings = page.locator("article h2").all_text_contents()
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    sheet = printed.pages[0]
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
    text = " ".join(sheet.extract_text().split())
    assert len(headings) > 3
    for heading in headings:
        assert heading.removesuffix("¶").removesuffix("#").strip() in text, heading


def test_the_summary_prints_in_readable_type(page: Page, student: Site) -> None:
    page.goto(student.page("source/students/summary"))
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('article :is(p, li, td)')]"
        ".map((element) => parseFloat(getComputedStyle(element).fontSize))"
    )
    pixels = SMALLEST_TYPE * 96 / 72
    assert min(sizes) >= pixels - 0.01
