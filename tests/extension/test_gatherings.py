"""Boxes of the lessons, gathered on one page: written once, and only what the edition has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.support import Page, files_that_say

if TYPE_CHECKING:
    from tests.support import Course

PAGE: Final = "source/reference/gathered.md"

FISH_BOX: Final = """
:::{refutation} A whale is a *fish*
In fact it has lungs {cite:p}`darwin1859`, because its forebears lived on land ({ref}`feathered`).
It has no {term}`feather` either.
:::

:::{keypoints}"""


def add_page(course: Course, kind: str) -> None:
    """Give a course a page that gathers boxes."""
    course.write(PAGE, f"# Gathered\n\n```{{gather}} {kind}\n```\n")
    course.edit(
        "index.md",
        "source/reference/words\n",
        "source/reference/words\nsource/reference/gathered\n",
    )


def gathered(course: Course, edition: str = "student") -> Page:
    return Page(course.page("source/reference/gathered.html", edition))


@pytest.fixture
def refutations(course: Course) -> Course:
    course.edit("source/fish.md", "\n:::{keypoints}", FISH_BOX)
    add_page(course, "refutation")
    course.build().good()
    return course


def test_boxes_come_in_reading_order_below_their_lessons(refutations: Course) -> None:
    page = gathered(refutations)
    headings = [heading.text for heading in page.all("h2", "gathered-from")]
    assert headings == ["Birds", "Fish"]
    links = [link.attributes["href"] for link in page.all("a", inside="gathered-from")]
    assert links == ["../birds.html", "../fish.html"]
    boxes = [box.text for box in page.all("div", "refutation")]
    assert "In fact it is a mammal." in boxes[0]
    assert "A whale is a fish" in boxes[1]


def test_references_count_from_the_page_that_gathers(refutations: Course) -> None:
    box = "refutation"
    links = {link.text: link.attributes["href"] for link in gathered(refutations).all("a")}
    assert links["feather"] == "words.html#term-feather"
    assert links["Birds have feathers"] == "../birds.html#feathered"
    assert any(
        link.attributes["href"].startswith("works.html#")
        for link in gathered(refutations).all("a", inside=box)
    )


def test_an_edit_in_a_lesson_shows_on_the_page(refutations: Course) -> None:
    refutations.edit("source/fish.md", "In fact it has lungs", "In truth it has lungs")
    refutations.build().good()
    assert "In truth it has lungs" in gathered(refutations).one("article").text


def test_private_notes_are_gathered_for_instructors_alone(course: Course) -> None:
    add_page(course, "discussion instructor-note")
    for edition in ("student", "instructor"):
        course.build(edition).good()
    note, question = gathered(course, "instructor").all("div", "lesson")
    assert "canary-note-birds" in note.text
    assert "Talk in pairs." in question.text
    assert gathered(course).one("div", "lesson").text == question.text
    assert files_that_say("canary-note-birds", course.site()) == []


def test_an_unknown_kind_is_named(course: Course) -> None:
    add_page(course, "refutation rebuttal")
    course.build().bad(f"{PAGE}:3: ", "there are no boxes 'rebuttal'", "refutation")


def test_serial_and_parallel_pages_are_the_same(refutations: Course) -> None:
    serial = refutations.page("source/reference/gathered.html")
    refutations.edit("index.md", "title: Small course", "title: Small course ")
    refutations.build(jobs=2).good()
    assert refutations.page("source/reference/gathered.html") == serial
