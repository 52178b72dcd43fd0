"""How a text names the works that it cites: author and year, and "and others" in plain English."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

if TYPE_CHECKING:
    from pybtex.database import Entry
    from pybtex.style import FormattedEntry
    from pybtex.style.formatting import BaseStyle
    from sphinx.environment import BuildEnvironment

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


FORMATTED: Final[dict[tuple[str, str, str], tuple[Entry, FormattedEntry]]] = {}
"""Works as a style writes them, by the name of the style, their label and their key."""


def remembering(name: str, style: type[BaseStyle]) -> type[BaseStyle]:
    """Return a style that writes a work once, as long as it stays the same.

    sphinxcontrib-bibtex has each work written twice by each builder, after every change.
    """

    class Remembering(style):  # type: ignore[misc]
        def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
            known = FORMATTED.get((name, label, entry.key))
            if known is None or known[0] != entry:
                known = (entry, super().format_entry(label, entry, bib_data))
                FORMATTED[name, label, entry.key] = known
            return known[1]

    return Remembering


def recall(env: BuildEnvironment) -> None:
    """Take over the works that an earlier build wrote."""
    data = env.domaindata.get("cite", {})
    for citation in data.get("citations", ()):
        name = data["bibliographies"][citation.bibliography_key].style
        formatted = citation.formatted_entry
        FORMATTED[name, formatted.label, citation.entry.key] = (citation.entry, formatted)
