"""The drawing of the packages shows what they import, and the page says what each is for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture import draw, essential, packages, rows
from tests.support import REPOSITORY
from tests.this_course.docs.reading import DOCS

DRAWING: Final = DOCS / "figures" / "packages.svg"


def test_the_drawing_is_that_of_the_imports(request: pytest.FixtureRequest) -> None:
    drawn = draw(packages(REPOSITORY))
    if request.config.getoption("refresh"):
        DRAWING.write_text(drawn, encoding="utf-8")
    assert DRAWING.read_text(encoding="utf-8") == drawn, "draw it anew: pytest … --refresh"


def test_the_page_says_what_each_package_is_for() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `(\w+)` \| ", page, re.MULTILINE)
    assert sorted(explained) == sorted(packages(REPOSITORY))


def test_packages_are_told_by_their_imports(tmp_path: Path) -> None:
    for name, text in {
        "lessondeck/__main__.py": "from lessondeck.slides import deck\n",
        "lessondeck/slides/deck.py": "def late():\n    import lessondeck.core.nodes\n",
        "lessondeck/slides/layout.py": "from lessondeck.slides.deck import x\nimport sphinx\n",
        "lessondeck/core/nodes.py": "from exercises import bank\n",
        "exercises/bank.py": "",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    graph = packages(tmp_path)
    assert graph == {
        "command": {"slides"},
        "slides": {"core"},
        "core": {"exercises"},
        "exercises": set(),
    }
    assert rows(graph) == {"command": 3, "slides": 2, "core": 1, "exercises": 0}


def test_arrows_that_others_make_up_are_left_out() -> None:
    graph = {"a": {"b", "c", "d"}, "b": {"c"}, "c": set(), "d": {"c"}}
    assert essential(graph) == {"a": {"b", "d"}, "b": {"c"}, "c": set(), "d": {"c"}}
    drawing = draw(graph)
    assert drawing.count("marker-end") == 4
    assert "a imports b, c, d. b imports c." in drawing


def test_a_circle_is_named() -> None:
    with pytest.raises(ValueError, match="a → b → a"):
        rows({"a": {"b"}, "b": {"a"}})
