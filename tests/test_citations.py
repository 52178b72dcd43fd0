"""Citations find their writer without a search of the installed packages for each."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import pybtex.plugin

from lessondeck.citations import BACKENDS

if TYPE_CHECKING:
    import pytest

    from tests.support import Course


def test_more_citations_search_no_more(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[str] = []

    def counted(**options: str) -> Any:
        searches.append(options["name"])
        return entry_points(**options)

    monkeypatch.setattr(pybtex.plugin, "entry_points", counted)
    counts = []
    for _ in range(2):
        course.build().good()
        counts.append({name: searches.count(name) for name in BACKENDS})
        searches.clear()
        course.edit("source/fish.md", "{cite:p}`darwin1859`", "{cite:p}`darwin1859`" * 9)
    assert all(counts[1][name] <= counts[0][name] for name in BACKENDS)
