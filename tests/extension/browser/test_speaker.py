"""The speaker's window: formatted notes of the slide that the room sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.decks import NEXT, NOTES, open_deck, open_speaker_view, position
from tests.browser.waiting import until

if TYPE_CHECKING:
    from tests.browser.sites import Site


def test_notes_keep_their_formatting_and_links(page: Page, small: Site) -> None:
    open_deck(page, f"{small.deck('source/birds')}#/feathered")
    notes = open_speaker_view(page).locator(NOTES)
    expect(notes).to_contain_text("nothing else alive has one")
    expect(notes).to_contain_text("canary-note-birds")
    link = notes.get_by_role("link", name="feather", exact=True)
    assert (
        link.evaluate("link => link.href") == f"{small.page('source/reference/words')}#term-feather"
    )


def test_both_windows_move_together(page: Page, small: Site) -> None:
    open_deck(page, f"{small.deck('source/birds')}#/feathered")
    speaker = open_speaker_view(page)
    notes = speaker.locator(NOTES)
    expect(notes).to_contain_text("canary-note-birds")
    page.keyboard.press(NEXT)
    expect(notes).to_be_hidden()
    speaker.keyboard.press("PageUp")
    until(page, "deck.current().id === 'feathered'")
    expect(notes).to_contain_text("canary-note-birds")


NOTE_ORDERS: Final = """
window.orders = [];
addEventListener("message", ({ data }) => {
  const { method, args } = JSON.parse(data);
  if (method === "setState") orders.push([args[0].indexh, args[0].indexv]);
});
"""
"""Notes where a deck is told to go by another window."""


def test_only_the_speaker_moves_the_deck_from_the_other_window(page: Page, small: Site) -> None:
    page.add_init_script(NOTE_ORDERS)
    open_deck(page, small.deck("slides/both"))
    speaker = open_speaker_view(page)
    # At once, before the copies in the window are ready: they begin where the deck was.
    steps = [position(page)]
    for _ in range(4):
        page.keyboard.press(NEXT)
        steps.append(position(page))
    assert len({(step.slide, step.fragment) for step in steps}) == len(steps)
    copy = speaker.frame_locator("#current-slide iframe").locator(".slides section.present").last
    expect(copy).to_have_id(page.evaluate("deck.current().id"))
    speaker.keyboard.press("Home")
    until(page, "deck.position().slide === 0")
    assert page.evaluate("orders") == [[0, 0]]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1100, 700), (1600, 700)])
def test_slides_keep_their_shape_and_notes_have_room(
    page: Page, small: Site, width: int, height: int
) -> None:
    open_deck(page, f"{small.deck('source/birds')}#/feathered")
    window = open_speaker_view(page)
    window.set_viewport_size({"width": width, "height": height})
    notes = window.locator(".speaker-controls-notes")
    expect(notes).to_be_visible()
    until(window, "document.styleSheets.length > 1")
    for name in ("#current-slide", "#upcoming-slide"):
        box = window.locator(f"{name} iframe").bounding_box()
        assert box is not None
        assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.03)
    below = notes.bounding_box()
    slide = window.locator("#current-slide").bounding_box()
    assert below is not None
    assert slide is not None
    assert below["y"] >= slide["y"] + slide["height"] - 1
    assert below["y"] + below["height"] <= height + 1
    assert below["height"] > height / 4
