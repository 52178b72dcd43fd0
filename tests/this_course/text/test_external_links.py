"""Every link that leaves the course is listed once, with the day when somebody checked it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import yaml

from tests.bank import shipped
from tests.published import read_once
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.sites import Site

# With the tests of links within the course: all read every page.
pytestmark = pytest.mark.xdist_group("published")

LIST: Final = REPOSITORY / "source" / "external-links.yml"

NOT_CHECKED: Final = "not checked"

ENTRY: Final = re.compile(r"@\w+\{.*?\n\}", re.DOTALL)

FIELD: Final = r"\b{}\s*=\s*\{{(.*)\}}"


@cache
def listed() -> dict[str, date | str]:
    links: dict[str, date | str] = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return links


@lru_cache
def linked(folder: Path) -> dict[str, str]:
    """Return the links that leave a built course, each with a page that has it."""
    return {
        element.attributes["href"]: name
        for name, page in read_once(folder).pages.items()
        for element in page.all("a")
        if re.match(r"[a-z]+://", element.attributes.get("href", ""))
    }


@cache
def known_checks() -> dict[str, set[date]]:
    """Return the days that the item bank, the bibliography and the data's readme name."""
    found: dict[str, set[date]] = {}
    for url, day in [*item_checks(), *bibliography_checks(), *data_checks()]:
        found.setdefault(url, set()).add(day)
    return found


def item_checks() -> Iterator[tuple[str, date]]:
    for item in shipped().items.values():
        if item.source and item.source.get("url") and item.source.get("checked"):
            yield item.source["url"], date.fromisoformat(str(item.source["checked"]))


def bibliography_checks() -> Iterator[tuple[str, date]]:
    text = (REPOSITORY / "source" / "references.bib").read_text(encoding="utf-8")
    for entry in ENTRY.findall(text):
        note = re.search(r"checked (\d{4}-\d\d-\d\d)", entry)
        if not note:
            continue
        for name, start in (("url", ""), ("doi", "https://doi.org/")):
            found = re.search(FIELD.format(name), entry)
            if found:
                yield start + found[1], date.fromisoformat(note[1])


def data_checks() -> Iterator[tuple[str, date]]:
    text = (REPOSITORY / "exercises" / "data" / "README.md").read_text(encoding="utf-8")
    day = re.search(r"checked against the copies on (\d{4}-\d\d-\d\d)", text)
    assert day
    for url in re.findall(r"Source: .*?(https://[^\s>)]+)", text):
        yield url, date.fromisoformat(day[1])


@pytest.mark.parametrize("site", ["student", "instructor"], indirect=True)
def test_every_link_is_listed(site: Site) -> None:
    new = [
        f"{url}: not checked   # {page}"
        for url, page in linked(site.folder).items()
        if url not in listed()
    ]
    assert not new, f"add to {LIST.name}:\n" + "\n".join(new)


def test_every_listed_link_is_on_a_page(instructor: Site) -> None:
    """The instructor's edition has what the student's has, and what is private."""
    gone = [url for url in listed() if url not in linked(instructor.folder)]
    assert not gone, f"no page has these any more; take them out of {LIST.name}: {gone}"


def test_list_is_in_order_and_secure() -> None:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    urls = [line.rpartition(": ")[0] for line in lines if line and not line.startswith("#")]
    assert urls == sorted(set(urls))
    assert [url for url in urls if not url.startswith("https://")] == []


def test_days_are_those_that_the_sources_name() -> None:
    """Nobody gets the day of a check by guessing: it stands where the check was noted."""
    faults = []
    for url, day in listed().items():
        known: set[date | str] = {*known_checks().get(url, ())}
        if day not in (known or {NOT_CHECKED}):
            named = ", ".join(sorted(map(str, known))) or "no check"
            faults.append(f"{url}: {day}, but its sources name {named}")
    assert not faults, "\n".join(faults)
