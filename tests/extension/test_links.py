"""Every link of every page and deck goes somewhere, in the small course and in the real one."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import pytest

from tests.support import REPOSITORY, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Course, Element

SITES: Final = ("small student", "small instructor", "real")


class Site:
    """The pages and decks of a published edition, by the name of their file."""

    def __init__(self, folder: Path) -> None:
        """Read every page of a folder."""
        self.folder = folder
        self.pages = {
            path.relative_to(folder).as_posix(): Page(path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*.html"))
            if "_static" not in path.relative_to(folder).parts
        }

    @property
    def decks(self) -> dict[str, Page]:
        """The decks alone."""
        return {name: page for name, page in self.pages.items() if name.startswith("deck/")}

    def fault(self, name: str, link: str) -> str | None:
        """Return what is wrong with a link of a page, or nothing."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        if not (self.folder / target).is_file():
            return "there is no such file"
        anchor = unquote(parts.fragment.removeprefix("/"))
        if anchor and target in self.pages and anchor not in self.pages[target].ids:
            return "there is no such place"
        return None


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest, built: Course) -> Site:
    if request.param == "real":
        folder = REPOSITORY / "build" / "site"
        assert (folder / "index.html").is_file(), "build/site is missing; build the course: make"
        return Site(folder)
    return Site(built.site(request.param.removeprefix("small ")))


def links_of(page: Page) -> Iterator[str]:
    for element in page.elements:
        for name in ("href", "src"):
            if name in element.attributes:
                yield element.attributes[name]


def test_every_link_goes_somewhere(site: Site) -> None:
    faults = [
        f"{name}: {link}: {fault}"
        for name, page in site.pages.items()
        for link in links_of(page)
        if (fault := site.fault(name, link))
    ]
    assert faults == []


def test_every_present_link_goes_to_a_slide(site: Site) -> None:
    """The place it names is a slide or stands at the head of one."""
    faults = []
    found = 0
    for name, page in site.pages.items():
        for link in page.all("a", "present-link"):
            deck, _, anchor = link.attributes["href"].partition("#/")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), deck))
            found += 1
            if not is_slide(site.pages[target], anchor):
                faults.append(f"{name}: {link.attributes['href']}")
    assert found >= 5
    assert faults == []


def is_slide(deck: Page, anchor: str) -> bool:
    element = next(e for e in deck.elements if e.attributes.get("id") == anchor)
    if "slide" in element.classes:
        return True
    return element.tag == "span" and "slide" in element.parents[-1].classes


def test_every_slide_links_to_its_place_on_the_page(site: Site) -> None:
    faults = []
    for name, deck in site.decks.items():
        for slide in deck.all("section", "slide"):
            links = [a for a in deck.all("a", "page-link") if a.parents[-1] is slide]
            if len(links) != 1 or "#" not in links[0].attributes["href"]:
                # The opening of a composed deck, a break and a lab stand for whole pages.
                first = slide is deck.all("section", "slide")[0]
                whole = first or {"kind-break", "kind-lab"} & set(slide.classes)
                if not (whole and len(links) == 1):
                    faults.append(f"{name}: {slide.attributes['id']}")
    assert site.decks
    assert faults == []


def test_every_section_of_a_lesson_links_to_a_slide_or_has_none(site: Site) -> None:
    """A heading without a link has nothing in the deck: no slide has its id."""
    for name, deck in site.decks.items():
        page = site.pages[name.removeprefix("deck/")]
        linked = {
            link.attributes["href"].partition("#/")[2] for link in page.all("a", "present-link")
        }
        for section in inner_sections(page):
            ids = section_ids(page, section)
            assert bool(ids & linked) == bool(ids & deck.ids), f"{name}: {ids}"


def inner_sections(page: Page) -> list[Element]:
    return [
        element
        for element in page.all("section")
        if any(parent.tag == "section" for parent in element.parents)
    ]


def section_ids(page: Page, section: Element) -> set[str]:
    """Return the id of a section and those that stand at its head."""
    heads = [e for e in page.all("span") if e.parents[-1] is section]
    return {e.attributes["id"] for e in (section, *heads) if "id" in e.attributes}
