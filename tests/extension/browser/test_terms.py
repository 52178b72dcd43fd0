"""Definitions of linked terms: on hover, on focus, by touch, and never in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.terms import NARROWEST, tip

if TYPE_CHECKING:
    from tests.browser.sites import Site


MEANING: Final = "What birds are covered with."


def term(page: Page) -> Locator:
    """Return the link of a term."""
    return page.get_by_role("link", name="feather", exact=True)


@pytest.fixture
def birds(page: Page, small: Site) -> Page:
    """Open a page that links a term."""
    page.goto(small.page("source/birds"))
    expect(tip(page)).to_have_count(0)
    return page


def test_hover_shows_the_definition_and_lets_the_pointer_reach_it(birds: Page) -> None:
    term(birds).hover()
    expect(tip(birds)).to_contain_text(MEANING)
    tip(birds).hover()
    birds.wait_for_timeout(600)
    expect(tip(birds)).to_be_visible()
    birds.mouse.move(5, 5)
    expect(tip(birds)).to_have_count(0)


def test_focus_shows_the_definition_until_it_leaves(birds: Page) -> None:
    term(birds).focus()
    expect(tip(birds)).to_contain_text(MEANING)
    birds.wait_for_timeout(600)
    expect(tip(birds)).to_be_visible()
    birds.keyboard.press("Tab")
    expect(tip(birds)).to_have_count(0)


def test_escape_puts_it_away_and_keeps_the_place(birds: Page) -> None:
    term(birds).focus()
    expect(tip(birds)).to_be_visible()
    birds.keyboard.press("Escape")
    expect(tip(birds)).to_have_count(0)
    expect(term(birds)).to_be_focused()
    birds.keyboard.press("Enter")
    birds.wait_for_url("**/words.html#term-feather")


def test_escape_puts_it_away_under_the_pointer(birds: Page) -> None:
    term(birds).hover()
    expect(tip(birds)).to_be_visible()
    birds.keyboard.press("Escape")
    expect(tip(birds)).to_have_count(0)


def test_screen_readers_get_the_definition_with_the_link(birds: Page) -> None:
    expect(term(birds)).to_have_accessible_description(f"feather {MEANING}")


def test_first_tap_shows_the_definition_and_the_second_follows_the_link(
    new_context: Callable[..., BrowserContext], small: Site
) -> None:
    page = new_context(has_touch=True, is_mobile=True, viewport=NARROWEST).new_page()
    page.goto(small.page("source/birds"))
    term(page).tap()
    expect(tip(page)).to_contain_text(MEANING)
    expect(tip(page)).to_contain_text("Tap the word again")
    page.get_by_role("heading", level=1).tap()
    expect(tip(page)).to_have_count(0)
    term(page).tap()
    expect(tip(page)).to_be_visible()
    term(page).tap()
    page.wait_for_url("**/words.html#term-feather")


def test_without_scripts_it_is_a_link(
    new_context: Callable[..., BrowserContext], small: Site
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(small.page("source/birds"))
    expect(tip(page)).to_have_count(0)
    term(page).click()
    page.wait_for_url("**/words.html#term-feather")


def test_it_works_from_a_folder(page: Page, small: Site) -> None:
    page.goto(Path(small.folder, "source", "birds.html").as_uri())
    term(page).hover()
    expect(tip(page)).to_contain_text(MEANING)
