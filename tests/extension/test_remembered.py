"""Tests that no lesson can change are left out while nothing else changed, and no others are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests import remembered
from tests.remembered import READ, is_lesson, keep, kept
from tests.support import REPOSITORY

A_TEST: Final = "tests/extension/test_a.py::test_one"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a small repository in place of this one, with nothing kept."""
    monkeypatch.setattr(remembered, "REPOSITORY", tmp_path)
    monkeypatch.setattr(remembered, "FOLDER", tmp_path / "build")
    monkeypatch.setattr(remembered, "FILE", tmp_path / "build" / "passed.json")
    for name in ("index.md", "source/birds.md", "source/look.css", "code.py", ".git/index"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("before")
    remembered.state.cache_clear()
    yield tmp_path
    remembered.state.cache_clear()


def state_after(file: Path) -> str:
    file.write_text("after")
    remembered.state.cache_clear()
    return remembered.state()


@pytest.mark.parametrize("name", ["index.md", "source/birds.md", ".git/index", "build/site.html"])
def test_a_lesson_or_what_was_built_changes_nothing(repository: Path, name: str) -> None:
    before = remembered.state()
    (repository / name).parent.mkdir(exist_ok=True)
    assert state_after(repository / name) == before


@pytest.mark.parametrize("name", ["code.py", "source/look.css", "source/new.svg", "README.md"])
def test_any_other_file_changes_the_state(repository: Path, name: str) -> None:
    before = remembered.state()
    assert state_after(repository / name) != before


def test_what_passed_is_kept_for_its_state_alone(repository: Path) -> None:
    keep([A_TEST])
    keep(["tests/extension/test_a.py::test_two"])
    assert kept()[remembered.state()] == [A_TEST, "tests/extension/test_a.py::test_two"]
    assert state_after(repository / "code.py") not in kept()


def test_few_states_are_kept(repository: Path) -> None:
    for number in range(2 * remembered.MOST_KEPT):
        (repository / "code.py").write_text(str(number))
        remembered.state.cache_clear()
        keep([A_TEST])
    assert len(kept()) == remembered.MOST_KEPT
    assert remembered.state() in kept()


def test_lessons_are_told_by_their_place() -> None:
    assert is_lesson("source/students/paths.md")
    assert is_lesson("slides/talk.md")
    assert not is_lesson("tests/course/source/birds.md")
    assert not is_lesson("README.md")


def test_a_test_of_the_extension_that_reads_a_lesson_is_noted() -> None:
    (REPOSITORY / "index.md").read_text(encoding="utf-8")
    assert READ == ["index.md"]
    READ.clear()
