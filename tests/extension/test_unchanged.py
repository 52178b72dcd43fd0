"""A build after which nothing changed does nothing again."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from lessondeck.domain import LessonDomain
from lessondeck.freshness import canonical

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from tests.support import Course


def reading_times(course: Course, edition: str) -> dict[str, int]:
    """Return when each document was last read, by the time of what Sphinx stored of it."""
    work = course.path(f"build/work/{edition}/doctrees")
    return {path.name: path.stat().st_mtime_ns for path in work.rglob("*.doctree")}


@pytest.mark.parametrize("jobs", [1, 2])
def test_unchanged_course_is_not_read_again(course: Course, jobs: int) -> None:
    course.build(jobs=jobs).good()
    before = reading_times(course, "student")
    assert len(before) > 4
    course.build(jobs=jobs).good()
    assert reading_times(course, "student") == before


def test_edited_lesson_is_read_again_with_its_deck_only(course: Course) -> None:
    course.build().good()
    before = reading_times(course, "student")
    course.edit("source/birds.md", "A penguin swims with its wings.", "A penguin swims well.")
    course.build().good()
    after = reading_times(course, "student")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"birds.doctree", "both.doctree", "day.doctree"}


def test_another_process_writes_no_page_and_no_deck_again(course: Course) -> None:
    """The order of sets and the addresses of objects differ from process to process."""
    course.run("build", environment={"PYTHONHASHSEED": "1"}).good()
    site = course.path("build/work/student/site")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in pages_in(site)}
    assert {path.relative_to(site).as_posix() for path in before} >= {
        *("index.html", "source/birds.html", "deck/source/birds.html", "deck/slides/both.html")
    }
    course.run("build", environment={"PYTHONHASHSEED": "2"}).good()
    after = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in pages_in(site)}
    assert [path for path in before if after[path] != before[path]] == []


def pages_in(site: Path) -> list[Path]:
    """Return the files of pages and decks that come from documents."""
    without = {"genindex.html", "search.html"}
    return [path for path in sorted(site.rglob("*.html")) if path.name not in without]


def test_form_of_plain_data_does_not_depend_on_its_order() -> None:
    assert canonical({"b": {2, 1}, "a": [Path("x/y")]}) == canonical(
        {"a": [Path("x/y")], "b": {1, 2}}
    )
    assert canonical(["1"]) != canonical([1])
    with pytest.raises(TypeError, match="object has no form"):
        canonical({"a": object()})


def test_interpreter_outlives_a_document_of_any_name() -> None:
    domain = LessonDomain(cast("BuildEnvironment", SimpleNamespace(domaindata={})))
    domain.data["runtime"] = "a digest"
    domain.note_cell("python", "count")
    for docname in ("python", "runtime"):
        domain.clear_doc(docname)
    assert (domain.runtime, domain.cells) == ("a digest", {})
