"""Every page: readable by everybody, on a wide screen and a phone, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.sizes import NARROWEST, PHONE, WIDE, axe_faults_in_every_light, cut_off
from tests.this_course.names import PAGES

if TYPE_CHECKING:
    from tests.browser.looking import Look
    from tests.browser.sites import Site

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_a_page_can_be_read_by_everybody(look: Look, student: Site, name: str) -> None:
    """Axe finds nothing in any size and light, and a phone shows all of the width.

    Of the instructor's page, one text of each kind is looked at; the student's has most of them.
    The page is opened below the top of a host first, and then from a folder.
    """
    for visit in look.at(viewport=WIDE, leaves_no_trace=True):
        visit.page.goto(visit.site.page(name))
        whole = visit.site is student
        visit.faults += axe_faults_in_every_light(visit.page, visit.kinds, whole=whole)
        visit.page.goto(visit.unpacked.page(name))
        for size in (PHONE, NARROWEST):
            visit.page.set_viewport_size(size)
            visit.faults += [f"{size['width']} px: {fault}" for fault in cut_off(visit.page)]
        visit.counts["pages"] += 1


def test_a_page_follows_the_system_and_the_readers_choice(page: Page, student: Site) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    page.goto(student.page("index"))
    light = page.evaluate(background)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(background)
    assert light != dark
    page.locator("button.theme-toggle:visible").first.click()
    page.locator("button.theme-toggle:visible").first.click()
    chosen = page.evaluate(background)
    page.reload()
    assert page.evaluate(background) == chosen


def test_nothing_glides_for_those_who_ask_for_stillness(page: Page, student: Site) -> None:
    page.goto(student.page("index"))
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.fixture
def cut_picture(new_context: Callable[..., BrowserContext], student: Site) -> Locator:
    """Return a lab's picture of which a phone shows the left part."""
    page = new_context(viewport=PHONE).new_page()
    page.goto(student.page("notebooks/score-or-sample"))
    picture = page.locator(".output_area:has(img)").first
    expect(picture).to_contain_class("goes-on")
    return picture


def test_a_picture_too_wide_for_a_phone_fades_until_its_end(cut_picture: Locator) -> None:
    cut_picture.evaluate("box => box.scrollLeft = box.scrollWidth")
    expect(cut_picture).not_to_contain_class("goes-on")
    cut_picture.page.set_viewport_size(WIDE)
    expect(cut_picture).not_to_contain_class("goes-on")


def test_a_figure_with_a_narrow_drawing_shows_one_of_the_two(
    new_context: Callable[..., BrowserContext], student: Site
) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(student.page("source/two-terms"))
    figure = page.locator("figure").first
    wide, narrow = figure.locator(".figure-svg"), figure.locator(".figure-narrow")
    expect(narrow).to_be_visible()
    expect(wide).to_be_hidden()
    assert narrow.evaluate("box => box.scrollWidth <= box.clientWidth")
    name = re.compile(r"^LLMs as a part of generative AI\. A large area is .* does not write\.$")
    expect(figure.get_by_role("img")).to_have_accessible_name(name)
    page.set_viewport_size(WIDE)
    expect(wide).to_be_visible()
    expect(narrow).to_be_hidden()
    expect(figure.get_by_role("img")).to_have_accessible_name(name)
    page.emulate_media(media="print")
    page.set_viewport_size(PHONE)
    expect(narrow).to_be_hidden()


def test_a_picture_that_fits_a_wider_window_fades_no_more(cut_picture: Locator) -> None:
    cut_picture.page.set_viewport_size(WIDE)
    expect(cut_picture).not_to_contain_class("goes-on")


@pytest.mark.parametrize(
    ("name", "frame"),
    [("source/reference/licences", ".licences"), ("source/reference/systems", ".wide-frame")],
)
def test_a_table_too_wide_for_a_phone_scrolls_and_fades(
    new_context: Callable[..., BrowserContext], student: Site, name: str, frame: str
) -> None:
    page = new_context(viewport=PHONE).new_page()
    page.goto(student.page(name))
    table = page.locator(frame).first
    expect(table).to_contain_class("goes-on")
    assert table.evaluate("box => { box.scrollLeft = 1e4; return box.scrollLeft; }") > 0
    expect(table).not_to_contain_class("goes-on")
