"""What a printer minds: quotation marks in texts of the item bank, and numbers kept whole."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from docutils import nodes
from docutils.utils.smartquotes import smartyPants
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from exercises import Exercise, Question

QUOTES: Final = "q"
"""Of what docutils can mend, quotation marks and apostrophes alone."""


def typographic(text: str, language: str) -> str:
    """Return a text with the quotation marks of a language, such as ``en``, and whole numbers."""
    mended: str = smartyPants(text, QUOTES, language)
    return unbroken(mended)


def unbroken(text: str) -> str:
    """Return a text in which no line can end between a number and its percent sign."""
    return re.sub(r"(?<=\d) %", "\N{NO-BREAK SPACE}%", text)


AS_TYPED: Final = (
    nodes.FixedTextElement,
    nodes.literal,
    nodes.math,
    nodes.raw,
)
"""What is shown as somebody typed it."""


class KeepNumbersWhole(SphinxTransform):
    """Keeps a number and its percent sign on one line, in prose of lessons and labs."""

    default_priority = 760  # after Sphinx has set the quotation marks

    def apply(self, **_kwargs: object) -> None:
        """Replace the space in each text that isn't code."""
        for text in list(self.document.findall(nodes.Text)):
            mended = unbroken(text)
            if mended != text and not isinstance(text.parent, AS_TYPED):
                text.parent.replace(text, nodes.Text(mended))


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
    app.add_transform(KeepNumbersWhole)
