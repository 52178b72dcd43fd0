"""The speaker's window: formatted notes of the slide that the room sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.decks import NEXT, NOTES, open_deck, open_speaker_view
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
