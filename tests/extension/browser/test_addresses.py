"""Codes of pages on slides: a camera reads them, nothing meets them, and a key makes them large."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.axe import add_axe, axe_faults
from tests.browser.decks import open_deck, open_speaker_view, position, slide_faults
from tests.browser.sites import Site, build_copy, serve

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.support import Course

DECK: Final = "slides/day"

PUBLISHED_AT: Final = "https://school.example/birds"

CODES: Final = {
    "a-day-with-birds": "slides/day.html",
    "birds--birds": "source/birds.html",
    "lab--count": "notebooks/count.html",
}
"""Slides of the deck with a code, and the page that it leads to."""

LARGE: Final = "dialog.deck-code"


@pytest.fixture(scope="module")
def course(built: Course, shared_tmp: Path) -> Course:
    """A course with an address, built."""
    settings = f'html_baseurl = "{PUBLISHED_AT}"\n'
    return build_copy(built, shared_tmp / "placed", settings, ("student",))


@pytest.fixture(scope="module")
def site(course: Course) -> Iterator[Site]:
    """Its pages and decks, served as any others."""
    with serve(course.site()) as address:
        yield Site(course.site(), address)


def scan(page: Page) -> str:
    """Return what a camera reads from what the page shows."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    read = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert len(read) == 1, f"read {read}"
    return read[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 427])
def test_codes_are_read_from_near_and_far(
    new_context: Callable[..., BrowserContext], site: Site, theme: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": width * 9 // 16}).new_page()
    for anchor, name in CODES.items():
        open_deck(page, f"{site.deck(DECK)}?theme={theme}#/{anchor}")
        assert scan(page) == f"{PUBLISHED_AT}/{name}"


def test_decks_with_addresses_fit(course: Course) -> None:
    outcome = course.run("lint-decks").good()
    assert "every slide fits: looked at " in outcome.output


def test_a_title_that_meets_the_code_is_found(page: Page, site: Site) -> None:
    open_deck(page, site.deck("source/birds"))
    assert slide_faults(page) == []
    page.evaluate(
        "words => { deck.current().querySelector('h1').textContent = words }", "Egg " * 40
    )
    met = "“page-address” covers the text “Egg Egg"
    assert any(fault.startswith(met) for fault in slide_faults(page))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_key_shows_the_code_of_the_lesson_large(page: Page, site: Site, theme: str) -> None:
    open_deck(page, f"{site.deck(DECK)}?theme={theme}#/birds--feathered")
    add_axe(page)
    page.keyboard.press("q")
    large = page.locator(LARGE)
    expect(large).to_be_visible()
    box = large.locator("svg").bounding_box()
    assert box is not None
    assert box["height"] > 500
    assert scan(page) == f"{PUBLISHED_AT}/source/birds.html"
    assert axe_faults(page, LARGE) == []
    page.keyboard.press("q")
    expect(large).to_be_hidden()


def test_keys_and_clicks_put_the_large_code_away(page: Page, site: Site) -> None:
    open_deck(page, f"{site.deck(DECK)}#/lab--count")
    large = page.locator(LARGE)
    page.locator(".present .page-address svg").click()
    expect(large.get_by_role("link")).to_have_text("school.example/birds/notebooks/count.html")
    large.get_by_role("button", name="Close").click()
    expect(large).to_be_hidden()
    for key, title in (("Escape", "Lab: Count"), ("PageDown", "Break")):
        page.keyboard.press("q")
        expect(large).to_be_visible()
        page.keyboard.press(key)
        expect(large).to_be_hidden()
        assert position(page).title == title
    assert not page.evaluate("Reveal.isOverview()")


def test_the_speakers_window_shows_the_code_to_the_room(page: Page, site: Site) -> None:
    open_deck(page, f"{site.deck(DECK)}#/birds--feathered")
    window = open_speaker_view(page)
    expect(window.locator(".timer .seconds-value")).to_have_text(re.compile("[1-9]"))
    window.keyboard.press("q")
    expect(page.locator(LARGE)).to_be_visible()
    window.keyboard.press("q")
    expect(page.locator(LARGE)).to_be_hidden()


def test_a_deck_without_addresses_has_no_such_key(page: Page, small: Site) -> None:
    open_deck(page, small.deck(DECK))
    page.keyboard.press("q")
    page.keyboard.press("m")
    expect(page.locator("dialog.deck-menu")).to_be_visible()
    assert "Q" not in page.locator("dialog.deck-menu kbd").all_inner_texts()
    expect(page.locator(LARGE)).to_have_count(0)
