"""Quotation marks and apostrophes for texts of the item bank, as Sphinx sets them in lessons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from docutils.utils.smartquotes import smartyPants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exercises import Exercise, Question

QUOTES: Final = "q"
"""Of what docutils can mend, quotation marks and apostrophes alone."""


def typographic(text: str, language: str) -> str:
    """Return a text with the quotation marks of a language, such as ``en``."""
    mended: str = smartyPants(text, QUOTES, language)
    return mended


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
