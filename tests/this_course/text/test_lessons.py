"""What every lesson has: enough text, its own figure, practice, and a question that returns."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.support import REPOSITORY
from tests.this_course.text.lesson import LESSONS, Block, Lesson
from tests.this_course.text.readability import words

LAST: Final = len(LESSONS) - 1

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def test_the_course_has_its_lessons() -> None:
    assert len(LESSONS) == 14
    assert {path.stem for path in (REPOSITORY / "source").glob("*.md")} == {
        lesson.name for lesson in LESSONS
    }


@every_lesson
def test_length(lesson: Lesson) -> None:
    """A lesson is read in one go: what students get has 600 to 1,500 words."""
    count = sum(len(words(block.text)) for block in lesson.blocks if block.is_for_students)
    assert 600 <= count <= 1500


@every_lesson
def test_a_figure_was_made_for_it(lesson: Lesson) -> None:
    own = {figure.argument for figure in lesson.named("figure")}
    shared = {
        figure.argument
        for other in LESSONS
        if other.name != lesson.name
        for figure in other.named("figure")
    }
    assert own - shared
    assert all((REPOSITORY / "source" / name).is_file() for name in own)


@every_lesson
def test_parts(lesson: Lesson) -> None:
    names = {directive.name for directive in lesson.directives}
    wanted = {"objectives", "questions", "refutation", "exercise", "solution", "discussion"}
    assert wanted | {"exit-question", "keypoints", "page-only", "instructor-note"} <= names
    assert len(lesson.named("classify", "quiz")) >= 2
    assert any(b.kind == "heading" and b.text.startswith("Worked example") for b in lesson.blocks)


@every_lesson
def test_refutation_says_what_is_so_and_why(lesson: Lesson) -> None:
    for box in lesson.named("refutation"):
        assert re.fullmatch(r'".+[.!?]"', box.argument), lesson.place(box.line)
    text = " ".join(b.text for b in lesson.blocks if "refutation" in b.boxes)
    assert "n fact" in text
    assert re.search(r"\b(because|since)\b", text)


@every_lesson
def test_near_misses_stand_side_by_side(lesson: Lesson) -> None:
    """A table of pairs puts two look-alikes into one row."""
    tables = re.findall(
        r"^\| (?:Pair|Case) \|.*\n\|[-| ]+\n((?:\|.*\n)+)", lesson.body, re.MULTILINE
    )
    assert sum(table.count("\n") for table in tables) >= 2


@every_lesson
def test_objectives_start_with_a_verb(lesson: Lesson) -> None:
    """A learner can do what an objective says, and somebody else can see it."""
    vague = {"Know", "Understand", "Learn", "Appreciate", "Be", "The", "A", "An", "What", "How"}
    objectives = [b for b in lesson.blocks if b.boxes == ("objectives",)]
    assert 3 <= len(objectives) <= 5
    for block in objectives:
        assert block.text.split()[0] not in vague, lesson.place(block.line)


@every_lesson
def test_lesson_leads_on(lesson: Lesson) -> None:
    """Near its end it names works to read, and links its lab."""
    end = "\n".join(line for line in lesson.body.splitlines()[-60:])
    after = end[end.index("**Read on.**") :]
    assert "{cite:t}" in after
    assert re.search(r"\]\(\.\./notebooks/[\w-]+\.ipynb\)", after)


@pytest.mark.parametrize("number", range(LAST), ids=lambda number: LESSONS[number].name)
def test_exit_question_comes_back_two_lessons_later(number: int) -> None:
    """A lesson asks for a note, names the lesson that wants it, and that lesson asks for it."""
    lesson, later = LESSONS[number], LESSONS[min(number + 2, LAST)]
    asked = [b for b in linked_from(lesson, later) if "exit-question" in b.boxes]
    assert asked, (
        f"{lesson.path.name} needs an {{exit-question}} whose note is for {later.path.name}: "
        f"'Keep the note for the lesson on [...]({later.path.name}).'"
    )
    wanted = linked_from(later, lesson)
    assert [b for b in wanted if "note" in b.text.lower() or "wrote down" in b.text], (
        f"{later.path.name} must ask for the note that {lesson.path.name} had learners write"
    )


def linked_from(lesson: Lesson, to: Lesson) -> list[Block]:
    """Return the blocks for students that link a lesson."""
    lines = lesson.path.read_text(encoding="utf-8").splitlines()
    found = []
    for block in lesson.running_text:
        source = lines[block.line - 1 :]
        end = source.index("") if "" in source else len(source)
        if any(f"]({to.path.name})" in line for line in source[:end]):
            found.append(block)
    return found
