"""The visual code in drawings: each label with its colour, its shape and its name.

Colours are those of the page, so that a drawing follows light, dark and the slide.
"""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from selfcheck.model import Label

COLOURS: Final = {
    Label.TRADITIONAL: "var(--traditional, #264a66)",
    Label.GENERATIVE: "var(--generative, #753700)",
    Label.WITH_LLM: "var(--generative, #753700)",
    Label.LLM: "var(--llm, #4f2684)",
}


def mark(label: Label) -> str:
    """Draw the shape of a label, 24 wide and high."""
    colour = COLOURS[label]
    if label is Label.TRADITIONAL:
        return f'<rect x="2" y="2" width="20" height="20" fill="{colour}"/>'
    if label is Label.GENERATIVE:
        return f'<circle cx="12" cy="12" r="11" fill="{colour}"/>'
    if label is Label.WITH_LLM:
        return (
            f'<circle cx="12" cy="12" r="10.750" fill="none" stroke="{colour}" '
            'stroke-width="2.500"/><path fill="none" stroke-width="2" stroke-dasharray="3 1.600" '
            f'stroke="{COLOURS[Label.LLM]}" '
            'd="M6.300 18.500L8 14.800A5.400 5.400 0 1 1 11 16.800z"/>'
        )
    return f'<path fill="{colour}" d="M6.500 20.500A11 11 0 1 1 12 23L3 27z"/>'


def inline_mark(choice: str) -> Markup:
    """Return the shape of a label for a line of text, or nothing for any other choice.

    It is hidden from screen readers, since the name of the label stands beside it.
    """
    if choice not in COLOURS:
        return Markup()
    drawing = Markup(mark(Label(choice)))
    return Markup('<svg class="label-mark" aria-hidden="true" viewBox="0 0 24 28">{}</svg>').format(
        drawing
    )
