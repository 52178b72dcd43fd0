"""The contents beside a page are the same whether worked out for it or for its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lessondeck.pages.contents import mark_entry
from tests.support import Page, differences

if TYPE_CHECKING:
    from tests.support import Course


def test_shared_contents_are_those_of_each_page(
    built: Course, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lessondeck.pages.contents.is_flat", lambda _env: False)
    course.build().good()
    assert differences(built.site(), course.site()) == []


@pytest.mark.parametrize("name", ["source/birds", "slides/both", "notebooks/count"])
def test_current_page_is_marked_and_no_other(built: Course, name: str) -> None:
    marked = Page(built.page(f"{name}.html")).all("li", "current-page")
    assert len(marked) == 1


def test_front_page_marks_no_entry(built: Course) -> None:
    assert Page(built.page("index.html")).all("li", "current-page") == []


def test_nested_contents_are_left_to_the_theme(course: Course) -> None:
    course.edit("index.md", "source/fish\n", "")
    course.write(
        "source/reference/more.md", "# More\n\n```{toctree}\n../fish\n```\n\n{ref}`finned`\n"
    )
    course.edit(
        "index.md", "source/reference/words", "source/reference/words\nsource/reference/more"
    )
    course.build().good()
    items = Page(course.page("source/fish.html")).all("li", "current")
    assert ["current-page" in item.classes for item in items] == [
        False,
        True,
    ]


def test_unknown_entry_marks_nothing() -> None:
    assert mark_entry("<ul><li></li></ul>", "fish.html") == "<ul><li></li></ul>"
