"""Light or dark: a deck follows the system until its reader chooses, and never flashes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal

import pytest

from tests.browser.decks import open_deck, wait_for_deck
from tests.browser.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

    from tests.browser.sites import Site

THEME: Final = "document.body.dataset.theme"


@pytest.mark.parametrize(("scheme", "other"), [("light", "dark"), ("dark", "light")])
def test_a_deck_follows_the_system(
    new_context: Callable[..., BrowserContext],
    small: Site,
    scheme: Literal["light", "dark"],
    other: Literal["light", "dark"],
) -> None:
    page = new_context(color_scheme=scheme).new_page()
    open_deck(page, small.deck("source/birds"))
    assert page.evaluate(THEME) == scheme
    page.emulate_media(color_scheme=other)
    until(page, f"{THEME} === '{other}'")


def test_the_key_chooses_until_it_is_pressed_again(
    new_context: Callable[..., BrowserContext], small: Site
) -> None:
    context = new_context(color_scheme="dark")
    page, other = context.new_page(), context.new_page()
    open_deck(page, small.deck("source/birds"))
    open_deck(other, small.deck("source/fish"))
    page.keyboard.press("t")
    assert page.evaluate(THEME) == "light"
    until(other, f"{THEME} === 'light'")
    page.reload()
    wait_for_deck(page)
    assert page.evaluate(THEME) == "light"
    page.keyboard.press("t")
    assert page.evaluate(THEME) == "dark"


@pytest.mark.parametrize(
    ("asked", "shown"), [("light", "light"), ("dark", "dark"), ("pink", "dark")]
)
def test_an_address_chooses_for_one_visit(
    new_context: Callable[..., BrowserContext], small: Site, asked: str, shown: str
) -> None:
    page = new_context(color_scheme="dark").new_page()
    open_deck(page, f"{small.deck('source/birds')}?theme={asked}")
    assert page.evaluate(THEME) == shown
    open_deck(page, small.deck("source/birds"))
    assert page.evaluate(THEME) == "dark"


def test_without_scripts_a_deck_is_light(
    new_context: Callable[..., BrowserContext], small: Site
) -> None:
    page: Page = new_context(color_scheme="dark", java_script_enabled=False).new_page()
    page.goto(small.deck("source/birds"))
    assert page.locator("body").get_attribute("data-theme") == "light"
