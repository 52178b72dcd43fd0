"""Tests that no lesson can change are left out while nothing else changed, and no others are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests import remembered
from tests.browser.sites import serve
from tests.remembered import LISTED, READ, is_kept, is_lesson, keep, kept
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
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    for function in (remembered.state, remembered.digest_of, remembered.names_of_lessons):
        function.cache_clear()


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
    another = "tests/extension/test_a.py::test_two"
    keep({A_TEST: {}})
    keep({another: {}})
    assert kept()[remembered.state()] == {A_TEST: {}, another: {}}
    assert state_after(repository / "code.py") not in kept()


@pytest.mark.parametrize("edited", [False, True])
def test_a_run_beside_which_a_file_was_edited_is_not_kept(
    repository: Path, monkeypatch: pytest.MonkeyPatch, *, edited: bool
) -> None:
    monkeypatch.setattr(remembered, "PASSED", {A_TEST: {}})
    remembered.pytest_sessionstart()
    if edited:
        (repository / "code.py").write_text("after")
    remembered.keep_unless_edited()
    assert bool(kept()) is not edited


def test_few_states_are_kept(repository: Path) -> None:
    for number in range(2 * remembered.MOST_KEPT):
        (repository / "code.py").write_text(str(number))
        remembered.state.cache_clear()
        keep({A_TEST: {}})
    assert len(kept()) == remembered.MOST_KEPT
    assert remembered.state() in kept()


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("build/site/birds.html", True),
        ("build/site/fish.html", False),
        ("build/site/absent.html", True),
        ("source/birds.md", False),
        ("source/new.md", True),
    ],
)
def test_a_test_runs_again_when_a_file_changed_that_it_read(
    repository: Path, changed: str, *, again: bool
) -> None:
    for name in ("birds.html", "fish.html"):
        (repository / "build" / "site").mkdir(parents=True, exist_ok=True)
        (repository / "build" / "site" / name).write_text("before")
    read = ("build/site/birds.html", "build/site/absent.html")
    files = {name: remembered.digest_of(name) for name in read}
    keep({A_TEST: files | {remembered.LESSONS: remembered.names_of_lessons()}})
    assert is_kept(A_TEST, kept()[remembered.state()])
    (repository / changed).write_text("after")
    forget()
    assert is_kept(A_TEST, kept()[remembered.state()]) is not again


def test_what_a_test_reads_of_a_site_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "_watched", f"{remembered.OF_SITES}test_a.py::test_one")
    (tmp_path / "course").symlink_to(REPOSITORY / "build" / "site")
    with serve(tmp_path) as address, pytest.raises(HTTPError):
        urlopen(f"{address}course/no-such-page.html")
    with pytest.raises(OSError, match="no-such-file"):
        (REPOSITORY / "build" / "no-such-file").read_text(encoding="utf-8")
    assert READ == ["build/site/no-such-page.html", "build/no-such-file"]
    with pytest.raises(OSError, match="no-such-folder"):
        os.listdir(REPOSITORY / "build" / "no-such-folder")
    assert LISTED == ["build/no-such-folder"]
    READ.clear()
    LISTED.clear()


def test_lessons_are_told_by_their_place() -> None:
    assert is_lesson("source/students/paths.md")
    assert is_lesson("slides/talk.md")
    assert not is_lesson("tests/course/source/birds.md")
    assert not is_lesson("README.md")


def test_a_test_of_the_extension_that_reads_a_lesson_is_noted() -> None:
    (REPOSITORY / "index.md").read_text(encoding="utf-8")
    assert READ == ["index.md"]
    READ.clear()
