"""The marks of choices in what notebooks show: colour never carries the meaning alone."""

from __future__ import annotations

from .facets import FRAME, Facet, colour_of, drawn

LEFT = ' style="text-align:left"'
"""For the cells of a table: notebooks set them to the right otherwise."""

CELL = ' style="text-align:left;vertical-align:top;overflow-wrap:anywhere"'
"""For the cells of a table with texts: beside a long one, a name starts at its first line."""


def inline(facet: Facet | None, value: str) -> str:
    """Return a small inline drawing for a choice, or nothing if it has no mark.

    The drawing is hidden from screen readers: the name stands beside it.
    Without the course's colours it takes the colour of the text.

    Args:
        facet: What was asked, if it is a facet.
        value: The id of a choice.
    """
    choice = None if facet is None else facet.choice(value)
    if facet is None or choice is None or not choice.mark:
        return ""
    colour = colour_of(facet, value, fallback=False)
    return (
        f'<svg aria-hidden="true" viewBox="{FRAME}" width="1em" height="1em" '
        f'style="color:{colour};vertical-align:-.12em;margin-right:.3em">'
        f"{drawn(facet, choice, fallback=False)}</svg>"
    )
