"""What a printer minds: quotation marks in texts of the item bank, and what stays on one line."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.utils.smartquotes import smartyPants
from markupsafe import Markup
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from selfcheck import Exercise, Question

QUOTES: Final = "q"
"""Of what docutils can mend, quotation marks and apostrophes alone."""


def typographic(text: str, language: str) -> str:
    """Return a text with the quotation marks of a language, such as ``en``, and whole numbers."""
    mended: str = smartyPants(text, QUOTES, language)
    return unbroken(mended)


def unbroken(text: str) -> str:
    """Return a text in which no line can end between a number and what it belongs to.

    That is its percent sign, or the name that it numbers, as in "DALL·E 2" or "Pair 1".
    """
    text = re.sub(r"(?<=\d) %", "\N{NO-BREAK SPACE}%", text)
    return re.sub(r"(\b[A-Z][\w·]*) (?=\d\b(?![.,]\d))", "\\1\N{NO-BREAK SPACE}", text)


WHOLE: Final = "whole"
"""The class of what no line may end in; style sheets of pages, decks and paper know it."""

_COMPOUND: Final = re.compile(r"\b\w+(?:-\w+)+")
_LONGEST: Final = 20


def in_pieces(text: str) -> list[tuple[str, bool]]:
    """Split a text, and tell of each piece whether it has to stay on one line.

    A line may end at a hyphen, but not in a name such as GPT-4o or VALL-E: a compound stays
    whole if it has a part with a digit, or one of a letter or two, and is short.
    """
    found = [match.span() for match in _COMPOUND.finditer(text) if _stays_whole(match[0])]
    cuts = sorted({0, len(text), *(cut for span in found for cut in span)})
    return [(text[start:end], (start, end) in found) for start, end in pairwise(cuts)]


def _stays_whole(compound: str) -> bool:
    parts = compound.split("-")
    is_name = any(len(part) <= 2 or any(map(str.isdigit, part)) for part in parts)
    return is_name and len(compound) <= _LONGEST


def as_nodes(text: str) -> list[nodes.Node]:
    """Return a text as nodes, with what stays on one line marked."""
    return [
        nodes.inline("", piece, classes=[WHOLE]) if whole else nodes.Text(piece)
        for piece, whole in in_pieces(text)
    ]


def as_markup(text: str) -> Markup:
    """Return a text as HTML, with what stays on one line marked."""
    return Markup("").join(
        Markup('<span class="{}">{}</span>').format(WHOLE, piece) if whole else piece
        for piece, whole in in_pieces(text)
    )


AS_TYPED: Final = (
    nodes.FixedTextElement,
    nodes.literal,
    nodes.math,
    nodes.raw,
)
"""What is shown as somebody typed it."""


class KeepTogether(SphinxTransform):
    """Keeps numbers with their percent sign, and names with a hyphen, on one line in prose."""

    default_priority = 760  # after Sphinx has set the quotation marks

    def apply(self, **_kwargs: object) -> None:
        """Replace the space, and mark the names, in each text that isn't code."""
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, AS_TYPED):
                continue
            mended = unbroken(text)
            if mended != text or any(whole for _piece, whole in in_pieces(mended)):
                text.parent.replace(text, as_nodes(mended))


def set_in_type(exercise: Exercise, language: str) -> Exercise:
    """Return an exercise as it is shown; ids and choices stay as they are."""

    def question(plain: Question) -> Question:
        return replace(
            plain,
            title=typographic(plain.title, language),
            prompt=typographic(plain.prompt, language),
            right=reasons(plain.right),
            nearly=reasons(plain.nearly),
            wrong=reasons(plain.wrong),
            hints=tuple(typographic(hint, language) for hint in plain.hints),
        )

    def reasons(plain: Mapping[str, str]) -> dict[str, str]:
        return {choice: typographic(reason, language) for choice, reason in plain.items()}

    return replace(
        exercise,
        title=typographic(exercise.title, language),
        questions=tuple(map(question, exercise.questions)),
    )


def setup_typography(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(KeepTogether)
