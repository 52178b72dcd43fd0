"""Pictures of the course: the README's, and those of the gallery."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageChops, ImageStat

from lessondeck.gallery.drawing import BARE
from tests.browser.decks import wait_for_deck
from tests.picture import draw
from tests.support import Page
from tests.this_course.names import DECKS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from tests.browser.sites import Site

GALLERY: Final = "source/reference/gallery"

ALIKE: Final = 4.0
"""Mean difference of two pictures of one slide, of 255: one of them lost detail in its file."""


def test_a_page_beside_its_slide_is_drawn_the_same_again(browser: Browser, student: Site) -> None:
    picture = draw(browser, student)
    assert len(picture) < 400_000
    width, height = struct.unpack(">II", picture[16:24])
    assert 1500 < width < 1800
    assert 500 < height < 700
    assert draw(browser, student) == picture


def difference(left: Image.Image, right: Image.Image) -> float:
    """Return how much two pictures differ on average, of 255."""
    return max(ImageStat.Stat(ImageChops.difference(left, right)).mean)


def test_pictures_show_what_the_room_sees(
    new_context: Callable[..., BrowserContext], student: Site
) -> None:
    markup = (student.folder / f"{GALLERY}.html").read_text(encoding="utf-8")
    shown = Page(markup).all("img", inside="gallery")
    assert len(shown) >= 3 * len(DECKS)
    page = new_context().new_page()
    page.goto(student.deck("slides/talk"))
    wait_for_deck(page)
    page.add_style_tag(content=BARE)
    pictures = {}
    for picture in shown[:4]:
        title = picture.attributes["alt"].removeprefix("Slide: ")
        page.evaluate(
            """(title) => {
              const slides = deck.slides();
              const seen = slides.find((it) => deck.titleOf(it) === title);
              Reveal.slide(...Object.values(Reveal.getIndices(seen)), -1);
            }""",
            title,
        )
        page.evaluate("deck.settle()")
        fresh = Image.open(io.BytesIO(page.screenshot())).convert("RGB").resize((640, 360))
        file = student.folder / "source/reference" / picture.attributes["src"]
        pictures[title] = (fresh, Image.open(file).convert("RGB"))
    assert len(pictures) == 4
    for title, (fresh, _) in pictures.items():
        for other, (_, kept) in pictures.items():
            assert (difference(fresh, kept) < ALIKE) is (title == other), f"{title}: {other}"
