"""What a speaker has beside the slides: menu, keys, clocks, time left, pointer, black screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import add_axe, axe_faults
from tests.browser.decks import open_deck, open_speaker_view, position
from tests.browser.waiting import until

if TYPE_CHECKING:
    from tests.browser.sites import Site

DECK: Final = "slides/day"
LESSON: Final = "source/birds"

MENU: Final = "dialog.deck-menu"
THEME: Final = "document.body.dataset.theme"


@pytest.fixture
def deck(page: Page, small: Site) -> Page:
    """A lesson's deck, on the slide of its first section."""
    open_deck(page, f"{small.deck(LESSON)}#/feathered")
    return page


def here(page: Page) -> str:
    position(page)
    found: str = page.evaluate("Reveal.getCurrentSlide().id")
    return found


# ---- menu ------------------------------------------------------------------------


def test_menu_is_reached_by_tab_and_left_by_escape(deck: Page) -> None:
    button = deck.get_by_role("button", name="Menu and keys")
    for _ in range(40):
        deck.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    expect(button).to_be_focused()
    deck.keyboard.press("Space")
    menu = deck.get_by_role("dialog", name="Menu and keys")
    expect(menu).to_be_visible()
    assert menu.evaluate("menu => menu.contains(document.activeElement)")
    deck.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    assert here(deck) == "feathered"
    assert not deck.evaluate("Reveal.isOverview()")


@pytest.mark.parametrize("key", ["?", "m"])
def test_menu_opens_and_closes_by_a_key(deck: Page, key: str) -> None:
    for is_open in (True, False):
        deck.keyboard.press(key)
        expect(deck.locator(MENU)).to_be_visible(visible=is_open)
    assert not deck.evaluate("Reveal.isPaused()")


def test_menu_lists_each_key_that_does_something(deck: Page) -> None:
    deck.keyboard.press("?")
    keys = set(deck.locator(f"{MENU} kbd").all_inner_texts())
    moving = {"→", "←", "Space", "PageDown", "PageUp", "Home", "O", "Esc", "G", "/"}
    showing = {"B", ".", "F", "D", "T", "Alt+click"}
    assert keys == moving | showing | {"S", "C", "R", "W", "M", "?"}


def test_keys_do_nothing_behind_the_menu(deck: Page) -> None:
    deck.keyboard.press("m")
    for key in ("PageDown", "b", "o", "t"):
        deck.keyboard.press(key)
    assert here(deck) == "feathered"
    assert not deck.evaluate("Reveal.isPaused() || Reveal.isOverview()")
    assert deck.evaluate(THEME) == "light"


def test_light_and_dark_can_be_chosen_without_knowing_a_key(deck: Page) -> None:
    for theme in ("dark", "light"):
        deck.get_by_role("button", name="Menu and keys").click()
        deck.locator(MENU).get_by_role("button", name="Light or dark").click()
        expect(deck.locator(MENU)).to_be_hidden()
        assert deck.evaluate(THEME) == theme


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_tools(page: Page, small: Site, theme: str) -> None:
    open_deck(page, f"{small.deck(DECK)}?theme={theme}#/break--1")
    add_axe(page)
    page.keyboard.press("w")
    page.keyboard.press("c")
    assert axe_faults(page) == []
    page.keyboard.press("c")
    assert axe_faults(page) == []
    page.keyboard.press("m")
    assert axe_faults(page, MENU) == []


def test_menu_fits_a_phone(new_context: Callable[..., BrowserContext], small: Site) -> None:
    page = new_context(viewport={"width": 360, "height": 640}).new_page()
    open_deck(page, small.deck(LESSON))
    button = page.get_by_role("button", name="Menu and keys")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    button.click()
    menu = page.locator(MENU)
    assert menu.evaluate("menu => menu.scrollWidth <= menu.clientWidth")
    menu.get_by_role("button", name="Close").click()
    expect(menu).to_be_hidden()


def test_tools_are_not_on_paper(deck: Page) -> None:
    deck.keyboard.press("w")
    deck.keyboard.press("d")
    deck.emulate_media(media="print")
    for name in (".menu-button", ".time-left", ".pointer-dot"):
        expect(deck.locator(name)).to_be_hidden()


# ---- clocks ------------------------------------------------------------------------


def test_clock_starts_pauses_and_is_set_back_by_keys(page: Page, small: Site) -> None:
    page.clock.install()
    open_deck(page, f"{small.deck(DECK)}#/lab--count")
    clock = page.locator(".present .countdown-clock")
    button = page.locator(".present .countdown-start")
    expect(button).to_have_text("Start 30 min")
    page.keyboard.press("c")
    page.clock.run_for(61_000)
    expect(clock).to_have_text("28:59")
    page.keyboard.press("c")
    page.clock.run_for(60_000)
    expect(clock).to_have_text("28:59")
    expect(button).to_have_text("Go on")
    page.keyboard.press("c")
    page.clock.run_for(60_000)
    expect(clock).to_have_text("27:59")
    page.keyboard.press("r")
    expect(clock).to_have_text("")
    expect(button).to_have_text("Start 30 min")


def test_clock_starts_pauses_and_is_set_back_by_clicks(page: Page, small: Site) -> None:
    page.clock.install()
    open_deck(page, f"{small.deck(DECK)}#/break--1")
    slide = page.locator("section.present")
    clock = slide.get_by_role("timer")
    expect(clock).to_have_text("15:00")
    slide.get_by_role("button", name="Start 15 min").click()
    page.clock.run_for(10_000)
    expect(clock).to_have_text("14:50")
    slide.get_by_role("button", name="Pause").click()
    page.clock.run_for(10_000)
    expect(clock).to_have_text("14:50")
    slide.get_by_role("button", name="Reset").click()
    expect(clock).to_have_text("15:00")
    expect(slide.get_by_role("button", name="Reset")).to_be_hidden()


def test_clock_says_once_when_time_is_up(page: Page, small: Site) -> None:
    page.clock.install()
    open_deck(page, f"{small.deck(LESSON)}#/exercise-sort-four-animals")
    status = page.locator("section.present").get_by_role("status")
    page.keyboard.press("c")
    page.clock.run_for(179_000)
    expect(status).to_have_text("")
    page.clock.run_for(2_000)
    expect(status).to_have_text("Time is up.")
    expect(page.locator(".present .countdown-clock")).to_have_text("0:00")
    page.locator(".present .countdown-start").click()
    expect(status).to_have_text("")


def test_space_goes_on_after_a_click_on_a_clock(page: Page, small: Site) -> None:
    open_deck(page, f"{small.deck(DECK)}#/break--1")
    page.locator(".present .countdown-start").click()
    page.keyboard.press("Space")
    assert here(page) == "fish--fish"


def test_space_presses_a_button_that_has_the_focus(page: Page, small: Site) -> None:
    open_deck(page, f"{small.deck(DECK)}#/break--1")
    page.locator(".present .countdown-start").focus()
    page.keyboard.press("Space")
    expect(page.locator(".present .countdown-start")).to_have_text("Pause")
    assert here(page) == "break--1"


# ---- time left ---------------------------------------------------------------------


def test_time_left_counts_from_the_first_step(page: Page, small: Site) -> None:
    page.clock.install()
    open_deck(page, small.deck(DECK))
    left = page.locator(".time-left")
    expect(left).to_be_hidden()
    page.keyboard.press("PageDown")
    page.clock.run_for(130_000)
    page.keyboard.press("w")
    expect(left).to_have_text("56 min left · 2 min behind")
    page.evaluate("location.hash = '#/lab--count'")
    expect(left).to_have_text("56 min left")
    page.evaluate("location.hash = '#/fish--fish'")
    expect(left).to_have_text("56 min left · 46 min ahead")
    page.clock.run_for(3_600_000)
    expect(left).to_contain_text("4 min over")
    page.keyboard.press("m")
    page.get_by_role("button", name="Start the time anew").click()
    expect(left).to_contain_text("58 min left")
    page.keyboard.press("w")
    expect(left).to_be_hidden()


# ---- pointing, finding, hiding -------------------------------------------------------


def test_dot_follows_the_mouse(deck: Page) -> None:
    dot = deck.locator(".pointer-dot")
    expect(dot).to_be_hidden()
    deck.keyboard.press("d")
    for x, y in ((300, 200), (900, 500)):
        deck.mouse.move(x, y)
        box = dot.bounding_box()
        assert box is not None
        assert (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) == (x, y)
    assert deck.evaluate("document.elementFromPoint(900, 500).className") != "pointer-dot"
    deck.keyboard.press("d")
    expect(dot).to_be_hidden()


@pytest.mark.parametrize("key", ["b", "."])
def test_screen_goes_black_and_back(deck: Page, key: str) -> None:
    curtain = deck.locator(".pause-overlay")
    for is_black in (True, False):
        deck.keyboard.press(key)
        expect(curtain).to_be_visible(visible=is_black)
    assert here(deck) == "feathered"


def test_remote_control_moves_the_deck(deck: Page) -> None:
    deck.keyboard.press("PageDown")
    assert here(deck) == "some-birds-do-not-fly"
    deck.keyboard.press("PageUp")
    assert here(deck) == "feathered"


def test_overview_shows_all_slides_and_opens_one(deck: Page) -> None:
    deck.keyboard.press("o")
    assert deck.evaluate("Reveal.isOverview()")
    expect(deck.locator("#penguins")).to_be_visible()
    deck.keyboard.press("Escape")
    assert not deck.evaluate("Reveal.isOverview()")


def test_slide_can_be_jumped_to(deck: Page) -> None:
    deck.keyboard.press("g")
    deck.keyboard.type("4")
    deck.keyboard.press("Enter")
    assert here(deck) == "some-birds-do-not-fly"


@pytest.mark.parametrize("key", ["/", "Control+Shift+F"])
def test_search_finds_the_slide_of_a_word(deck: Page, key: str) -> None:
    deck.keyboard.press(key)
    deck.locator(".searchinput").fill("mammal")
    deck.keyboard.press("Enter")
    until(deck, "Reveal.getCurrentSlide().id === 'refutation-a-bat-is-a-bird'")


def test_alt_and_a_click_zoom_in_and_out(deck: Page) -> None:
    width = "document.querySelector('.present li').getBoundingClientRect().width"
    before = deck.evaluate(width)
    deck.keyboard.down("Alt")
    deck.mouse.click(300, 300)
    until(deck, f"{width} > 1.5 * {before}")
    deck.mouse.click(300, 300)
    until(deck, f"Math.abs({width} - {before}) < 1")


# ---- the speaker's window ------------------------------------------------------------


def test_speaker_window_paces_and_shows_what_comes_next(page: Page, small: Site) -> None:
    open_deck(page, f"{small.deck(DECK)}#/birds--feathered")
    window = open_speaker_view(page)
    seconds = window.locator(".timer .seconds-value")
    expect(seconds).to_have_text(re.compile("[1-9]"))
    seen = seconds.inner_text()
    expect(seconds).not_to_have_text(seen)
    pacing = window.locator(".pacing")
    expect(pacing).to_be_visible()
    planned = page.evaluate(
        "Reveal.getSlides().slice(0, Reveal.getSlidePastCount() + 1)"
        ".reduce((sum, slide) => sum + Number(slide.dataset.timing), 0)"
    )
    before = clock_of(window.locator(".timer"))
    left = clock_of(pacing)
    assert planned - clock_of(window.locator(".timer")) - 1 <= left <= planned - before + 1
    assert left < planned
    upcoming = window.frame_locator("#upcoming-slide iframe")
    expect(upcoming.locator("section.present:not(.stack) h2")).to_contain_text(
        "Some birds do not fly"
    )
    expect(upcoming.locator(".menu-button")).to_have_count(0)


def clock_of(place: Locator) -> int:
    """Return the seconds that a clock of the speaker's window shows."""
    parts = place.locator("[class*=-value]").all_inner_texts()
    hours, minutes, seconds = (int(part.strip(":")) for part in parts)
    return hours * 3600 + minutes * 60 + seconds


def test_keys_of_the_speakers_window_reach_the_clock(page: Page, small: Site) -> None:
    open_deck(page, f"{small.deck(DECK)}#/break--1")
    window = open_speaker_view(page)
    expect(window.locator(".timer .seconds-value")).to_have_text(re.compile("[1-9]"))
    window.keyboard.press("c")
    expect(page.locator(".present .countdown-start")).to_have_text("Pause")


# ---- from a disk -----------------------------------------------------------------------


def test_deck_works_from_a_disk_and_says_what_does_not(page: Page, small: Site) -> None:
    open_deck(page, (small.folder / "deck" / f"{DECK}.html").as_uri() + "#/break--1")
    page.keyboard.press("c")
    expect(page.locator(".present .countdown-start")).to_have_text("Pause")
    page.keyboard.press("t")
    assert page.evaluate(THEME) == "dark"
    page.keyboard.press("s")
    expect(page.get_by_role("dialog")).to_contain_text("run “lessondeck serve”")
    assert len(page.context.pages) == 1
