"""Schedules: minutes that add up by computation, and rows that name what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from lessondeck.pages.schedules import clock_time
from lessondeck.pages.timetables import written_time
from tests.support import Page

if TYPE_CHECKING:
    from tests.support import Course

PLAN: Final = "source/reference/plan.md"

LAB: Final = "notebooks/count.ipynb"


def add_plan(course: Course, *lines: str) -> None:
    """Give a course a page with a schedule; its first line is the third of the file."""
    course.write(PLAN, "\n".join(["# Plan", "", "```{schedule}", *lines, "```", ""]))
    course.edit(
        "index.md", "source/reference/words\n", "source/reference/words\nsource/reference/plan\n"
    )


def rows(course: Course) -> list[list[str]]:
    """Return the words of the schedule's cells, row by row."""
    page = Page(course.page("source/reference/plan.html"))
    table: dict[int, list[str]] = {}
    for element in page.elements:
        if element.tag in {"td", "th"}:
            row = next(parent for parent in reversed(element.parents) if parent.tag == "tr")
            table.setdefault(id(row), []).append(element.text)
    return list(table.values())


def test_rows_start_where_those_before_them_end(course: Course) -> None:
    course.edit(LAB, "Back to", "It takes about 40 minutes. Back to")
    add_plan(
        course,
        ":minutes: 75",
        ":start: 9:50",
        "",
        "- activity: Welcome",
        "  minutes: 5",
        "- lesson: ../birds",
        "- break: Coffee",
        "  minutes: 15",
        "- lab: ../../notebooks/count",
        "- lesson: ../fish.md",
    )
    course.build().good()
    assert rows(course) == [
        ["Starts", "Part", "Minutes"],
        ["9:50", "Welcome", "5"],
        ["9:55", "Birds", "6"],
        ["10:01", "Coffee", "15"],
        ["10:16", "Lab: Count", "40"],
        ["10:56", "Fish", "5"],
        ["11:01", "Time to spare", "4"],
        ["11:05", "Together", "75"],
    ]
    page = Page(course.page("source/reference/plan.html"))
    assert page.one("p", "lesson-facts").text == "75 minutes 9:50 to 11:05"
    links = [link.attributes["href"] for link in page.all("a", "internal", inside="schedule")]
    assert links == ["../birds.html", "../../notebooks/count.html", "../fish.html"]


def test_a_lesson_that_takes_longer_changes_the_sum(course: Course) -> None:
    add_plan(course, "- lesson: ../birds", "- lesson: ../fish")
    course.build().good()
    assert rows(course)[-1] == ["Together", "11"]
    course.edit("source/fish.md", "minutes: 5", "minutes: 6")
    course.build().good()
    assert rows(course)[-1] == ["Together", "12"]


def test_a_deck_brings_its_parts_and_its_plan(course: Course) -> None:
    add_plan(course, ":deck: ../../slides/both", ":start: 13:00")
    course.build().good()
    assert rows(course) == [
        ["Starts", "Part", "Minutes"],
        ["13:00", "Birds", "6"],
        ["13:06", "Fish", "5"],
        ["13:11", "Time to spare", "1"],
        ["13:12", "Together", "12"],
    ]
    link = Page(course.page("source/reference/plan.html")).one("a", "lesson-link")
    assert (link.text, link.attributes["href"]) == (
        "Open the deck",
        "../../deck/slides/both.html",
    )


def test_a_part_of_a_lab_is_called_one(course: Course) -> None:
    course.edit(LAB, "Back to", "It takes about 40 minutes. Back to")
    add_plan(course, "- lab: ../../notebooks/count", "  minutes: 25")
    course.build().good()
    assert rows(course)[1:] == [["Lab: Count (its first part)", "25"], ["Together", "25"]]


MISTAKES: Final[tuple[tuple[tuple[str, ...], int, str], ...]] = (
    (
        (":minutes: 8", "", "- lesson: ../birds", "- lesson: ../fish"),
        0,
        "the parts take 11 minutes and the schedule is planned for 8",
    ),
    (("- lesson: ../birds", "- lesson: ../whales"), 2, "'source/whales' is no lesson"),
    (("- lesson: words",), 1, "'source/reference/words' is no lesson"),
    (("- lab: ../birds",), 1, "'source/birds' is no lab"),
    (("- lab: ../../notebooks/count", "  minutes: 50"), 1, "takes 40 minutes and the row plans 50"),
    ((":deck: ../birds",), 0, "'source/birds' is no deck"),
    (("- break: Coffee",), 1, "the break 'Coffee' has no time"),
    (("- break: Coffee", "  minutes: few"), 1, "`minutes` is 'few'"),
    (("- lesson: ../birds", "  minutes: 3"), 1, "'source/birds' has minutes of its own"),
    (("", "- lecture: ../birds"), 2, "is none of lesson, lab, break, activity"),
    (("- birds",), 1, "the row 'birds' is none of"),
    (("lesson: ../birds",), 1, "the rows are no YAML list; a row names"),
    (("- lesson: [",), 1, "the rows are no YAML list: expected"),
    ((), 0, "has either rows or a `:deck:`"),
    ((":deck: ../../slides/both", "", "- lesson: ../birds"), 0, "has either rows or a `:deck:`"),
    ((":start: noon", "", "- lesson: ../birds"), 1, "a time of day is written like 9:00 or 13:30"),
)
"""Lines of a schedule, which of them is wrong (0 is the opening fence), and what is said of it."""


def test_every_mistake_is_named_with_its_line(course: Course) -> None:
    course.edit(LAB, "Back to", "It takes about 40 minutes. Back to")
    page = ["# Plan"]
    wanted = []
    for lines, wrong, said in MISTAKES:
        page += ["", "```{schedule}", *lines, "```"]
        wanted.append((f"{PLAN}:{len(page) - len(lines) - 1 + wrong}: ", said))
    course.write(PLAN, "\n".join([*page, ""]))
    course.edit("index.md", "reference/words\n", "reference/words\nsource/reference/plan\n")
    output = course.build().bad(f"{len(MISTAKES)} warnings").output.splitlines()
    for place, words in wanted:
        assert any(place in line and words in line for line in output), (place, words, output)


def test_a_lab_that_does_not_say_how_long_it_takes(course: Course) -> None:
    add_plan(course, "- lab: ../../notebooks/count")
    course.build().bad(f"{PLAN}:4: ", "notebooks/count.ipynb does not say how long it takes")


@pytest.mark.parametrize("time", ["0:00", "9:05", "23:59"])
def test_a_time_is_written_as_it_was_read(time: str) -> None:
    assert written_time(clock_time(time)) == time


@pytest.mark.parametrize("time", ["24:00", "9", "9:5", "9:60", "", "nine"])
def test_what_is_no_time_is_not_read(time: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        clock_time(time)
