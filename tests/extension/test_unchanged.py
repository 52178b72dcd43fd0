"""A build after which nothing changed does nothing again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
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
