"""Every page: readable by everybody, on a wide screen and a phone, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser.axe import SCHEMES, add_axe, axe_faults
from tests.browser.sites import COURSE, Site, pages_of

WIDE: Final = ViewportSize(width=1280, height=900)
PHONE: Final = ViewportSize(width=390, height=844)
NARROWEST: Final = ViewportSize(width=320, height=640)
"""What WCAG 1.4.10 asks for: 1280 px at 400 %."""

STICKING_OUT: Final = """
() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .slice(0, 3)
  .map((element) => `<${element.localName} class="${element.className}">`)
"""

SMALL_DRAWINGS: Final = """
(least) => [...document.querySelectorAll("article figure svg")]
  .filter((drawing) => drawing.checkVisibility())
  .flatMap((drawing) => {
    const box = drawing.parentElement;
    const scale = drawing.getScreenCTM().a;
    const small = [...drawing.querySelectorAll("text")]
      .filter((text) => parseFloat(getComputedStyle(text).fontSize) * scale < least)
      .map((text) => `${text.textContent} is small`);
    return box.scrollWidth > box.clientWidth ? ["a part is out of sight", ...small] : small;
  })
"""

SMALLEST_LABEL: Final = 11
"""Height of the type in a drawing, in px."""

TWO_FRAMES: Final = (
    "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"
)
"""After them a page has heard that its window has another size."""

every_page = pytest.mark.parametrize("name", pages_of(COURSE) or ["index"])
both_editions = pytest.mark.parametrize("site", ["student", "instructor"], indirect=True)


@both_editions
@every_page
def test_axe_finds_nothing(page: Page, site: Site, name: str) -> None:
    page.goto(site.page(name))
    add_axe(page)
    faults: dict[str, list[str]] = {}
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.evaluate(TWO_FRAMES)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for fault in axe_faults(page, contrast_alone=scheme == "dark"):
                faults.setdefault(fault, []).append(f"{size['width']} px {scheme}")
    assert not faults, "\n".join(f"{', '.join(where)}: {fault}" for fault, where in faults.items())


@both_editions
@every_page
def test_a_phone_shows_the_width_of_the_page_and_of_its_drawings(
    page: Page, site: Site, name: str
) -> None:
    page.goto(site.page(name))
    for size in (PHONE, NARROWEST):
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        causes = page.evaluate(STICKING_OUT)
        assert width <= size["width"], f"{name} is {width} px wide on a phone: {causes}"
        assert page.evaluate(SMALL_DRAWINGS, SMALLEST_LABEL) == []


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
    [("source/reference/licences", ".licences"), ("source/reference/systems", ".systems-frame")],
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
