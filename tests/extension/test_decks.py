"""Decks as they are written: which slides in which order, and where their links go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import Page

if TYPE_CHECKING:
    from tests.support import Course, Element


@pytest.fixture
def composed(built: Course) -> Page:
    return Page(built.page("deck/slides/both.html"))


def slides_of(deck: Page) -> list[Element]:
    return deck.all("section", "slide")


def kind_of(slide: Element) -> str:
    return next(name for name in slide.classes if name.startswith("kind-"))


def link(page: Page, text: str) -> str:
    """Return where the links with a text go; all of them go to one place."""
    targets = {a.attributes["href"] for a in page.all("a", "reference") if a.text == text}
    assert len(targets) == 1, f"{text!r} goes to {targets}"
    return targets.pop()


def test_slides_of_a_lesson_stand_in_its_order(built: Course) -> None:
    deck = Page(built.page("deck/source/birds.html"))
    assert [(slide.attributes["id"], kind_of(slide)) for slide in slides_of(deck)] == [
        ("birds", "kind-title"),
        ("questions", "kind-questions"),
        ("feathered", "kind-list"),
        ("some-birds-do-not-fly", "kind-statement"),
        ("penguins", "kind-figure"),
        ("two-ways-to-count", "kind-list"),
        ("long-story", "kind-list"),
        ("long-story--2", "kind-list"),
        ("refutation-a-bat-is-a-bird", "kind-refutation"),
        ("exercise-sort-four-animals", "kind-exercise"),
        ("discussion-is-a-dinosaur-a-bird", "kind-discussion"),
        ("keypoints", "kind-keypoints"),
    ]


def test_deck_is_its_lessons_in_its_order_with_ids_of_their_own(
    built: Course, composed: Page
) -> None:
    expected = ["birds-and-fish"]
    for name in ("birds", "fish"):
        lesson = Page(built.page(f"deck/source/{name}.html"))
        expected += [f"{name}--{slide.attributes['id']}" for slide in slides_of(lesson)]
    assert [slide.attributes["id"] for slide in slides_of(composed)] == expected
    assert len(composed.ids) == sum("id" in e.attributes for e in composed.elements)


def test_each_lesson_is_a_stack(composed: Page) -> None:
    stacks = [s for s in composed.all("section") if "slide" not in s.classes]
    depths = {sum(p.tag == "section" for p in slide.parents) for slide in slides_of(composed)[1:]}
    assert len(stacks) == 2
    assert depths == {1}


def test_deck_opens_with_its_lessons_and_minutes(composed: Page) -> None:
    assert composed.all("h1", inside="kind-title")[0].text == "Birds and fish"
    agenda = [(a.text, a.attributes["href"]) for a in composed.all("a", inside="agenda")]
    assert agenda == [("Birds", "#/birds--birds"), ("Fish", "#/fish--fish")]
    assert [p.text for p in composed.all("p", "minutes")] == [
        "11 minutes",
        "6 minutes",
        "5 minutes",
    ]


def test_introduction_of_a_deck_goes_to_its_notes(composed: Page) -> None:
    assert composed.all("aside", "notes")[0].text == "Two lessons in a row."


def test_links_inside_a_deck_go_to_its_slides(composed: Page) -> None:
    assert link(composed, "Fish have gills") == "#/fish--finned"
    assert link(composed, "Birds have feathers") == "#/birds--feathered"
    assert link(composed, "A penguin rests.") == "#/birds--fig-swimmer"
    assert link(composed, "The bend runs from head to tail.") == "#/fish--fig-wave"


def test_links_to_another_lesson_go_to_its_page(built: Course) -> None:
    birds = Page(built.page("deck/source/birds.html"))
    fish = Page(built.page("deck/source/fish.html"))
    assert link(birds, "Fish have gills") == "../../source/fish.html#finned"
    assert link(fish, "A penguin rests.") == "../../source/birds.html#fig-swimmer"
    assert link(fish, "Fish have gills") == "#/finned"


@pytest.mark.parametrize("deck", ["deck/source/birds.html", "deck/slides/both.html"])
def test_glossary_terms_go_to_the_glossary(built: Course, deck: str) -> None:
    target = "../../source/reference/words.html#term-feather"
    assert link(Page(built.page(deck)), "feather") == target


@pytest.mark.parametrize("deck", ["deck/source/fish.html", "deck/slides/both.html"])
def test_citations_go_to_the_bibliography(built: Course, deck: str) -> None:
    page = Page(built.page(deck))
    works = Page(built.page("source/reference/works.html"))
    page_name, _, anchor = link(page, "Darwin, 1859").partition("#")
    assert page_name == "../../source/reference/works.html"
    assert anchor in works.ids


def test_notes_keep_their_formatting(built: Course) -> None:
    deck = Page(built.page("deck/source/birds.html"))
    note = next(a for a in deck.all("aside", "notes") if "nothing else alive" in a.text)
    assert "has one, see Fish have gills." in note.text
    assert [a.text for a in deck.all("a") if note in a.parents] == ["feather", "Fish have gills"]


def test_code_is_coloured_by_the_build(built: Course) -> None:
    deck = Page(built.page("deck/source/fish.html"))
    assert 'print("splash")' in deck.one("div", "highlight").text
    assert any(span.text == "print" for span in deck.all("span", inside="highlight"))


def test_only_lessons_and_decks_are_decks(built: Course) -> None:
    folder = built.site() / "deck"
    decks = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert [name for name in decks if not name.startswith("_static/")] == [
        "slides/both.html",
        "slides/day.html",
        "source/birds.html",
        "source/fish.html",
    ]
