"""Citations find their writer without a search for each, and name authors in one way."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final

import pybtex.plugin

from tests.support import Page

if TYPE_CHECKING:
    import pytest

    from tests.support import Course


def test_pybtex_is_searched_once_and_no_more(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    course.build().good()
    searches: list[dict[str, str]] = []

    def counted(**options: str) -> Any:
        searches.append(options)
        return entry_points(**options)

    monkeypatch.setattr(pybtex.plugin, "entry_points", counted)
    course.edit("source/fish.md", "{cite:p}`darwin1859`", "{cite:p}`darwin1859`" * 9)
    course.build().good()
    assert searches == []


WORKS: Final = """
@misc{long1990, author = {Long, Ann and Short, Bob and Wide, Cleo}, title = {Gills}, year = 1990}
@misc{many1991, author = {Many, Dora and others}, title = {Fins}, year = 1991}
@misc{pair1992, author = {Low, Eva and High, Finn}, title = {Scales}, year = 1992}
"""

CITING: Final = "{cite:t}`long1990`, {cite:t}`many1991` and {cite:t}`pair1992` {cite:p}`long1990`."


def test_authors_who_are_not_named_read_alike_however_an_entry_gives_them(course: Course) -> None:
    course.write("source/references.bib", course.read("source/references.bib") + WORKS)
    course.edit("source/fish.md", "The rest is descent {cite:p}`darwin1859`.", CITING)
    course.build().good()
    texts = [p.text for p in Page(course.page("source/fish.html")).all("p")]
    expected = (
        "Long and others [1990], Many and others [1991] and Low and High [1992] "
        "[Long and others, 1990]."
    )
    assert any(expected in text for text in texts), texts
