"""Draw named systems by year, as SVG in the colours of the course.

Kinds stand in lanes side by side; `timeline_column.py` draws them below each other for a phone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from course.labels import PRODUCT, Label, mark
from course.labels import colour as label_colour
from lessondeck.figures.inline import Alternative
from lessondeck.figures.palette import GREY, INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfcheck.model import Item

WIDTH: Final = 1280
TYPE: Final = 26
"""Size of the names; a figure as wide as a slide shows them large enough to be read at its back."""

LINE: Final = 54
"""From one line of names to the next."""

CHIP: Final = 42
"""Height of the box around a name."""

GAP: Final = 12
TOP: Final = 84
"""Room for the headings."""

YEARS: Final = 92
"""Room for the years."""

HEADINGS: Final = {
    Label.TRADITIONAL: "Traditional",
    Label.GENERATIVE: "Generative AI",
    Label.WITH_LLM: "with an LLM inside",
    Label.LLM: "LLM",
}

WIDTHS: Final = ((frozenset("iljtfr.,·'()- "), 0.34), (frozenset("mwMW"), 0.85))
"""Widths of narrow and wide letters, as parts of the size of the type."""


@dataclass(frozen=True)
class Chip:
    """A name in its box: where it stands, counted from the left and from the first line."""

    item: Item
    left: float
    line: int
    width: float


def short_name(item: Item) -> str:
    """Return the name of a system without an article and what stands in brackets."""
    name = re.sub(r"\s*\([^)]*\)", "", item.title)
    bare = name.removeprefix("The ")
    # A maker's own small letter stays, as in "o1".
    return name if bare == name else bare[:1].upper() + bare[1:]


def text_width(text: str) -> float:
    """Return about how wide a text is."""
    return TYPE * sum(
        next((width for letters, width in WIDTHS if letter in letters), _plain(letter))
        for letter in text
    )


def _plain(letter: str) -> float:
    return 0.65 if letter.isupper() else 0.53


def chip_width(item: Item, most: float) -> float:
    """Return the width of the box around a name: shape, name and room at the ends."""
    return min(text_width(short_name(item)) + 62, most)


def flow(items: Sequence[Item], left: float, most: float, first: int) -> list[Chip]:
    """Place names side by side, on as many lines as they need."""
    chips: list[Chip] = []
    at, line = left, first
    for item in items:
        width = chip_width(item, most)
        if at > left and at + width > left + most:
            at, line = left, line + 1
        chips.append(Chip(item, at, line, width))
        at += width + GAP
    return chips


def draw_timeline(items: Sequence[Item]) -> str:
    """Return the drawing of systems that have a year; the oldest stand on top."""
    lanes = _lanes(items)
    years = sorted({item.facts["year"] for item in items})
    chips: list[Chip] = []
    starts: list[tuple[int, int]] = []
    line = 0
    for year in years:
        starts.append((year, line))
        placed = [
            flow(of_kind(items, label, year), left, most, line)
            for label, (left, most) in lanes.items()
        ]
        row = [chip for lane in placed for chip in lane]
        chips += row
        line = max(chip.line for chip in row) + 1
    height = TOP + line * LINE + 76
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-size="{TYPE}">',
        *_frames(lanes, TOP + line * LINE),
        *(_year(year, at) for year, at in starts),
        *(draw_chip(chip, TOP + chip.line * LINE) for chip in chips),
        f'<text x="8" y="{height - 28}" fill="{INK}">{"   ·   ".join(meanings(items))}</text>',
        "</svg>",
    ]
    return "".join(parts)


def describe(items: Sequence[Item]) -> Alternative:
    """Say how many systems there are of each kind, which, and from when to when."""
    years = sorted({item.facts["year"] for item in items})
    kinds = Counter(item.labels[0] for item in items)
    counts = [f"{kinds[label]} {name}" for label, name in HEADINGS.items() if kinds[label]]
    names = "; ".join(
        f"{year}: " + ", ".join(short_name(item) for item in items if item.facts["year"] == year)
        for year in years
    )
    contested = sum(len(item.labels) > 1 for item in items)
    if contested:
        counts[-1] += f"; {contested} of them contested"
    return Alternative(
        f"Timeline of {len(items)} systems from {years[0]} to {years[-1]}",
        f"By kind: {', '.join(counts)}. {names}.",
    )


def of_kind(items: Sequence[Item], label: Label, year: int) -> list[Item]:
    """Return the systems of a kind, by their first label, that are of a year.

    Those with an LLM inside stand among generative AI, behind those without.
    """
    kinds = (label, Label.WITH_LLM) if label == Label.GENERATIVE else (label,)
    of_year = [item for item in items if item.facts["year"] == year]
    return [item for kind in kinds for item in of_year if item.labels[0] == kind]


def _lanes(items: Sequence[Item]) -> dict[Label, tuple[float, float]]:
    """Return where the kinds stand: left end and width; none for a kind that does not occur."""
    traditional = [item for item in items if item.labels[0] == Label.TRADITIONAL]
    widest = max((chip_width(item, 300) for item in traditional), default=0)
    outside = max(widest, text_width(HEADINGS[Label.TRADITIONAL]) + 40) if traditional else 0
    left = YEARS + (outside + 2 * GAP if traditional else 0)
    half = (WIDTH - 8 - left - 5 * GAP - 8) / 2
    lanes = {
        Label.GENERATIVE: (left + 2 * GAP, half),
        Label.LLM: (left + half + 4 * GAP, half),
    }
    return {Label.TRADITIONAL: (YEARS, outside), **lanes} if traditional else lanes


def _frames(lanes: dict[Label, tuple[float, float]], bottom: int) -> list[str]:
    """Draw the frame of generative AI, the area of LLMs in it, and the headings."""
    left = lanes[Label.GENERATIVE][0] - GAP
    inner, most = lanes[Label.LLM]
    outer = area(Label.GENERATIVE, left, 6, WIDTH - 6 - left, bottom + 12, 0.08)
    part = area(Label.LLM, inner - GAP, 18, most + 2 * GAP, bottom - 12, 0.12)
    heads = [heading(label, start, 38) for label, (start, _most) in lanes.items()]
    return [outer, part, *heads]


def heading(label: Label, left: float, top: float) -> str:
    """Draw the shape of a kind and its name."""
    return (
        f'<g transform="translate({left:.0f} {top:.0f})">{mark(label)}'
        f'<text x="36" y="20" font-weight="700" fill="{label_colour(label)}">'
        f"{HEADINGS[label]}</text>"
        "</g>"
    )


def area(label: Label, left: float, top: float, width: float, height: float, fill: float) -> str:
    """Draw the area of a kind: a tint with an outline."""
    colour = label_colour(label)
    return (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" rx="28" '
        f'fill="{colour}" fill-opacity="{fill}" stroke="{colour}" stroke-width="4"/>'
    )


def _year(year: int, line: int) -> str:
    """Write a year at its first line, above a hairline."""
    y = TOP + line * LINE
    rule = (
        f'<path d="M8 {y - 4}H{WIDTH - 24}" stroke="{GREY}" stroke-opacity=".35"/>' if line else ""
    )
    return f'{rule}<text x="8" y="{y + 31}" font-weight="700" fill="{INK}">{year}</text>'


def draw_chip(chip: Chip, top: float) -> str:
    """Draw a name in its box; the style of the line says whether it is contested or a product."""
    item, width = chip.item, chip.width
    colour = label_colour(item.labels[0])
    dashes = ' stroke-dasharray="10 6"' if len(item.labels) > 1 else ""
    box = (
        f'<rect width="{width:.1f}" height="{CHIP}" rx="10" fill="{PAPER}" '
        f'stroke="{colour}" stroke-width="3"{dashes}/>'
    )
    if item.level == PRODUCT:
        box += (
            f'<rect x="5" y="5" width="{width - 10:.1f}" height="{CHIP - 10}" rx="6" fill="none" '
            f'stroke="{colour}" stroke-width="1.500"{dashes}/>'
        )
    name, room = short_name(item), width - 56
    squeeze = (
        f' textLength="{room:.0f}" lengthAdjust="spacingAndGlyphs"'
        if text_width(name) > room + 1
        else ""
    )
    return (
        f'<g transform="translate({chip.left:.1f} {top:.0f})">{box}'
        f'<g transform="translate(12 9)">{mark(item.labels[0])}</g>'
        f'<text x="44" y="30" fill="{INK}"{squeeze}>{escape(name)}</text></g>'
    )


def meanings(items: Sequence[Item]) -> list[str]:
    """Say what the styles of line mean, for those that occur."""
    entries = ["single line: model"]
    if any(item.level == PRODUCT for item in items):
        entries.append("double line: product")
    if any(item.labels[0] == Label.WITH_LLM for item in items):
        entries.append(f"ring: {HEADINGS[Label.WITH_LLM]}")
    if any(len(item.labels) > 1 for item in items):
        entries.append("dashed: contested")
    return entries
