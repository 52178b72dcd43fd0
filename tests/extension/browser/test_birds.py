"""Exercises with facets of another course, as a person sees them on a page and on slides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.birds_course import LESSON, built_birds
from tests.browser.axe import add_axe, axe_faults
from tests.browser.sites import Site, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support import Course

COLOURS: Final = {
    "light": {"water-bird": "rgb(11, 74, 107)", "songbird": "rgb(47, 82, 22)"},
    "dark": {"water-bird": "rgb(159, 212, 240)", "songbird": "rgb(185, 224, 143)"},
}


@pytest.fixture(scope="module")
def birds(
    built: Course, tmp_path_factory: pytest.TempPathFactory, shared_tmp: Path
) -> Iterator[Site]:
    """The student's edition of the course with the bank on birds."""
    folder = built_birds(built, tmp_path_factory.mktemp("birds"), shared_tmp).site()
    with serve(folder) as address:
        yield Site(folder, address)


def colour(place: Locator) -> str:
    """Return the colour that a person sees a text in."""
    return str(place.evaluate("element => getComputedStyle(element).color"))


@pytest.mark.parametrize("scheme", COLOURS)
def test_a_page_shows_each_kind_in_its_colour_and_says_what_is_right(
    page: Page, birds: Site, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(birds.page(LESSON))
    mallard = page.locator('[data-item="mallard"]').first
    for name, wanted in COLOURS[scheme].items():
        assert colour(mallard.locator(f".choice-{name}")) == wanted
    assert colour(mallard.locator(".choice-duck")) == COLOURS[scheme]["water-bird"]
    drawn = mallard.locator(".choice-duck .label-mark").bounding_box()
    assert drawn is not None
    assert min(drawn["width"], drawn["height"]) > 10
    mallard.get_by_label("water bird").check()
    mallard.get_by_role("button", name="Check").click()
    expect(mallard.locator(".quiz-feedback")).to_contain_text("A broad bill sieves what floats.")
    add_axe(page)
    assert axe_faults(page, ".quiz") == []


@pytest.mark.parametrize("scheme", COLOURS)
def test_a_slide_shows_each_kind_in_its_colour(page: Page, birds: Site, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{birds.deck(LESSON)}#/exercise-first-birds")
    choices = page.locator("section.present .poll-choices").last
    expect(choices).to_be_visible()
    for name, wanted in COLOURS[scheme].items():
        assert colour(choices.locator(f".choice-{name} > p")) == wanted
    drawn = choices.locator(".choice-duck .label-mark").bounding_box()
    assert drawn is not None
    assert min(drawn["width"], drawn["height"]) > 10
