"""Decks with labs, breaks and lessons in part: their slides, and what their page lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import Page

if TYPE_CHECKING:
    from tests.support import Course, Element


@pytest.fixture
def day(built: Course) -> Page:
    return Page(built.page("deck/slides/day.html"))


def slide(deck: Page, anchor: str) -> Element:
    return next(e for e in deck.all("section", "slide") if e.attributes["id"] == anchor)


def words(deck: Page, tag: str, anchor: str) -> list[str]:
    within = slide(deck, anchor)
    return [e.text for e in deck.all(tag) if within in e.parents]


def test_parts_stand_in_the_order_of_the_file(day: Page) -> None:
    anchors = [s.attributes["id"] for s in day.all("section", "slide")]
    firsts = [a for a in anchors if a.startswith(("lab--", "break--")) or a.endswith("--fish")]
    assert anchors[:2] == ["a-day-with-birds", "birds--birds"]
    assert firsts == ["lab--count", "break--1", "fish--fish", "break--2"]
    assert anchors[-1] == "break--2"


def test_opening_lists_all_parts_and_their_sum(day: Page) -> None:
    opening = "a-day-with-birds"
    assert words(day, "p", opening)[0] == "58 minutes with 1 lab and 2 breaks"
    assert words(day, "li", opening) == [
        "Birds",
        "Lab: Count, 30 min",
        "Break, 15 min",
        "Fish",
        "Fresh air, 5 min",
    ]
    assert [a.attributes["href"] for a in day.all("a", inside="agenda")] == [
        "#/birds--birds",
        "#/lab--count",
        "#/break--1",
        "#/fish--fish",
        "#/break--2",
    ]


def test_lesson_in_part_lacks_what_the_deck_leaves_out(day: Page, built: Course) -> None:
    whole = Page(built.page("deck/source/birds.html")).ids
    in_drawings = {i for i in whole if i.startswith("source-birds-drawing-")}
    here = {i.removeprefix("birds--") for i in day.ids if i.startswith("birds--")}
    left_out = {"exercise-sort-four-animals", "penguins", "fig-swimmer", "objectives"}
    assert left_out <= whole
    assert whole - in_drawings - here == left_out
    assert "source-birds-drawing-1-m" in in_drawings
    assert not any(i.endswith("-m") for i in day.ids)
    assert words(day, "p", "birds--birds")[0] == "3 minutes"


def test_lesson_in_part_starts_from_its_question_and_promises_nothing(day: Page) -> None:
    assert words(day, "li", "birds--birds") == ["What makes a bird a bird?"]
    assert words(day, "li", "fish--fish") == ["Tell a fish from a whale."]
    assert "birds--questions" in day.ids


def test_section_of_which_nothing_is_left_has_no_slide(course: Course) -> None:
    course.edit("slides/day.md", "penguins", "penguins, feathered")
    course.edit("source/birds.md", "A penguin swims with its wings.\n", "")
    course.build().good()
    day = Page(course.page("deck/slides/day.html"))
    assert "birds--some-birds-do-not-fly" not in day.ids
    assert "birds--long-story" in day.ids


def test_link_to_what_is_left_out_goes_to_the_page(day: Page) -> None:
    assert {a.attributes["href"] for a in day.all("a") if a.text == "A penguin rests."} == {
        "../../source/birds.html#fig-swimmer"
    }


def test_lab_says_what_to_do_how_long_and_where(day: Page) -> None:
    assert words(day, "h2", "lab--count") == ["Lab: Count"]
    assert words(day, "li", "lab--count") == ["Count to three."]
    assert words(day, "em", "lab--count") == ["three"]
    assert words(day, "button", "lab--count")[0] == "Start 30 min"
    lab = slide(day, "lab--count")
    links = {a.attributes["href"] for a in day.all("a") if lab in a.parents}
    assert links == {"../../notebooks/count.html"}


def test_break_has_a_clock_and_says_what_follows(day: Page) -> None:
    assert words(day, "h2", "break--1") == ["Break"]
    assert "15:00" in words(day, "span", "break--1")
    assert words(day, "p", "break--1") == ["We go on with: Fish"]


def test_last_break_has_nothing_that_follows(day: Page) -> None:
    assert words(day, "h2", "break--2") == ["Fresh air"]
    assert words(day, "p", "break--2") == ["Water is outside."]


def test_page_lists_parts_minutes_and_slides(built: Course) -> None:
    page = Page(built.page("slides/day.html"))
    assert page.one("p", "lesson-facts").text == "58 minutes Open the deck"
    assert [row.text for row in page.all("tr", inside="deck-lessons")] == [
        "Part Minutes In the deck",
        "Birds 3 Slides",
        "Lab: Count 30 Slides",
        "Break 15 Slides",
        "Fish 5 Slides",
        "Fresh air 5 Slides",
        "Together 58",
    ]


def test_deck_follows_the_title_of_its_lab(course: Course) -> None:
    course.build().good()
    course.edit("notebooks/count.ipynb", r'"# Count\n"', r'"# Count the fish\n"')
    course.build().good()
    deck = Page(course.page("deck/slides/day.html"))
    assert words(deck, "h2", "lab--count") == ["Lab: Count the fish"]
    assert "Lab: Count the fish 30 Slides" in [
        row.text for row in Page(course.page("slides/day.html")).all("tr", inside="deck-lessons")
    ]


def test_two_lessons_of_one_name_have_slides_of_their_own(course: Course) -> None:
    course.edit(
        "conf.py", "nitpicky", 'lessondeck_lessons = ["source/*", "source/*/intro"]\nnitpicky'
    )
    for name in ("birds", "fish"):
        course.write(f"source/{name}/intro.md", INTRO.replace("NAME", name))
        course.edit("index.md", f"source/{name}\n", f"source/{name}\nsource/{name}/intro\n")
        course.edit("slides/both.md", f"../source/{name}\n", f"../source/{name}/intro\n")
    course.build().good()
    both = Page(course.page("deck/slides/both.html"))
    anchors = [slide.attributes["id"] for slide in both.all("section", "slide")]
    assert len(anchors) == len(set(anchors))
    assert {"birds.intro--about-birds", "fish.intro--about-fish"} <= {*anchors}
    links = [link.attributes["href"] for link in both.all("a", inside="agenda")]
    assert links == ["#/birds.intro--about-birds", "#/fish.intro--about-fish"]
    day = Page(course.page("deck/slides/day.html"))
    assert "birds--birds" in day.ids


INTRO = """\
---
title: About NAME
minutes: 3
claims: [S1]
---

:::{objectives}
- Know NAME.
:::

## NAME swim

They do.

:::{keypoints}
- They swim.
:::
"""
