"""Draw named systems by year for a phone: one year below the other, the kinds inside each other.

In each year, traditional systems stand first; an area of generative AI follows, and the LLMs of
the year lie in an area of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from course.labels import Label
from course.timeline_drawing import (
    GAP,
    LINE,
    TYPE,
    Chip,
    area,
    draw_chip,
    flow,
    heading,
    meanings,
    of_kind,
)
from lessondeck.figures.palette import GREY, INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.model import Item

NARROW: Final = 480
EDGE: Final = 6
LEADING: Final = 38
"""From one line of the legend to the next."""

YEAR: Final = 50
"""Height of a year above its systems."""

KEY: Final = 78
"""Height of the areas that show which is which."""


def draw_column(items: Sequence[Item]) -> str:
    """Return the drawing of systems that have a year; the oldest stand on top."""
    parts, top = _key(items)
    for year in sorted({item.facts["year"] for item in items}):
        parts += [
            f'<path d="M{EDGE} {top:.0f}H{NARROW - EDGE}" stroke="{GREY}" stroke-opacity=".35"/>',
            f'<text x="{EDGE}" y="{top + 36:.0f}" font-weight="700" fill="{INK}">{year}</text>',
        ]
        drawn, top = _draw_year(items, year, top + YEAR)
        parts += drawn
    top += GAP
    for entry in meanings(items):
        parts.append(f'<text x="{EDGE}" y="{top + 26:.0f}" fill="{INK}">{entry}</text>')
        top += LEADING
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {NARROW} {top:.0f}" '
        f'font-size="{TYPE}">{"".join(parts)}</svg>'
    )


def _key(items: Sequence[Item]) -> tuple[list[str], float]:
    """Name the kinds, the larger area with the smaller one in it; return also where that ends."""
    parts, top = [], float(EDGE)
    if any(item.labels[0] == Label.TRADITIONAL for item in items):
        parts.append(heading(Label.TRADITIONAL, EDGE + 2 * GAP, top + 4))
        top += LEADING + GAP
    parts += [
        area(Label.GENERATIVE, EDGE, top, NARROW - 2 * EDGE, KEY, 0.08),
        heading(Label.GENERATIVE, EDGE + 2 * GAP, top + 26),
        area(Label.LLM, NARROW / 2 + 4 * GAP, top + GAP, 150, KEY - 2 * GAP, 0.12),
        heading(Label.LLM, NARROW / 2 + 6 * GAP, top + 26),
    ]
    return parts, top + KEY + 2 * GAP


def _draw_year(items: Sequence[Item], year: int, top: float) -> tuple[list[str], float]:
    """Draw the systems of a year, and return also where they end."""
    lanes = {
        label: _stack(of_kind(items, label, year), EDGE + indent * GAP)
        for indent, label in enumerate((Label.TRADITIONAL, Label.GENERATIVE, Label.LLM))
    }
    heights = {label: LINE * (chips[-1].line + 1) for label, chips in lanes.items() if chips}
    frames: list[str] = []
    names: list[str] = []
    for label, chips in lanes.items():
        if label == Label.GENERATIVE and heights.keys() - {Label.TRADITIONAL}:
            inside = heights.get(label, 0) + heights.get(Label.LLM, 0)
            inside += 2 * GAP if Label.LLM in heights else 0
            frames.append(area(label, EDGE, top, NARROW - 2 * EDGE, inside + GAP, 0.08))
            top += GAP
        if label == Label.LLM and chips:
            width = NARROW - 2 * (EDGE + GAP)
            frames.append(area(label, EDGE + GAP, top, width, heights[label] + GAP, 0.12))
            top += GAP
        names += [draw_chip(chip, top + chip.line * LINE) for chip in chips]
        top += heights.get(label, 0)
    return [*frames, *names], top + (2 * GAP if Label.LLM in heights else GAP)


def _stack(items: Sequence[Item], left: float) -> list[Chip]:
    return flow(items, left, NARROW - 2 * left, 0)
