"""Definitions that a page carries for the terms that it links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support import Page, search_index

if TYPE_CHECKING:
    from tests.support import Course

MEANING = "What birds are covered with."


def test_page_carries_the_definitions_of_its_terms_and_no_other(built: Course) -> None:
    (tip,) = Page(built.page("source/birds.html")).all("div", "term-tip")
    assert "feather" in tip.text
    assert MEANING in tip.text
    assert MEANING not in built.page("source/fish.html")
    assert "terms.js" not in built.page("source/fish.html")


def test_glossary_and_decks_have_links_alone(built: Course) -> None:
    assert Page(built.page("source/reference/words.html")).all("div", "term-tip") == []
    assert MEANING not in built.page("deck/source/birds.html")


def test_definition_is_found_once(built: Course) -> None:
    index = search_index(built.site())
    pages = index["terms"]["cover"]
    (page,) = pages if isinstance(pages, list) else [pages]
    assert index["docnames"][page] == "source/reference/words"


def test_changed_definition_reaches_the_pages_that_link_it(course: Course) -> None:
    course.build().good()
    course.edit("source/reference/words.md", MEANING, "What keeps birds warm & dry.")
    course.build().good()
    assert "<p>What keeps birds warm &amp; dry.</p>" in course.page("source/birds.html")
    assert MEANING not in course.page("source/birds.html")
