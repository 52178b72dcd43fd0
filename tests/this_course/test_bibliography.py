"""The works of the course: each is cited, and says what was checked of it, when, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pybtex.database import parse_file

from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Mapping

WORKS: Final[Mapping[str, str]] = {
    key: str(entry.fields.get("note", ""))
    for key, entry in parse_file(REPOSITORY / "source" / "references.bib").entries.items()
}

CITATION: Final = re.compile(r"\{cite:[pt]\}`([^`]+)`")

CHECKED: Final = re.compile(r"\bchecked (20\d\d-\d\d-\d\d) against\b")

COPY: Final = re.compile(r"\b(?:copy of|published on) \d+ [A-Z][a-z]+ 20\d\d\b")
"""What stands for a check of a table: the date of the copy that is used."""


def cited() -> set[str]:
    """Return the keys that pages and lessons cite."""
    texts = (path.read_text(encoding="utf-8") for path in REPOSITORY.glob("source/**/*.md"))
    lists = (keys for text in texts for keys in CITATION.findall(text))
    return {key.strip() for keys in lists for key in keys.split(",")}


def test_no_work_is_listed_that_nothing_cites() -> None:
    assert sorted(WORKS.keys() - cited()) == []


def test_every_work_says_what_was_checked() -> None:
    unsaid = [key for key, note in WORKS.items() if not (CHECKED.search(note) or COPY.search(note))]
    assert unsaid == []
