"""The course works wherever it is put: in a folder, under a path, on paper, in any light."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.decks import NEXT, open_deck, position, wait_for_deck
from tests.browser.fixtures import SLIDE
from tests.browser.looking import STUDENT, Look
from tests.browser.sites import Site
from tests.this_course.names import DECKS, LESSONS

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

BRIGHTNESS: Final = """
() => {
  const [red, green, blue] = getComputedStyle(document.querySelector(".reveal-viewport"))
    .backgroundColor.match(/[\\d.]+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
"""

PAPER: Final = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 22, 26)"}

NOTE_PAINTS: Final = """
window.paints = [];
const note = () => {
  if (document.body) paints.push(getComputedStyle(document.body).backgroundColor);
  requestAnimationFrame(note);
};
requestAnimationFrame(note);
"""
"""Notes the colour behind everything each time that the browser is about to paint."""


def test_a_course_from_an_archive_is_read_and_presented(
    page: Page, student: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "a course, unpacked"
    folder.symlink_to(student.folder, target_is_directory=True)
    page.goto(Site(folder, f"{folder.as_uri()}/").page("index"))
    page.locator(".sidebar-tree .caption:has-text('Lessons') + ul a").first.click()
    page.locator("a.present-link").first.click()
    wait_for_deck(page)
    before = position(page)
    page.keyboard.press(NEXT)
    assert position(page) != before


def test_t_switches_a_deck_to_dark_and_back(page: Page, student: Site) -> None:
    open_deck(page, student.deck(LESSONS[0]))
    assert page.evaluate(BRIGHTNESS) > 0.8
    page.keyboard.press("t")
    assert page.evaluate(BRIGHTNESS) < 0.2
    page.reload()
    wait_for_deck(page)
    assert page.evaluate(BRIGHTNESS) < 0.2, "the choice is forgotten"
    page.keyboard.press("t")
    assert page.evaluate(BRIGHTNESS) > 0.8


def test_an_address_can_ask_for_dark(page: Page, student: Site) -> None:
    open_deck(page, f"{student.deck(LESSONS[0])}?theme=dark")
    assert page.evaluate(BRIGHTNESS) < 0.2


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_can_be_read_without_scripts(look: Look, name: str) -> None:
    for visit in look.at(STUDENT, viewport=SLIDE, leaves_no_trace=True, java_script_enabled=False):
        visit.page.goto(visit.site.deck(name))
        slides = visit.page.locator(".slides section:not(:has(> section))").all()
        assert len(slides) > 1
        end = 0.0
        for slide in slides:
            assert slide.locator("h1, h2").first.is_visible(), slide.get_attribute("id")
            box = slide.bounding_box()
            assert box is not None
            assert box["y"] >= end - 1, f"{slide.get_attribute('id')} lies on the slide before it"
            end = box["y"] + box["height"]
        visit.counts["slides without scripts"] += len(slides)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_other_theme_is_painted_before(
    new_context: Callable[..., BrowserContext], student: Site, theme: str
) -> None:
    context = new_context(color_scheme="dark" if theme == "light" else "light")
    page = context.new_page()
    page.add_init_script(NOTE_PAINTS)
    open_deck(page, f"{student.deck('slides/talk')}?theme={theme}")
    paints = page.evaluate("paints")
    assert set(paints) == {PAPER[theme]}, paints
