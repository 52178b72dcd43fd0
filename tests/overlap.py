"""Find sentences that the course shares with other texts: ``python -m tests.overlap FOLDER``.

Reported is every run of eight words that stands in a lesson, an item or a lab and in a text file
of the folder.  Of a CSV file only columns of free text count: names and titles are facts.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support import REPOSITORY

RUN: Final = 8
"""How many words in a row make an overlap."""

WORKS: Final = "references"
"""Name of a list of works: it consists of titles."""

TEXTS: Final = (".md", ".txt", ".rst", ".csv")

OURS: Final = (
    "index.md",
    "source/**/*.md",
    "slides/*.md",
    "exercises/**/*.yml",
    "notebooks/*.ipynb",
)

FREE_TEXT: Final = 12
"""A column whose cells have this many words on average holds free text."""

TITLES: Final = re.compile(
    "name|title|reference|link|author|organi[sz]ation|citation", re.IGNORECASE
)


QUOTED: Final = re.compile(r'"[^"]{,600}"|\u201c[^\u201d]{,600}\u201d|`[^`]{,600}`')
"""What stands between marks of quotation."""


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of words in a text, without regard to case, marks and line breaks."""
    text = re.sub(r"https?://\S+", " ", text)
    words = re.findall(r"\w+", text.casefold().replace("\u2019", "").replace("'", ""))
    found = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    # A row of a table that says "no" eight times is no sentence.
    return {run for run in found if len(set(run)) > 2}


def columns(path: Path) -> dict[str, list[str]]:
    """Return the filled cells of a CSV file by column."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = rows[0] if rows else ()
    return {name: [row[name] for row in rows if row[name]] for name in names}


def free_text(path: Path) -> Iterator[str]:
    """Return the cells of the columns of a CSV file that hold free text."""
    for column, cells in columns(path).items():
        words = sum(len(cell.split()) for cell in cells)
        if cells and words / len(cells) >= FREE_TEXT and not TITLES.search(column):
            yield from cells


def titles(folder: Path) -> set[tuple[str, ...]]:
    """Return the runs of words in titles: a text may repeat a title, and so may the course."""
    cells = (
        cell
        for path in sorted(folder.rglob("*.csv"))
        for column, filled in columns(path).items()
        if TITLES.search(column)
        for cell in filled
    )
    return {run for cell in cells for run in runs(cell)}


def unquoted(text: str) -> str:
    """Leave out what a text quotes: a review of the course quotes the course's own sentences."""
    return QUOTED.sub(" | ", text)


def foreign(folder: Path) -> Iterator[tuple[Path, str]]:
    """Return the texts of a folder that is compared with."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in TEXTS and path.stem != WORKS:
            texts = (
                free_text(path) if path.suffix == ".csv" else [unquoted(path.read_text("utf-8"))]
            )
            yield from ((path.relative_to(folder), text) for text in texts)


def own() -> Iterator[tuple[Path, str]]:
    """Return the texts of the course."""
    for pattern in OURS:
        for path in sorted(REPOSITORY.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".ipynb":
                cells = json.loads(text)["cells"]
                text = "\n\n".join("".join(cell["source"]) for cell in cells)
            yield path.relative_to(REPOSITORY), text


def overlaps(folder: Path) -> list[str]:
    """Return a line for every shared run, with both places."""
    free = titles(folder)
    known = {run: path for path, text in foreign(folder) for run in runs(text)}
    return [
        f"{path}: “{' '.join(run)}” is also in {known[run]}"
        for path, text in own()
        for run in sorted((runs(text) & known.keys()) - free)
    ]


def main(folder: str) -> int:
    """Print the overlaps; return 1 if there are some, or if there is nothing to compare with."""
    if not any(True for _ in foreign(Path(folder))):
        print(f"{folder} holds no text to compare with")
        return 1
    found = overlaps(Path(folder))
    print(*found, f"{len(found)} runs of {RUN} words are shared", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
