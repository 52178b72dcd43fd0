"""Read figures that are drawn from data, and hold them to it."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from lessondeck.figures.picture_steps import draw_steps, read_steps

SVG: Final = "{http://www.w3.org/2000/svg}"


def bars(chart: ElementTree.Element) -> list[tuple[str, float, str]]:
    """Return the bars of a chart: name, width and number."""
    texts = [text.text or "" for text in chart.findall(f"{SVG}text")][1:]
    widths = [float(bar.get("width", "")) for bar in chart.findall(f"{SVG}rect")]
    return list(zip(texts[::2], widths, texts[1::2], strict=True))


def assert_shades(content: dict[str, Any]) -> None:
    """Draw pictures in steps, and find each square in its shade and all that the file says."""
    steps = read_steps(content, "file")
    drawing = ElementTree.fromstring(draw_steps(steps))
    pictures = [g for g in drawing.findall(f"{SVG}g") if "scale" in g.get("transform", "")]
    expected = [picture for row in steps.rows.values() for picture in row]
    assert len(pictures) == len(expected) == 2 * len(content["columns"])
    for drawn, meant in zip(pictures, expected, strict=True):
        for got, wanted in zip(_shades_of(drawn, len(meant)), meant, strict=True):
            assert got == pytest.approx(wanted, abs=0.001)
    said = [text.text for text in drawing.iter(f"{SVG}text")]
    assert said == [
        *content["columns"],
        *(line for row in content["rows"] for line in row["name"].split("\n")),
    ]


def _shades_of(picture: ElementTree.Element, size: int) -> list[list[float]]:
    """Read the shades of a drawn picture."""
    shades = [[0.0] * size for _ in range(size)]
    for path in picture.iter(f"{SVG}path"):
        for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path.get("d", "")):
            assert shades[int(y)][int(x)] == 0, "a square is drawn once"
            shades[int(y)][int(x)] = float(path.get("fill-opacity", ""))
    return shades
