"""From a page to its slide and back, and every other link of the built course."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.decks import wait_for_deck
from tests.browser.sites import COURSE, Site, lessons_of
from tests.support import Page as Markup

LINKS: Final = ("href", "xlink:href", "src", "data")
REFERENCES: Final = ("aria-labelledby", "aria-describedby", "aria-controls", "for")

every_lesson = pytest.mark.parametrize("name", lessons_of(COURSE) or ["source/none"])


@every_lesson
def test_a_section_leads_to_its_slide_and_back(page: Page, student: Site, name: str) -> None:
    page.goto(student.page(name))
    links = page.locator("a.present-link")
    count = links.count()
    assert count > 0
    for number in sorted({0, count // 2, count - 1}):
        page.goto(student.page(name))
        link = links.nth(number)
        section = link.evaluate("link => link.closest('section').id")
        link.click()
        wait_for_deck(page)
        slide = page.evaluate("deck.idsOf(deck.current())")
        assert section in slide, f"the link of {section!r} shows the slide {slide}"
        page.locator(".slides section.present > .page-link").click()
        page.wait_for_url(f"{student.page(name)}#*")
        anchor = urlsplit(page.url).fragment
        back = page.evaluate("id => document.getElementById(id).closest('section').id", anchor)
        assert back == section
        expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


@pytest.mark.parametrize("site", ["student", "instructor", "small"], indirect=True)
def test_every_link_leads_somewhere(site: Site) -> None:
    root = site.folder
    broken: list[str] = []
    for path in sorted(root.rglob("*.html")):
        name = path.relative_to(root).as_posix()
        if "_static/" in name:
            continue
        for element in _markup(path).elements:
            for attribute in LINKS:
                if attribute in element.attributes:
                    target = element.attributes[attribute]
                    reason = _fault(root, name, element.tag, target)
                    broken += [f"{name}: {target}: {reason}"] if reason else []
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("site", ["student", "instructor", "small"], indirect=True)
def test_an_id_is_used_once_and_what_names_one_finds_it(site: Site) -> None:
    faults: list[str] = []
    for path in sorted(site.folder.rglob("*.html")):
        name = path.relative_to(site.folder).as_posix()
        if "_static/" in name:
            continue
        elements = _markup(path).elements
        ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
        faults += [f"{name}: id {one!r} twice" for one in sorted(set(ids)) if ids.count(one) > 1]
        for element in elements:
            for attribute in REFERENCES:
                wanted = set(element.attributes.get(attribute, "").split())
                faults += [f"{name}: {attribute}={one!r}" for one in sorted(wanted - set(ids))]
    assert not faults, "\n".join(faults)


def _fault(root: Path, name: str, tag: str, target: str) -> str | None:
    """Return why a link of a page can't be followed, if it can't."""
    address = urlsplit(target)
    if address.scheme in {"http", "https"} or address.netloc:
        return None if tag == "a" else "loads from another host"
    if address.scheme:
        return None if address.scheme in {"mailto", "data"} else "unknown kind of address"
    if target.startswith("/"):
        return "breaks where the course is not at the top of its host"
    path = root / urljoin(name, unquote(address.path)) if address.path else root / name
    if not path.resolve().is_relative_to(root.resolve()):
        return "leaves the course"
    if not path.is_file():
        return "no such file"
    anchor = unquote(address.fragment).removeprefix("/")
    if anchor and path.suffix == ".html" and anchor not in _markup(path).ids:
        return "no such place in it"
    return None


@lru_cache
def _markup(path: Path) -> Markup:
    return Markup(path.read_text(encoding="utf-8"))
