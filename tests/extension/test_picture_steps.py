"""Pictures in steps: a figure shows the shades of its file, and mistakes get one line."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from lessondeck.figures.picture_steps import NARROW, WIDTH, draw_steps, read_steps
from tests.figures import SVG, assert_shades
from tests.support import Course, Page

PAGE: Final = "source/reference/steps"

SMALL: Final[dict[str, Any]] = {
    "shades": 5,
    "columns": ["first", "last"],
    "rows": [
        {"name": "so\nfar", "pictures": [["01", "34"], ["44", "00"]]},
        {"name": "guess", "pictures": [["00", "00"], ["12", "34"]]},
    ],
}


def test_squares_have_the_shades_of_the_file() -> None:
    assert_shades(SMALL)


def test_pictures_stand_in_columns_inside_the_drawing() -> None:
    drawing = ElementTree.fromstring(draw_steps(read_steps(SMALL, "file")))
    bottom = float(drawing.get("viewBox", "").split()[3])
    places = []
    for picture in drawing.findall(f"{SVG}g"):
        numbers = re.findall(r"[\d.]+", picture.get("transform", ""))
        left, top, scale = map(float, numbers)
        places.append((left, top))
        assert left + 2 * scale < WIDTH
        assert top + 2 * scale < bottom
    (a, b), (c, d) = places[:2], places[2:]
    assert (a[0], b[0]) == (c[0], d[0])
    assert a[0] < b[0]
    assert a[1] == b[1] < c[1] == d[1]


def test_a_narrow_drawing_shows_every_picture_in_shorter_rows() -> None:
    columns = [f"after {number} steps" for number in range(6)]
    rows = [{**row, "pictures": 3 * row["pictures"]} for row in SMALL["rows"]]
    steps = read_steps({**SMALL, "columns": columns, "rows": rows}, "file")
    drawing = ElementTree.fromstring(draw_steps(steps, narrow=True))
    _, _, right, bottom = map(float, drawing.get("viewBox", "").split())
    pictures = drawing.findall(f"{SVG}g")
    assert len(pictures) == sum(map(len, steps.rows.values()))
    size = len(next(iter(steps.rows.values()))[0])
    for picture in pictures:
        left, top, scale = map(float, re.findall(r"[\d.]+", picture.get("transform", "")))
        assert left + size * scale < right == NARROW
        assert top + size * scale < bottom
    said = [text.text for text in drawing.iter(f"{SVG}text")]
    assert [words for words in said if words in steps.columns] == steps.columns


def test_colours_come_from_the_page() -> None:
    drawing = draw_steps(read_steps(SMALL, "file"))
    colours = re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)
    assert colours
    assert all(colour.startswith("var(--") for colour in colours)


@pytest.fixture
def with_pictures(course: Course) -> Course:
    """Return a small course with pictures and an empty page for a figure."""
    course.write("source/steps.json", json.dumps(SMALL))
    course.edit("index.md", "source/reference/words", f"source/reference/words\n{PAGE}")
    return course


def page_with(course: Course, options: str = ":title: Steps\n:alt: Two rows\n") -> None:
    course.write(
        f"{PAGE}.md",
        f"# Steps\n\n:::{{picture-steps}} ../steps.json\n{options}\nA caption.\n:::\n",
    )


def test_figure_has_caption_and_alternative(with_pictures: Course) -> None:
    page_with(with_pictures)
    with_pictures.build().good()
    page = Page(with_pictures.page(f"{PAGE}.html"))
    assert page.one("figcaption").text.startswith("A caption.")
    for kind in ("figure-svg", "figure-narrow"):
        assert page.name_of(page.one("svg", inside=kind)) == "Steps. Two rows"


def test_alternative_is_asked_for(with_pictures: Course) -> None:
    page_with(with_pictures, options=":alt: Two rows\n")
    with_pictures.build().bad(
        f"{PAGE}.md:3: ", "no text alternative; name them in :title:, and say"
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"shades": 1}, "holds no pictures in rows"),
        ({"shades": 4}, "has shades beyond its darkest"),
        ({"columns": ["first"]}, "has pictures of several sizes, or gaps"),
        ({"columns": None}, "holds no pictures in rows"),
        ({"rows": []}, "has pictures of several sizes, or gaps"),
        ({"rows": [{"name": "a", "pictures": [["0"], ["00"]]}]}, "has pictures of several sizes"),
        ({"rows": [{"name": "a", "pictures": [[""], [""]]}]}, "has pictures of several sizes"),
        ({"rows": [{"name": "a", "pictures": [["?"], ["0"]]}]}, "holds no pictures in rows"),
    ],
)
def test_damaged_pictures_are_named(change: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=rf"^steps\.json {expected}.*; record (it|them) anew$"):
        read_steps({**SMALL, **change}, "steps.json")


def test_damaged_pictures_are_one_line(with_pictures: Course) -> None:
    with_pictures.write("source/steps.json", json.dumps({**SMALL, "rows": []}))
    page_with(with_pictures)
    with_pictures.build().bad(f"{PAGE}.md:3: ", "../steps.json has pictures of several sizes")
