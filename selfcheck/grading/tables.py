"""Write the grade book as CSV files that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .book import GradeBook

Cell = str | int | float | None

_FORMULA = re.compile(
    # At the start, or behind what a spreadsheet may take for the end of a cell.
    r"""((?:^|[;,|:"'\t\r\n])[\s\u200b-\u200f\u2060\ufeff]*)([=+\-@\uff1d\uff0b\uff0d\uff20])"""
)


def write_tables(book: GradeBook, folder: Path) -> list[Path]:
    """Write one table each of learners, their exercises, items, answers and problems.

    Args:
        book: The grade book.
        folder: An existing folder; files of the same name are replaced.

    Returns:
        The files written.
    """
    tables = {
        "gradebook.csv": _gradebook(book),
        "learners.csv": _learners(book),
        "items.csv": _items(book),
        "answers.csv": _answers(book),
        "problems.csv": _problems(book),
    }
    return [_write(folder / name, rows) for name, rows in tables.items()]


def _write(path: Path, rows: Iterable[Iterable[Cell]]) -> Path:
    # The byte order mark makes spreadsheets read the file as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return path


def _harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from taking a text for a formula, whatever it takes for a separator."""
    if isinstance(cell, str):
        return _harmless_text(cell)
    return round(cell, 4) if isinstance(cell, float) else cell


@lru_cache(maxsize=10_000)
def _harmless_text(text: str) -> str:
    return _FORMULA.sub(r"\1'\2", text)


def _gradebook(book: GradeBook) -> Iterator[tuple[Cell, ...]]:
    """Yield one line for each learner, with the points of each exercise."""
    yield (
        *("learner", "id", "name_in_file", "files"),
        *(entry.exercise.id for entry in book.classes),
        *("points", "possible", "mean_score", "look_at_by_hand"),
    )
    for person in book.people:
        name = person.name
        points = (entry.points(name) for entry in book.classes)
        summed = book.points(name), book.possible, book.score(name)
        opened = " ".join(book.open(name))
        yield name, person.lms_id, person.claimed, person.files, *points, *summed, opened


def _learners(book: GradeBook) -> Iterator[tuple[Cell, ...]]:
    """Yield one line for each exercise that a learner handed in."""
    yield (
        *("learner", "id", "name_in_file", "exercise", "status", "answered", "items"),
        *("credit", "score", "file"),
    )
    for entry in book.classes:
        items = len(entry.exercise.questions)
        for person in book.people:
            who = person.name, person.lms_id, person.claimed, entry.exercise.id
            file = entry.files.get(person.name, "")
            result = entry.results.get(person.name)
            if person.name in entry.open:
                yield *who, "look at by hand", None, items, None, None, file
            elif result is not None:
                answered = sum(f.given is not None for f in result.feedback)
                points = entry.points(person.name), result.score
                yield *who, "graded", answered, items, *points, file


def _items(book: GradeBook) -> Iterator[tuple[Cell, ...]]:
    yield (
        *("exercise", "item", "title", "right", "n", "answered", "facility"),
        *("item_rest_correlation", "distractor", "distractor_count"),
    )
    for entry in book.classes:
        for item in entry.items:
            distractor, count = item.distractors[0] if item.distractors else (None, None)
            right = " or ".join(item.question.right)
            named = (entry.exercise.id, item.question.id, item.question.title, right)
            yield *named, item.n, item.answered, item.facility, item.item_rest, distractor, count


def _answers(book: GradeBook) -> Iterator[tuple[Cell, ...]]:
    yield "learner", "exercise", "item", "given", "credit"
    for entry in book.classes:
        for learner, result in sorted(entry.results.items()):
            for feedback in result.feedback:
                item = feedback.question.id
                yield learner, entry.exercise.id, item, feedback.given, feedback.credit


def _problems(book: GradeBook) -> Iterator[tuple[Cell, ...]]:
    yield "learner", "file", "reason"
    for problem in book.problems:
        yield problem.learner, problem.file, problem.reason
