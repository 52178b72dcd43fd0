"""Pages of lessons and decks: what they add to the author's text and what they leave out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support import Page, search_index

if TYPE_CHECKING:
    from tests.support import Course


@pytest.fixture
def birds(built: Course) -> Page:
    return Page(built.page("source/birds.html"))


def test_lesson_says_its_minutes_and_links_to_its_deck(birds: Page) -> None:
    facts = birds.one("p", "lesson-facts")
    assert facts.text == "6 minutes Slides"
    assert birds.one("a", "lesson-link").attributes["href"] == "../deck/source/birds.html"


def test_heading_links_to_its_slide(birds: Page) -> None:
    links = {link.attributes["href"] for link in birds.all("a", "present-link")}
    assert links == {
        f"../deck/source/birds.html#/{anchor}"
        for anchor in (
            "feathered",
            "some-birds-do-not-fly",
            "penguins",
            "two-ways-to-count",
            "long-story",
        )
    }


def test_present_link_has_a_name_and_adds_no_words(birds: Page) -> None:
    link = birds.all("a", "present-link")[0]
    assert link.attributes["aria-label"] == "Present from here: Birds have feathers"
    assert link.text == ""


def test_slide_is_not_on_the_page(birds: Page) -> None:
    text = birds.one("article").text
    assert "1 + 1 is two." in text
    assert "Counting, short" not in text
    assert [item.text for item in birds.all("li") if item.text in {"one", "two"}] == []


def test_slide_is_not_in_the_search(built: Course) -> None:
    index = search_index(built.site())
    assert "counting" not in {word.lower() for word in index["terms"]}
    assert not any("Counting" in title for title in index["alltitles"])
    # The words of the page itself are found.
    assert {"penguin", "feather"} <= index["terms"].keys() | index["titleterms"].keys()


def test_page_only_is_on_the_page_and_in_no_deck(built: Course, birds: Page) -> None:
    words = "Only readers of the page see this sentence."
    assert words in birds.one("article").text
    for deck in ("deck/source/birds.html", "deck/slides/both.html"):
        assert words not in Page(built.page(deck)).one("body").text


def test_deck_page_lists_lessons_with_minutes_and_slides(built: Course) -> None:
    page = Page(built.page("slides/both.html"))
    rows = [row.text for row in page.all("tr", inside="deck-lessons")]
    assert rows == ["Part Minutes In the deck", "Birds 6 Slides", "Fish 5 Slides", "Together 11"]
    targets = [link.attributes["href"] for link in page.all("a", inside="deck-lessons")]
    assert targets == [
        "../source/birds.html",
        "../deck/slides/both.html#/birds--birds",
        "../source/fish.html",
        "../deck/slides/both.html#/fish--fish",
    ]
    assert page.one("p", "lesson-facts").text == "11 minutes Open the deck"


def test_lesson_keeps_its_place_in_the_contents(built: Course) -> None:
    """A deck lists lessons without being their chapter."""
    page = Page(built.page("source/birds.html"))
    contents = [item.text for item in page.all("a", "reference", inside="sidebar-tree")]
    decks = ["Birds and fish", "A day with birds"]
    assert contents == ["Birds", "Fish", "Count", *decks, "Words", "Works"]


def test_figure_is_part_of_the_page_and_its_ids_are_its_own(birds: Page) -> None:
    picture = birds.one("svg", inside="figure-svg")
    assert picture.attributes["role"] == "img"
    assert birds.name_of(picture) == "A penguin. It rests beside the water."
    assert "width" not in picture.attributes
    circle = birds.one("circle", inside="figure-svg")
    assert circle.attributes["marker-end"] == "url(#source-birds-drawing-1-m)"
    assert birds.one("marker").attributes["id"] == "source-birds-drawing-1-m"


def test_a_drawing_without_words_of_its_own_is_named_by_those_beside_it(built: Course) -> None:
    fish = Page(built.page("source/fish.html"))
    assert fish.name_of(fish.one("svg", inside="figure-svg")) == (
        "A line that bends from head to tail."
    )


def test_a_figure_that_a_lesson_shows_twice_has_no_id_twice(course: Course) -> None:
    figure = "A penguin rests.\n:::\n"
    again = "\nAnd once more.\n\n:::{figure} penguin.svg\n:::\n"
    course.edit("source/birds.md", figure, figure + again)
    course.build().good()
    for name in ("source/birds.html", "deck/source/birds.html"):
        page = Page(course.page(name))
        names = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
        assert sorted(names) == sorted(page.ids)
        drawings = page.all("svg", inside="figure-svg")
        assert len(drawings) == 2
        assert {page.name_of(svg) for svg in drawings} == {"A penguin. It rests beside the water."}


def test_a_narrow_drawing_stands_beside_its_figure_on_pages_alone(course: Course) -> None:
    wide = course.read("source/penguin.svg")
    course.write("source/penguin.narrow.svg", re.sub("<title.*</desc>", "", wide))
    course.build().good()
    page = Page(course.page("source/birds.html"))
    for kind in ("figure-svg", "figure-narrow"):
        drawing = page.one("svg", inside=kind)
        assert page.name_of(drawing) == "A penguin. It rests beside the water."
    assert len(page.all("marker")) == len({e.attributes["id"] for e in page.all("marker")}) == 2
    assert "figure-narrow" not in course.page("deck/source/birds.html")

    course.edit("source/birds.md", "\nA penguin rests.\n", "")
    course.edit("source/birds.md", ":name: fig-swimmer\n", "")
    course.edit("source/fish.md", "{ref}`fig-swimmer`", "a figure")
    course.build().good()
    bare = course.page("source/birds.html")
    assert "figure-narrow" in bare
    assert "figcaption" not in bare, "closed, though there is none"

    course.write("source/penguin.narrow.svg", "<svg")
    course.build().bad("source/birds.md:", "source/penguin.narrow.svg is no well-formed SVG")
    course.write("source/penguin.narrow.svg", wide)
    course.build().bad("source/birds.md:", "penguin.narrow.svg says what it shows, and so does")


def test_one_minute_is_not_minutes(course: Course) -> None:
    course.edit("source/fish.md", "minutes: 5", "minutes: 1")
    course.edit("source/fish.md", "## A whale is no fish\n\n**A whale", "**A whale")
    course.edit(
        "source/fish.md",
        "{ref}`fig-wave` shows one stroke, {ref}`finned` says how fish breathe.",
        "",
    )
    course.edit("source/fish.md", "The rest is descent {cite:p}`darwin1859`.\n", "")
    course.edit("source/fish.md", "The bend runs from head to tail.", "It bends.")
    course.build().good()
    assert Page(course.page("source/fish.html")).one("p", "lesson-facts").text == "1 minute Slides"
    assert Page(course.page("deck/source/fish.html")).one("p", "minutes").text == "1 minute"
