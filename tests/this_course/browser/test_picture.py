"""The README's picture can be drawn from the course as it is."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from tests.picture import draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.sites import Site


def test_a_page_beside_its_slide_is_drawn_the_same_again(browser: Browser, student: Site) -> None:
    picture = draw(browser, student)
    assert len(picture) < 400_000
    width, height = struct.unpack(">II", picture[16:24])
    assert 1500 < width < 1800
    assert 500 < height < 700
    assert draw(browser, student) == picture
