"""The labels of this course in its drawings: each with its colour and its mark, as the bank has it.

Colours are those of the page, so that a drawing follows light, dark and the slide.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.core.digests import Stamps, stamps
from selfcheck.authoring import read_facets_file
from selfcheck.facets import Facet, colour_of, drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

BANK: Final = Path(__file__).parents[1] / "exercises"


class Label(StrEnum):
    """The beginner's label, of which drawings know how they lie to each other."""

    TRADITIONAL = "traditional"
    GENERATIVE = "generative"
    WITH_LLM = "with-llm"
    LLM = "llm"


PRODUCT: Final = "product"
"""The level of what people open and use."""


def mark(label: str) -> str:
    """Draw the mark of a label, 24 wide and high."""
    facet = _facets(stamps([BANK / "facets.yml"]))["label"]
    choice = facet.choice(label)
    assert choice is not None, label
    return drawn(facet, choice, fallback=True)


def colour(label: str) -> str:
    """Return the colour of a label, as drawings name it."""
    return colour_of(_facets(stamps([BANK / "facets.yml"]))["label"], label)


@lru_cache(maxsize=1)
def _facets(_stamps: Stamps) -> Mapping[str, Facet]:
    return read_facets_file(BANK)
