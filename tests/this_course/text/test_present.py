"""A statement about the present bears a date, or somebody has checked it within a year.

A course on systems that change every few months grows wrong without an edit.  So whatever speaks
of "today" is listed in a file with the day of its last check, and this test asks for a new look
once that day is more than a year ago.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import yaml

from tests.support import REPOSITORY
from tests.this_course.text.lesson import LESSONS, Lesson
from tests.this_course.text.readability import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST: Final = REPOSITORY / "source" / "present.yml"

VALID: Final = timedelta(days=365)
"""How long a check holds."""

PAGES: Final = ("reference/questions", "reference/glossary", "students/summary")
"""Pages beside the lessons that state facts."""

PRESENT: Final = re.compile(
    r"\b(?:[Tt]oday|nowadays|[Cc]urrently|at present|by now|these days|newest|latest|newer)\b"
    r"|\bno longer\b|\bstill (?:in use|to download|for sale)\b"
    r"|\bnow (?:reads?|makes?|uses?|runs?|has|have|is|are)\b|\b(?:is|are|can|has|have) now\b"
)
"""Words that speak of the day on which somebody reads them."""

DATED: Final = re.compile(r"\b(?:19|20)\d\d\b")
"""A year: a paragraph with one says itself when it held."""


@cache
def listed() -> dict[str, date]:
    """Return the beginnings of statements about the present, each with the day of its check."""
    found: dict[str, date] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return found


def statements() -> Iterator[tuple[str, str]]:
    """Return the sentences that speak of the present in texts without a year, with their places."""
    pages = [Lesson(REPOSITORY / "source" / f"{page}.md") for page in PAGES]
    for lesson in [*LESSONS, *pages]:
        for block in lesson.blocks:
            if block.kind in {"heading", "title"} or DATED.search(block.text):
                continue
            for sentence in sentences(block.text):
                if PRESENT.search(sentence):
                    yield lesson.place(block.line), sentence


def overdue(checks: dict[str, date], day: date) -> list[str]:
    """Return the statements whose last check is more than a year before a day."""
    return [says for says, checked in checks.items() if day - checked > VALID]


def test_every_statement_about_the_present_is_dated_or_listed() -> None:
    known = tuple(listed())
    faults = [
        f"{place}: {sentence}" for place, sentence in statements() if not sentence.startswith(known)
    ]
    assert not faults, (
        f"say when this holds, or check it and list its beginning in {LIST.name}:\n"
        + "\n".join(faults)
    )


def test_every_listed_statement_is_in_the_course() -> None:
    said = [sentence for _, sentence in statements()]
    gone = [says for says in listed() if not any(each.startswith(says) for each in said)]
    assert not gone, f"nobody says these any more; take them out of {LIST.name}: {gone}"


def test_no_check_is_older_than_a_year() -> None:
    late = overdue(listed(), date.today())
    assert not late, f"check these again, and enter the day in {LIST.name}: {late}"


def test_a_check_holds_for_a_year() -> None:
    checks = {"Today's models": date(2026, 11, 29)}
    assert overdue(checks, date(2027, 11, 29)) == []
    assert overdue(checks, date(2027, 11, 30)) == ["Today's models"]


def test_words_of_the_present_are_found() -> None:
    speaking = ["Today's models guess.", "Many now read pictures.", "It is no longer sold."]
    silent = ["It is so now and then.", "Now take out your note.", "And still it failed."]
    assert [text for text in speaking if not PRESENT.search(text)] == []
    assert [text for text in silent if PRESENT.search(text)] == []
