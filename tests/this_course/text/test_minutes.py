"""The minutes that a lesson states are those that a reader needs, give or take 15 percent."""

from __future__ import annotations

from typing import Final

import pytest

from tests.this_course.text.lesson import LESSONS, Lesson
from tests.this_course.text.reader import Reading, read, table

MARGIN: Final = 0.15


def test_minutes_of_a_known_lesson() -> None:
    reading = Reading("known", words=1000, items=10, boxes=4, stated=12)
    assert reading.minutes == 14
    assert round(reading.error, 3) == -0.143


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_stated_minutes(lesson: Lesson) -> None:
    reading = read(lesson)
    assert abs(reading.error) <= MARGIN, (
        f"{lesson.path.name}: write 'minutes: {reading.minutes:.0f}', "
        f"or change its length\n{table()}"
    )
