"""The course works wherever it is put: in a folder, under a path, on paper, in any light."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.decks import NEXT, open_deck, position, slide_titles, wait_for_deck
from tests.browser.sites import COURSE, Site, decks_of, pages_of, serve

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

every_deck = pytest.mark.parametrize("name", decks_of(COURSE) or ["slides/talk"])


def open_everything(page: Page, site: Site) -> None:
    """Open each page and each deck; the page's watch fails the test if anything is amiss."""
    for name in pages_of(site.folder):
        page.goto(site.page(name))
        assert page.title(), name
    for name in decks_of(site.folder):
        open_deck(page, site.deck(name))
        assert slide_titles(page), name


def test_everything_opens_from_a_folder(page: Page, student: Site, tmp_path: Path) -> None:
    folder = tmp_path / "a course, unpacked"
    shutil.copytree(student.folder, folder)
    unpacked = Site(folder, f"{folder.as_uri()}/")
    open_everything(page, unpacked)
    page.goto(unpacked.page("index"))
    page.locator(".sidebar-tree .caption:has-text('Lessons') + ul a").first.click()
    page.locator("a.present-link").first.click()
    wait_for_deck(page)
    before = position(page)
    page.keyboard.press(NEXT)
    assert position(page) != before


def test_everything_opens_below_the_top_of_a_host(
    page: Page, student: Site, tmp_path: Path
) -> None:
    (tmp_path / "course").symlink_to(student.folder, target_is_directory=True)
    with serve(tmp_path) as address:
        open_everything(page, Site(student.folder, f"{address}course/"))
        page.close()


@every_deck
def test_the_print_view_has_a_sheet_for_each_slide(page: Page, student: Site, name: str) -> None:
    open_deck(page, student.deck(name))
    slides = len(slide_titles(page))
    page.goto(f"{student.deck(name)}?print-pdf")
    page.wait_for_function("window.Reveal?.isReady() && document.querySelector('.pdf-page')")
    assert page.locator(".pdf-page").count() == slides
    heights = page.evaluate(
        "[...document.querySelectorAll('.pdf-page')].map(sheet => sheet.offsetHeight)"
    )
    assert max(heights) - min(heights) <= 1, f"a slide of {name} runs over its sheet: {heights}"


def test_t_switches_a_deck_to_dark_and_back(page: Page, student: Site) -> None:
    open_deck(page, student.deck(decks_of(student.folder)[0]))
    assert page.evaluate(BRIGHTNESS) > 0.8
    page.keyboard.press("t")
    assert page.evaluate(BRIGHTNESS) < 0.2
    page.reload()
    wait_for_deck(page)
    assert page.evaluate(BRIGHTNESS) < 0.2, "the choice is forgotten"
    page.keyboard.press("t")
    assert page.evaluate(BRIGHTNESS) > 0.8


def test_an_address_can_ask_for_dark(page: Page, student: Site) -> None:
    open_deck(page, f"{student.deck(decks_of(student.folder)[0])}?theme=dark")
    assert page.evaluate(BRIGHTNESS) < 0.2


@every_deck
def test_a_deck_can_be_read_without_scripts(
    new_context: Callable[..., BrowserContext], student: Site, name: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(student.deck(name))
    slides = page.locator(".slides section:not(:has(> section))").all()
    assert len(slides) > 1
    end = 0.0
    for slide in slides:
        assert slide.locator("h1, h2").first.is_visible(), slide.get_attribute("id")
        box = slide.bounding_box()
        assert box is not None
        assert box["y"] >= end - 1, f"{slide.get_attribute('id')} lies on the slide before it"
        end = box["y"] + box["height"]


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
