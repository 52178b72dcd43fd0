"""The time of each slide: it adds up to the minutes of its lesson, to the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lessondeck.core.words import time_in_words
from lessondeck.slides.clocks import on_a_clock
from lessondeck.slides.pacing import BRISK, share
from tests.published import slides_of
from tests.support import Page

if TYPE_CHECKING:
    from tests.support import Course


def test_exercise_keeps_its_minutes_and_words_take_time(built: Course) -> None:
    deck = Page(built.page("deck/source/birds.html"))
    by_id = {s.attributes["id"]: int(s.attributes["data-timing"]) for s in slides_of(deck)}
    assert by_id["exercise-sort-four-animals"] == 180
    assert by_id["feathered"] > by_id["long-story"] > 0


def test_labs_and_breaks_keep_their_minutes(built: Course) -> None:
    deck = Page(built.page("deck/slides/day.html"))
    by_id = {s.attributes["id"]: int(s.attributes["data-timing"]) for s in slides_of(deck)}
    assert (by_id["lab--count"], by_id["break--1"], by_id["break--2"]) == (1800, 900, 300)
    assert by_id["a-day-with-birds"] == 0


def test_lesson_too_short_for_its_exercises_is_reported(course: Course) -> None:
    course.edit("source/birds.md", "minutes: 6", "minutes: 5")
    said = (
        "planned for 5 min, but ",
        "exercises and polls take 3 min",
        "12 slides",
        "plan 6 minutes",
    )
    course.build().bad("source/birds.md:3: ", *said)


def test_lesson_cut_too_short_in_a_deck_is_reported_there(course: Course) -> None:
    course.edit("slides/day.md", ":leave-out: exercise-sort-four-animals, ", ":leave-out: ")
    course.build().bad("slides/day.md:6: ", "planned for 3 min, but ", "let a deck leave parts out")


def test_words_that_nobody_can_say_in_time_are_reported(course: Course) -> None:
    course.edit("source/birds.md", "1 + 1 is two.", "one " * (2 * BRISK))
    course.build().bad("source/birds.md:3: ", "planned for 6 min, but ", "plan 8 minutes")


def test_what_stands_in_place_of_a_picture_takes_no_time(course: Course) -> None:
    course.edit("source/fish.md", "A line that bends from head to tail", "bends " * 3 * BRISK)
    course.edit("source/fish.md", "minutes: 5", "minutes: 2")
    course.build().good()


def test_private_notes_and_solutions_take_no_time(built: Course) -> None:
    decks = [
        Page((built.site(edition) / "deck" / "source" / "birds.html").read_text("utf-8"))
        for edition in ("student", "instructor")
    ]
    student, instructor = (
        {s.attributes["id"]: int(s.attributes["data-timing"]) for s in slides_of(deck)}
        for deck in decks
    )
    solutions = instructor.keys() - student.keys()
    assert [instructor[each] for each in solutions] == [0]
    assert {name: instructor[name] for name in student} == student


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10, [1], [10]),
        (10, [1, 1, 1], [3, 3, 4]),
        (10, [0, 5, 0], [0, 10, 0]),
        (0, [1, 2], [0, 0]),
        (7, [1, 2, 4], [1, 2, 4]),
    ],
)
def test_shares_are_whole_and_add_up(total: int, weights: list[int], shares: list[int]) -> None:
    assert share(total, weights) == shares


def test_no_share_is_far_from_its_part() -> None:
    weights = [7, 1, 30, 2, 11, 5]
    shares = share(1000, weights)
    assert sum(shares) == 1000
    assert all(
        abs(part - 1000 * weight / sum(weights)) < 1
        for part, weight in zip(shares, weights, strict=True)
    )


@pytest.mark.parametrize(
    ("seconds", "words", "clock"),
    [(0, "0 s", "0:00"), (30, "30 s", "0:30"), (60, "1 min", "1:00"), (905, "15 min 5 s", "15:05")],
)
def test_times_in_words_and_on_a_clock(seconds: int, words: str, clock: str) -> None:
    assert time_in_words(seconds) == words
    assert on_a_clock(seconds) == clock
