"""Write the grade book as CSV files that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .book import GradeBook

Cell = str | int | float | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_tables(book: GradeBook, folder: Path) -> list[Path]:
    """Write one table each of learners, items, answers and problems.

    Args:
        book: The grade book.
        folder: An existing folder; files of the same name are replaced.

    Returns:
        The files written.
    """
    tables = {
        "learners.csv": _learners(book),
        "items.csv": _items(book),
        "answers.csv": _answers(book),
        "problems.csv": _problems(book),
    }
    return [_write(folder / name, rows) for name, rows in tables.items()]


def _write(path: Path, rows: Iterable[Iterable[Cell]]) -> Path:
    # The byte order mark makes spreadsheets read the file as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_harmless(cell) for cell in row] for row in rows)
    return path


def _harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from taking a text for a formula."""
    if isinstance(cell, str) and cell.lstrip().startswith(_FORMULA):
        return f"'{cell}"
    return round(cell, 4) if isinstance(cell, float) else cell


def _learners(book: GradeBook) -> Iterator[tuple[Cell, ...]]:
    yield "learner", "name_in_file", "exercise", "answered", "items", "credit", "score"
    for entry in book.classes:
        for learner, result in sorted(entry.results.items()):
            answered = sum(f.given is not None for f in result.feedback)
            items = len(result.feedback)
            claimed = book.claimed.get(learner, "")
            credit = result.score * items
            yield learner, claimed, entry.exercise.id, answered, items, credit, result.score


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
