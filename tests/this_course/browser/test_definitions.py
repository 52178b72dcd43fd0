"""Definitions of the course's own terms: readable by everybody, and whole on any screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import add_axe, axe_faults
from tests.browser.terms import NARROWEST, tip

if TYPE_CHECKING:
    from tests.browser.sites import Site


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(
    page: Page, student: Site, scheme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(student.page("source/two-terms"))
    add_axe(page)
    page.locator("article a[aria-describedby]").first.focus()
    expect(tip(page)).to_be_visible()
    assert axe_faults(page) == []


def test_every_definition_of_a_lesson_fits_on_the_narrowest_screen(
    page: Page, student: Site
) -> None:
    page.set_viewport_size(NARROWEST)
    page.goto(student.page("source/two-terms"))
    links = page.locator("article a[aria-describedby^=tip-]")
    assert links.count() > 3
    for link in links.all():
        link.focus()
        box = tip(page).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROWEST["width"]
        word = link.bounding_box()
        assert word
        assert box["y"] >= word["y"] + word["height"] or box["y"] + box["height"] <= word["y"]
        link.blur()
