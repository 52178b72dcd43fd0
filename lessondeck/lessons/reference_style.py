"""How a text names the works that it cites: author and year, and "and others" in plain English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

NAME: Final = "author_year_plain"
"""What ``bibtex_reference_style`` calls the style."""


def _plain_persons() -> PersonStyle:
    """Return names that go on as BibTeX's ``and others`` does, however many an entry lists."""
    return PersonStyle(other=" and others")


@dataclass
class PlainAuthorYear(AuthorYearReferenceStyle):
    """Author and year, in brackets or in the sentence; from three authors on, the first alone."""

    person: PersonStyle = field(default_factory=_plain_persons)


def register() -> None:
    """Make the style known to sphinxcontrib-bibtex by its name."""
    register_plugin("sphinxcontrib.bibtex.style.referencing", NAME, PlainAuthorYear, force=True)
