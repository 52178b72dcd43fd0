"""The shape that belongs to each label, so that colour never carries the meaning alone.

Square for traditional AI, circle for generative AI without a large language model, a circle that
holds a dashed speech bubble for generative AI with one inside, and a full bubble inside a circle
for a large language model, which is always drawn inside the generative area.
"""

from __future__ import annotations

from .model import Label

_DRAWINGS: dict[str, tuple[str, str]] = {
    Label.TRADITIONAL: (
        "--traditional",
        '<rect x="3" y="3" width="14" height="14" fill="currentColor"/>',
    ),
    Label.GENERATIVE: (
        "--generative",
        '<circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="3"/>',
    ),
    Label.WITH_LLM: (
        "--generative",
        '<circle cx="10" cy="10" r="8.9" fill="none" stroke="currentColor" stroke-width="2"/>'
        '<path d="M5.200 15.200L6.800 12A4.400 4.400 0 1 1 9.200 13.800z" fill="none" '
        'stroke="var(--llm,currentColor)" stroke-width="1.600" stroke-dasharray="2.500 1.300"/>',
    ),
    Label.LLM: (
        "--llm",
        '<circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<circle cx="10" cy="9.5" r="4" fill="currentColor"/>'
        '<path d="M7 11l-1 5 5-3z" fill="currentColor"/>',
    ),
}


LEFT = ' style="text-align:left"'
"""For the cells of a table: notebooks set them to the right otherwise."""

CELL = ' style="text-align:left;vertical-align:top;overflow-wrap:anywhere"'
"""For the cells of a table with texts: beside a long one, a name starts at its first line."""


def shape(label: str) -> str:
    """Return a small inline drawing for a label, or nothing for any other choice.

    The drawing is hidden from screen readers: the name stands beside it.
    Without the course's colours it takes the colour of the text.
    """
    drawing = _DRAWINGS.get(label)
    if drawing is None:
        return ""
    colour, paths = drawing
    return (
        '<svg aria-hidden="true" viewBox="0 0 20 20" width="1em" height="1em" '
        f'style="color:var({colour},currentColor);vertical-align:-.12em;margin-right:.3em">'
        f"{paths}</svg>"
    )
