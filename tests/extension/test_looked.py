"""What was looked at is remembered while nothing changed that the look depended on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from tests import looked
from tests.looked import Tally, Thing

FILES: Final = {"index.html": "a", "_static/look.css": "b"}

SEEN: Final = Counter(pages=1, slides=7)


@pytest.fixture
def thing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Thing:
    """Something that a test with a file of its own looks at."""
    monkeypatch.setattr(looked, "FOLDER", tmp_path / "looked")
    code = tmp_path / "test_it.py"
    code.write_text("assert True")
    return Thing("test_it[index]", code, "Chromium 1")


def test_a_look_stands_for_the_next_one_at_the_same_files(thing: Thing) -> None:
    assert thing.recall(FILES.get) is None
    thing.keep(FILES, SEEN)
    assert thing.recall(FILES.get) == SEEN
    assert thing.recall({**FILES, "other.html": "c"}.get) == SEEN


@pytest.mark.parametrize(
    "changed", [{**FILES, "_static/look.css": "c"}, {"index.html": "a"}, {}], ids=str
)
def test_a_file_that_changed_or_went_is_looked_at_again(
    thing: Thing, changed: dict[str, str]
) -> None:
    thing.keep(FILES, SEEN)
    assert thing.recall(changed.get) is None


def test_editions_and_an_undone_edit_are_remembered_side_by_side(thing: Thing) -> None:
    for version in range(looked.MOST_KEPT + 1):
        thing.keep({"index.html": str(version)}, Counter(pages=version))
    for version in range(1, looked.MOST_KEPT + 1):
        assert thing.recall({"index.html": str(version)}.get) == Counter(pages=version)
    assert thing.recall({"index.html": "0"}.get) is None


def test_another_test_browser_or_code_looks_again(thing: Thing, tmp_path: Path) -> None:
    thing.keep(FILES, SEEN)
    changed = tmp_path / "changed.py"
    changed.write_text("assert 1")
    for other in (
        Thing("test_it[other]", thing.code, thing.browser),
        Thing(thing.name, changed, thing.browser),
        Thing(thing.name, thing.code, "Chromium 2"),
    ):
        assert other.recall(FILES.get) is None


def test_a_damaged_memory_is_none(thing: Thing) -> None:
    thing.keep(FILES, SEEN)
    thing.file.write_text('[{"files"')
    assert thing.recall(FILES.get) is None


def test_processes_add_up_and_the_last_lines_say_all() -> None:
    tally = Tally(Counter(pages=2), Counter(), {"Chromium 1"})
    other = Tally(Counter(pages=1), Counter(pages=3, slides=7), {"Chromium 1"})
    tally.add([Tally.from_plain(other.to_plain())])
    assert str(tally) == (
        "looked at in Chromium 1: 6 pages, 7 slides\n"
        "looked again: 3 pages; remembered: 3 pages, 7 slides"
    )
