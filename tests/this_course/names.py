"""The pages, lessons, decks and labs of this course, told from its sources.

So the tests know what has to be there before anything is built, and miss what a build leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lessondeck.building.workshop import Workshop
from lessondeck.core.builders import DECK_FOLDER
from lessondeck.core.config import EDITIONS
from tests.support import REPOSITORY

SLIDE: Final = re.compile(r'<section\b[^>]*\sclass="slide ')
FRAGMENT: Final = re.compile(r'<[^>]+\sclass="(?:[^"]* )?fragment[ "]')


def _names(*patterns: str) -> Iterator[str]:
    for pattern in patterns:
        for path in sorted(REPOSITORY.glob(pattern)):
            yield path.relative_to(REPOSITORY).with_suffix("").as_posix()


LESSONS: Final = [*_names("source/*.md")]

COMPOSED: Final = [*_names("slides/*.md")]
"""Decks of several lessons."""

DECKS: Final = [*COMPOSED, *LESSONS]

LABS: Final = [*_names("notebooks/*.ipynb")]

MADE: Final = ["genindex", "search"]
"""Pages that have no source of their own."""

PAGES: Final = [*_names("index.md", "docs/*.md", "source/**/*.md"), *COMPOSED, *LABS, *MADE]


def floors() -> dict[str, int]:
    """Return how many pages, decks, slides and fragments a whole run has to look at.

    Pages and decks are told by their sources, slides and fragments by the files of the decks.
    """
    slides = fragments = 0
    for edition in EDITIONS:
        folder = Workshop(REPOSITORY, edition).published / DECK_FOLDER
        for deck in DECKS:
            markup = (folder / f"{deck}.html").read_text(encoding="utf-8")
            slides += len(SLIDE.findall(markup))
            fragments += len(FRAGMENT.findall(markup))
    return {
        "pages": len(EDITIONS) * len(PAGES),
        "decks": len(EDITIONS) * len(DECKS),
        "slides": slides,
        "fragments": fragments,
    }
