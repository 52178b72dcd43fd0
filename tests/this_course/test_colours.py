"""The colours of the labels: whoever draws with them has those of ``visual.css``.

Labs, reports and drawings each stand alone, so they repeat the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support import REPOSITORY

NAMES: Final = ("traditional", "generative", "llm")

FOLDERS: Final = ("docs", "exercises", "lessondeck", "selfcheck", "notebooks", "slides", "source")


def defined(file: str) -> dict[str, list[str]]:
    """Return the values that a style sheet gives each label, the light one first."""
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    return {name: re.findall(rf"--{name}: (#\w+);", text) for name in NAMES}


VISUAL: Final = defined("source/_static/visual.css")

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
    report = defined("selfcheck/grading/report.css")
    for name in NAMES:
        assert report[name] == VISUAL[name][:2]
