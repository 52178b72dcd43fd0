"""A simulated reader: how long each lesson takes, beside the minutes that it states.

``python -m tests.this_course.text.reader`` prints the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.bank import shipped
from tests.this_course.text.lesson import LESSONS, Lesson
from tests.this_course.text.readability import words

PACE: Final = 200
"""Words that somebody reads in a minute who wants to understand and not to skim."""

ITEM: Final = 0.5
"""Minutes for an item of an exercise: to read it, to decide, and to read the reason."""

BOXES: Final = ("exercise", "discussion", "exit-question")
"""Boxes that state their own minutes."""


@dataclass(frozen=True)
class Reading:
    """How a reader spends time on a lesson.

    Attributes:
        lesson: the name of the lesson.
        words: the words that students get.
        items: the items of its exercises.
        boxes: the minutes that its boxes state.
        stated: the minutes that the lesson states.
    """

    lesson: str
    words: int
    items: int
    boxes: float
    stated: float

    @property
    def minutes(self) -> float:
        """Return the minutes that the reader needs."""
        return self.words / PACE + self.items * ITEM + self.boxes

    @property
    def error(self) -> float:
        """Return by which share the stated minutes differ from those needed."""
        return self.stated / self.minutes - 1


def read(lesson: Lesson) -> Reading:
    """Let the reader read a lesson."""
    exercises = shipped().exercises
    return Reading(
        lesson=lesson.name,
        words=sum(len(words(block.text)) for block in lesson.blocks if block.is_for_students),
        items=sum(
            len(exercises[each.argument.strip()].questions)
            for each in lesson.named("classify", "quiz")
        ),
        boxes=sum(float(box.options["minutes"]) for box in lesson.named(*BOXES)),
        stated=float(lesson.front["minutes"]),
    )


def table() -> str:
    """Return a line for each lesson: words, items, minutes of boxes, minutes needed and stated."""
    lines = [f"{'lesson':24} words items boxes needed stated  error"]
    for each in map(read, LESSONS):
        lines.append(
            f"{each.lesson:24} {each.words:5} {each.items:5} {each.boxes:5g} "
            f"{each.minutes:6.1f} {each.stated:6g} {each.error:+6.0%}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
