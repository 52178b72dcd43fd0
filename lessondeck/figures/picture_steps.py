"""A picture in steps: ``{picture-steps}`` draws small grey pictures from data, in rows.

Each row shows one thing at the same moments, such as a picture on its way out of noise.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Final

from docutils.parsers.rst import directives

from lessondeck.figures.drawn import DrawnFigure
from lessondeck.figures.inline import Alternative
from lessondeck.figures.palette import GREY, INK, PAPER

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

DIGITS: Final = string.digits + string.ascii_lowercase
"""How a file writes shades: 0 is blank, and the last one is as dark as ink."""

WIDTH: Final = 1280
NARROW: Final = 640
NARROW_COLUMNS: Final = 4
"""How many moments stand side by side in a narrow drawing; the next ones follow below."""

NAMES: Final = 172
"""Room for the names of the rows."""

HEAD: Final = 54
GAP: Final = 20
LEADING: Final = 34


@dataclass(frozen=True)
class Steps:
    """Pictures in rows: lines of shades from 0 to 1, with the moments as ``columns``."""

    columns: list[str]
    rows: dict[str, list[list[list[float]]]]


class PictureSteps(DrawnFigure):
    """Draws the pictures of a file; ``:title:`` and ``:alt:`` say what they show."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        **DrawnFigure.option_spec,
        "title": directives.unchanged_required,
        "alt": directives.unchanged_required,
    }

    def draw(self) -> tuple[Alternative, str, str]:
        """Return the pictures of the file."""
        if not (self.options.get("title") and self.options.get("alt")):
            raise ValueError(
                "the pictures have no text alternative; name them in :title:, and "
                "say in :alt: what they show to somebody who can't see them"
            )
        alternative = Alternative(self.options["title"], self.options["alt"])
        steps = read_steps(self.data(), self.arguments[0])
        return alternative, draw_steps(steps), draw_steps(steps, narrow=True)


def read_steps(content: Any, name: str) -> Steps:
    """Read pictures that are written as lines of shades.

    Args:
        content: the number of ``shades``, the names of ``columns``, and ``rows``, each with its
            ``name`` and its ``pictures``.
        name: the file's, for messages.

    Raises:
        ValueError: something is missing, of another kind, or not as large as the rest.
    """
    try:
        columns, darkest = [*map(str, content["columns"])], int(content["shades"]) - 1
        rows = {
            str(row["name"]): [
                [[DIGITS.index(shade) / darkest for shade in line] for line in picture]
                for picture in row["pictures"]
            ]
            for row in content["rows"]
        }
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise ValueError(f"{name} holds no pictures in rows; record them anew") from error
    pictures = [picture for row in rows.values() for picture in row]
    sizes = {(len(picture), len(line)) for picture in pictures for line in picture}
    shades = [shade for picture in pictures for line in picture for shade in line]
    if len(sizes) != 1 or not shades or any(len(row) != len(columns) for row in rows.values()):
        raise ValueError(f"{name} has pictures of several sizes, or gaps; record it anew")
    if max(shades) > 1:
        raise ValueError(f"{name} has shades beyond its darkest; record it anew")
    return Steps(columns, rows)


def draw_steps(steps: Steps, *, narrow: bool = False) -> str:
    """Return the drawing: a row of pictures for each name, the moments above the first.

    Args:
        steps: what to draw.
        narrow: break the rows, so that a phone shows all of them.
    """
    whole = NARROW if narrow else WIDTH
    side_by_side = min(NARROW_COLUMNS, len(steps.columns)) if narrow else len(steps.columns)
    step = (whole - NAMES) / side_by_side
    parts, top = [], 0.0
    for first in range(0, len(steps.columns), side_by_side):
        part = slice(first, first + side_by_side)
        rows = {name: pictures[part] for name, pictures in steps.rows.items()}
        drawn, top = _draw_band(Steps(steps.columns[part], rows), step, top)
        parts += drawn
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {top:.0f}" '
        f'font-size="28" fill="{INK}">{"".join(parts)}</svg>'
    )


def _draw_band(steps: Steps, step: float, top: float) -> tuple[list[str], float]:
    """Draw rows that are not broken; return also where they end."""
    height, width = (len(part) for part in _first_picture(steps))
    square = (step - GAP) / width
    parts = [
        f'<text x="{NAMES + number * step + (step - GAP) / 2:.1f}" y="{top + 34:.0f}" '
        f'text-anchor="middle" font-weight="700">{escape(column)}</text>'
        for number, column in enumerate(steps.columns)
    ]
    top += HEAD
    for name, pictures in steps.rows.items():
        parts.append(_name(name, top + height * square / 2))
        for number, picture in enumerate(pictures):
            place = f"translate({NAMES + number * step:.1f} {top:.1f}) scale({square:.3f})"
            parts.append(f'<g transform="{place}">{_picture(picture)}</g>')
        top += height * square + GAP
    return parts, top


def _first_picture(steps: Steps) -> tuple[list[list[float]], list[float]]:
    picture = next(iter(steps.rows.values()))[0]
    return picture, picture[0]


def _name(name: str, middle: float) -> str:
    """Write the name of a row, one line for each word or two."""
    lines = name.split("\n")
    first = middle - LEADING * (len(lines) - 1) / 2 + 10
    return "".join(
        f'<text x="0" y="{first + number * LEADING:.1f}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _picture(picture: list[list[float]]) -> str:
    """Draw the squares of a picture, those of one shade together, in a frame."""
    places: dict[float, str] = {}
    for y, line in enumerate(picture):
        for x, shade in enumerate(line):
            places[shade] = places.get(shade, "") + f"M{x} {y}h1v1h-1z"
    width, height = len(picture[0]), len(picture)
    squares = "".join(
        f'<path fill-opacity="{shade:.3g}" d="{path}"/>'
        for shade, path in sorted(places.items())
        if shade
    )
    return (
        f'<rect width="{width}" height="{height}" fill="{PAPER}" stroke="{GREY}" '
        f'stroke-width=".25"/><g shape-rendering="crispEdges">{squares}</g>'
    )


def setup_picture_steps(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("picture-steps", PictureSteps)
