"""The table of licences: how a licence is told, and works without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lessondeck.licences import table
from lessondeck.licences.packages import Work, licence_of

if TYPE_CHECKING:
    from tests.support import Course


@pytest.mark.parametrize(
    ("stated", "text", "licence"),
    [
        ("MIT", "", "MIT"),
        ("BSD-3-Clause", "whatever", "BSD-3-Clause"),
        ("MIT AND PSF-2.0", "", "MIT AND PSF-2.0"),
        ("(MPL-2.0 OR Apache-2.0)", "", "(MPL-2.0 OR Apache-2.0)"),
        (
            "BSD",
            "Redistribution and use\nin source …\nendorse or\npromote products",
            "BSD-3-Clause",
        ),
        ("", "Redistribution and use in source and binary forms", "BSD-2-Clause"),
        ("Apache 2.0", "Apache License\n   Version 2.0, January 2004", "Apache-2.0"),
        ("", "Permission is hereby\ngranted, free of charge", "MIT"),
        ("Other", "Ask me.", ""),
    ],
)
def test_a_licence_is_told_by_its_name_or_its_words(stated: str, text: str, licence: str) -> None:
    assert licence_of(stated, text) == licence


def test_a_work_without_a_known_licence_stops_the_build(
    sources: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    heron = Work("heron", "1.0", "wades", "", "", "")
    monkeypatch.setitem(table.GROUPS, "pages", lambda _sources: [heron])
    sources.write("source/reference/words.md", "# Words\n\n:::{licences-table} pages\n:::\n")
    sources.build().bad("words.md:3", "heron 1.0 says nothing of its licence")


def test_a_group_that_is_not_there_is_named(sources: Course) -> None:
    sources.write("source/reference/words.md", "# Words\n\n:::{licences-table} birds\n:::\n")
    sources.build().bad("words.md:3", "unknown group 'birds'", "pages, browser, labs")
