"""Pictures in steps: a figure shows the shades of its file, and mistakes get one line."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from lessondeck.figures.picture_steps import NARROW, WIDTH, draw_steps, read_steps
from tests.support import REPOSITORY, Course, Page

SVG: Final = "{http://www.w3.org/2000/svg}"

ZERO: Final = REPOSITORY / "source" / "figures" / "noise-to-zero.json"

PAGE: Final = "source/reference/steps"

SMALL: Final[dict[str, Any]] = {
    "shades": 5,
    "columns": ["first", "last"],
    "rows": [
        {"name": "so\nfar", "pictures": [["01", "34"], ["44", "00"]]},
        {"name": "guess", "pictures": [["00", "00"], ["12", "34"]]},
    ],
}


def shades_of(picture: ElementTree.Element, size: int) -> list[list[float]]:
    """Read the shades of a drawn picture."""
    shades = [[0.0] * size for _ in range(size)]
    for path in picture.iter(f"{SVG}path"):
        for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path.get("d", "")):
            assert shades[int(y)][int(x)] == 0, "a square is drawn once"
            shades[int(y)][int(x)] = float(path.get("fill-opacity", ""))
    return shades


@pytest.mark.parametrize("content", [SMALL, json.loads(ZERO.read_text())], ids=["small", "zero"])
def test_squares_have_the_shades_of_the_file(content: dict[str, Any]) -> None:
    steps = read_steps(content, "file")
    drawing = ElementTree.fromstring(draw_steps(steps))
    pictures = [g for g in drawing.findall(f"{SVG}g") if "scale" in g.get("transform", "")]
    expected = [picture for row in steps.rows.values() for picture in row]
    assert len(pictures) == len(expected) == 2 * len(content["columns"])
    for drawn, meant in zip(pictures, expected, strict=True):
        for got, wanted in zip(shades_of(drawn, len(meant)), meant, strict=True):
            assert got == pytest.approx(wanted, abs=0.001)
    said = [text.text for text in drawing.iter(f"{SVG}text")]
    assert said == [
        *content["columns"],
        *(line for row in content["rows"] for line in row["name"].split("\n")),
    ]


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
    steps = read_steps(json.loads(ZERO.read_text()), "zero")
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
