"""Decks are built beside the pages: the same bytes come out, and the same complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import differences

if TYPE_CHECKING:
    from tests.support import Course


def test_serial_and_parallel_builds_are_the_same(built: Course, course: Course) -> None:
    course.build(jobs=4).good()
    assert differences(built.site(), course.site()) == []


def test_mistakes_of_pages_and_decks_are_told_once(course: Course) -> None:
    course.edit("source/birds.md", "A penguin swims with its wings.", "Wings. " * 40)
    course.edit("source/fish.md", "{cite:p}`darwin1859`", "{ref}`no-such-place`")
    output = course.build(jobs=2).bad("3 warnings").output
    assert output.count("would be empty") == 1
    assert output.count("undefined label") == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_failing_deck_fails_the_build(
    course: Course, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    course.build().good()
    page, deck = course.page("source/birds.html"), course.page("deck/source/birds.html")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "birds.html")

    monkeypatch.setattr("lessondeck.slides.builder.DeckBuilder.write_documents", fail)
    course.edit("source/birds.md", "A penguin swims with its wings.", "A penguin swims well.")
    course.build(jobs=jobs).bad("No space left on device (birds.html); make room")
    assert (course.page("source/birds.html"), course.page("deck/source/birds.html")) == (page, deck)
