"""Pages and decks of the sample course, as one reads them and goes from one to the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.decks import NEXT, open_deck, position, wait_for_deck, walk
from tests.browser.keyboard import FOCUS, MOST_STOPS, ON_HIDDEN_SLIDE
from tests.browser.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.browser.sites import Site


def test_pages_can_be_read_without_scripts(
    new_context: Callable[..., BrowserContext], small: Site
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(small.page("source/birds"))
    for words in ("Birds have feathers", "A penguin swims with its wings.", "Key points"):
        assert page.get_by_text(words).first.is_visible(), words
    page.get_by_role("link", name="Fish", exact=True).first.click()
    assert page.get_by_role("heading", level=1, name="Fish").is_visible()


def test_a_lab_shows_what_its_cells_printed(page: Page, small: Site) -> None:
    page.goto(small.page("notebooks/count"))
    assert page.get_by_text("counted 2").is_visible()


def test_a_link_within_a_deck_shows_the_slide(page: Page, small: Site) -> None:
    open_deck(page, small.deck("slides/both"))
    page.get_by_role("link", name="Fish", exact=True).click()
    until(page, "deck.current().id === 'fish--fish'")


def test_a_lesson_names_its_deck_and_a_deck_page_its_lessons(page: Page, small: Site) -> None:
    page.goto(small.page("source/fish"))
    page.get_by_role("link", name="Slides", exact=True).click()
    wait_for_deck(page)
    assert page.evaluate("deck.titleOf(deck.current())") == "Fish"
    page.goto(small.page("slides/both"))
    page.get_by_role("link", name="Open the deck").click()
    wait_for_deck(page)
    assert page.evaluate("deck.titleOf(deck.current())") == "Birds and fish"


@pytest.mark.parametrize("slide", ["", "#/fish--finned"])
def test_tab_stays_on_the_slide_that_is_shown(page: Page, small: Site, slide: str) -> None:
    open_deck(page, small.deck("slides/both") + slide)
    stops = 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS) is None:
            break
        stops += 1
        assert not page.evaluate(ON_HIDDEN_SLIDE), page.evaluate(FOCUS)
    assert stops > 0


def test_the_key_does_nothing_at_the_end(page: Page, small: Site) -> None:
    open_deck(page, small.deck("slides/both"))
    *_, last = walk(page)
    page.keyboard.press(NEXT)
    assert position(page) == last


def test_screen_readers_can_browse_a_deck(page: Page, small: Site) -> None:
    open_deck(page, small.deck("source/birds"))
    assert page.locator("[role=application]").count() == 0
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert not re.search("user-scalable|maximum-scale", viewport), viewport


def test_nothing_moves_for_who_asked_for_stillness(page: Page, small: Site) -> None:
    open_deck(page, small.deck("slides/both"))
    while not position(page).last:
        page.keyboard.press(NEXT)
        assert page.evaluate("document.getAnimations().length") == 0
