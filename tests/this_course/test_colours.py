"""The colours of the labels: whoever draws with them has those of the bank.

Labs, reports and drawings each stand alone, so they repeat the values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from lessondeck.bank.choices import sheet_of
from selfcheck.grading.book import ClassResults, GradeBook
from selfcheck.grading.report import write_report
from tests.bank import shipped
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES: Final = ("traditional", "generative", "llm")

FOLDERS: Final = ("docs", "exercises", "lessondeck", "selfcheck", "notebooks", "slides", "source")


VISUAL: Final = {
    choice.id: list(choice.colours)
    for choice in shipped().facets["label"].choices
    if choice.colours
}

LIGHT: Final = {name: values[0] for name, values in VISUAL.items()}


def files(*suffixes: str) -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*")):
            if path.suffix in suffixes and "node_modules" not in path.parts:
                yield path


def test_fallbacks_are_the_light_colours() -> None:
    wrong, seen = [], set()
    for path in files(".py", ".css", ".js", ".svg", ".html", ".ipynb", ".md"):
        for name, value in re.findall(
            rf"var\(--({'|'.join(NAMES)}), ?(#\w+)\)", path.read_text(encoding="utf-8")
        ):
            seen.add(name)
            if value != LIGHT[name]:
                wrong.append(f"{path.relative_to(REPOSITORY)}: --{name} is {value}")
    assert seen == {*NAMES}
    assert not wrong


@pytest.mark.parametrize(
    "lab", sorted((REPOSITORY / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_labs_draw_in_the_colours_of_the_labels_and_in_greys(lab: Path) -> None:
    colours = set(re.findall(r"#[0-9a-fA-F]{6}\b", lab.read_text(encoding="utf-8")))
    bright = {colour for colour in colours if not is_grey(colour)}
    assert bright
    assert bright <= {*LIGHT.values()}


def is_grey(colour: str) -> bool:
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return max(parts) - min(parts) <= 8


def test_report_on_a_class_has_the_colours_of_pages() -> None:
    exercise = next(e for e in shipped().exercises.values() if e.facet and e.facet.rule)
    report = write_report(GradeBook((ClassResults(exercise),), (), (), (), 0))
    for name, values in VISUAL.items():
        assert re.findall(rf"--{name}: (#\w+);", report) == values


def test_pages_and_decks_have_the_colours_of_the_bank() -> None:
    sheet = sheet_of(shipped().facets)
    for name, (light, dark) in VISUAL.items():
        assert re.findall(rf"--{name}: (#\w+);", sheet) == [light, dark, dark]
