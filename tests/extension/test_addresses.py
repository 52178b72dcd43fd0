"""Addresses and QR codes on slides: there when the site has an address, and only then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
import segno

from tests.support import Page

if TYPE_CHECKING:
    from tests.support import Course

DECKS: Final = ("source/birds", "source/fish", "slides/both", "slides/day")


@pytest.fixture(scope="module")
def placed(built: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course that knows where it will be published."""
    course = built.copy_to(tmp_path_factory.mktemp("placed") / "course")
    settings = 'html_baseurl = "https://school.example/birds"\n'
    course.write("conf.py", course.read("conf.py") + settings)
    course.build().good()
    return course


def addresses(course: Course, deck: str) -> list[tuple[str, str]]:
    """Return the addresses of a deck: the id of the slide, and where the link goes."""
    page = Page(course.page(f"deck/{deck}.html"))
    links = page.all("a", inside="page-address")
    assert all(f"https://{link.text}" == link.attributes["href"] for link in links)
    slides = [next(p for p in reversed(a.parents) if "slide" in p.classes) for a in links]
    return [
        (slide.attributes["id"], link.attributes["href"])
        for slide, link in zip(slides, links, strict=True)
    ]


@pytest.mark.parametrize("deck", DECKS)
def test_no_address_without_one(built: Course, deck: str) -> None:
    assert "page-address" not in built.page(f"deck/{deck}.html")


def test_lesson_opens_with_its_address(placed: Course) -> None:
    expected = [("birds", "https://school.example/birds/source/birds.html")]
    assert addresses(placed, "source/birds") == expected


def test_deck_its_lessons_and_labs_have_addresses(placed: Course) -> None:
    site = "https://school.example/birds"
    assert addresses(placed, "slides/day") == [
        ("a-day-with-birds", f"{site}/slides/day.html"),
        ("birds--birds", f"{site}/source/birds.html"),
        ("lab--count", f"{site}/notebooks/count.html"),
        ("fish--fish", f"{site}/source/fish.html"),
    ]


def test_code_is_that_of_the_address_beside_it(placed: Course) -> None:
    """Every dark module of the drawing is one of the code, and none is missing."""
    markup = placed.page("deck/source/fish.html")
    drawing = re.search(r'class="page-address"><svg.*?</svg>', markup, re.DOTALL)
    assert drawing is not None
    size = re.search(r'viewBox="0 0 (\d+) ', drawing[0])
    code = segno.make("https://school.example/birds/source/fish.html", error="l", micro=False)
    border = 4
    wanted = {
        (x, y)
        for y, row in enumerate(code.matrix_iter(border=border))
        for x, dark in enumerate(row)
        if dark
    }
    strokes = re.search(r'stroke="#000" d="([^"]*)"', drawing[0])
    assert size is not None
    assert strokes is not None
    assert int(size[1]) == code.symbol_size(border=border)[0]
    assert dark_modules(strokes[1]) == wanted


def dark_modules(path: str) -> set[tuple[int, int]]:
    """Return the places that a path of strokes, one module high, covers."""
    x, y = 0.0, 0.0
    found = set()
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if command == "M":
            x, y = values
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            found |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
    return found


def test_address_without_scheme_is_rejected(course: Course) -> None:
    course.write("conf.py", course.read("conf.py") + 'html_baseurl = "school.example"\n')
    course.build().bad("conf.py: html_baseurl is 'school.example'", "https://")
