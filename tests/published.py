"""What every published site keeps to, whichever course it is of; each check returns the faults."""

from __future__ import annotations

import posixpath
import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from tests.support import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Element

LINKS: Final = ("href", "xlink:href", "src", "data")

REFERENCES: Final = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
"""Attributes that name elements by their ids."""

LOADED: Final = re.compile(r"""(?:@import\s*(?:url\()?|url\()\s*["']?([^"')\s;]+)""")
"""What a style sheet loads."""

HOST: Final = re.compile(r"(?<![\w.])(?:https?:|wss?:)//([\w.-]+)")

NAMED: Final = {
    "127.0.0.1": "a reader's own machine",
    "www.w3.org": "namespaces of XML",
    "hakim.se": "who wrote reveal.js",
    "lab.hakim.se": "where its zoom is from",
    "revealjs.com": "where reveal.js is from",
    "developer.mozilla.org": "a comment of Sphinx",
    "github.com": "where faults of Marked are reported",
    "marked.js.org": "a message of Marked",
    "snowballstem.org": "where the stemmer is from",
}
"""Hosts that scripts and drawings may name, and for what; nothing is asked of them."""

APART: Final = ("lite", "_static/pyodide-")
"""Programs of others: their menus name hosts, and a browser's test sees that none is asked."""


class Published:
    """The pages and decks of a published edition, by the name of their file."""

    def __init__(self, folder: Path) -> None:
        """Read every page of a folder."""
        assert (folder / "index.html").is_file(), f"there is no site in {folder}"
        self.folder = folder
        self.pages = {
            path.relative_to(folder).as_posix(): Page(path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*.html"))
            if "_static" not in path.relative_to(folder).parts
        }

    @cached_property
    def decks(self) -> dict[str, Page]:
        """The decks alone."""
        return {name: page for name, page in self.pages.items() if name.startswith("deck/")}

    def fault(self, name: str, tag: str, link: str) -> str | None:
        """Return why a link of a page can't be followed, if it can't."""
        address = urlsplit(link)
        if address.scheme in {"http", "https"} or address.netloc:
            return None if tag == "a" else "loads from another host"
        if address.scheme:
            return None if address.scheme in {"mailto", "data"} else "unknown kind of address"
        if link.startswith("/"):
            return "breaks where the course is not at the top of its host"
        path = unquote(address.path)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        if target.startswith(".."):
            return "leaves the course"
        if not (self.folder / target).is_file():
            return "there is no such file"
        anchor = unquote(address.fragment.removeprefix("/"))
        if anchor and target in self.pages and anchor not in self.pages[target].ids:
            return "there is no such place"
        return None


@cache
def read_once(folder: Path) -> Published:
    """Return the pages and decks of a folder that does not change; a process reads them once."""
    return Published(folder)


def dead_links(site: Published) -> list[str]:
    """Return the links of all pages and decks that lead nowhere."""
    return [
        f"{name}: {link}: {fault}"
        for name, page in site.pages.items()
        for element in page.elements
        for link in (element.attributes[kind] for kind in LINKS if kind in element.attributes)
        if (fault := site.fault(name, element.tag, link))
    ]


def named_hosts(site: Published) -> list[str]:
    """Return the files beside pages that load something of another host, or name one."""
    faults = []
    for path in sorted(site.folder.rglob("*")):
        name = path.relative_to(site.folder).as_posix()
        if path.suffix == ".css":
            loaded = LOADED.findall(path.read_text(encoding="utf-8"))
            hosts = [it for it in loaded if urlsplit(it).netloc]
        elif path.suffix in {".js", ".mjs", ".svg"} and not name.startswith(APART):
            hosts = [it for it in HOST.findall(path.read_text(encoding="utf-8")) if it not in NAMED]
        else:
            continue
        faults += [f"{name}: {host}" for host in hosts]
    return faults


def faulty_ids(site: Published) -> Iterator[str]:
    """Yield ids that a page has twice, and names of ids that it does not have."""
    for name, page in site.pages.items():
        ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
        yield from (f"{name}: id {one!r} twice" for one in sorted(page.ids) if ids.count(one) > 1)
        for element in page.elements:
            for kind in REFERENCES:
                wanted = set(element.attributes.get(kind, "").split())
                yield from (f"{name}: {kind}={one!r}" for one in sorted(wanted - page.ids))


def present_links_without_slide(site: Published) -> list[str]:
    """Return links that should lead to a slide: what they name is none, nor the head of one."""
    faults = []
    found = 0
    for name, page in site.pages.items():
        for link in page.all("a", "present-link"):
            deck, _, anchor = link.attributes["href"].partition("#/")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), deck))
            found += 1
            if not _is_slide(site.pages[target], anchor):
                faults.append(f"{name}: {link.attributes['href']}")
    assert found >= 5
    return faults


def _is_slide(deck: Page, anchor: str) -> bool:
    element = next(e for e in deck.elements if e.attributes.get("id") == anchor)
    if "slide" in element.classes:
        return True
    return element.tag == "span" and "slide" in element.parents[-1].classes


def slides_without_place(site: Published) -> list[str]:
    """Return slides that do not link to their place on the page."""
    faults = []
    assert site.decks
    for name, deck in site.decks.items():
        slides = deck.all("section", "slide")
        for slide in slides:
            links = [a for a in deck.all("a", "page-link") if a.parents[-1] is slide]
            if len(links) != 1 or "#" not in links[0].attributes["href"]:
                # The opening of a composed deck, a break and a lab stand for whole pages.
                whole = slide is slides[0] or {"kind-break", "kind-lab"} & set(slide.classes)
                if not (whole and len(links) == 1):
                    faults.append(f"{name}: {slide.attributes['id']}")
    return faults


def sections_without_slide(site: Published) -> list[str]:
    """Return sections of lessons that have a slide and no link to it, or a link and no slide."""
    faults = []
    for name, deck in site.decks.items():
        page = site.pages[name.removeprefix("deck/")]
        linked = {
            link.attributes["href"].partition("#/")[2] for link in page.all("a", "present-link")
        }
        for section in page.all("section"):
            if any(parent.tag == "section" for parent in section.parents):
                ids = _section_ids(page, section)
                if bool(ids & linked) != bool(ids & deck.ids):
                    faults.append(f"{name}: {ids}")
    return faults


def _section_ids(page: Page, section: Element) -> set[str]:
    """Return the id of a section and those that stand at its head."""
    heads = [e for e in page.all("span") if e.parents[-1] is section]
    return {e.attributes["id"] for e in (section, *heads) if "id" in e.attributes}


def slides_of(deck: Page) -> list[Element]:
    """Return the slides of a deck."""
    return deck.all("section", "slide")


def seconds_of(slides: list[Element]) -> int:
    """Return the time of slides."""
    return sum(int(slide.attributes["data-timing"]) for slide in slides)


def minutes_of(deck: Page, opening: Element) -> int:
    """Return the minutes that a title slide says."""
    words = next(p.text for p in deck.all("p", "minutes") if opening in p.parents)
    return int(words.split()[0])


def uneven_times(site: Published) -> list[str]:
    """Return decks, and lessons of decks, whose slides do not add up to their minutes."""
    faults = []
    stacks = 0
    for name, deck in site.decks.items():
        slides = slides_of(deck)
        if seconds_of(slides) != 60 * minutes_of(deck, slides[0]):
            faults.append(name)
        for stack in deck.all("section"):
            inner = [slide for slide in slides if stack in slide.parents]
            if inner:
                stacks += 1
                if seconds_of(inner) != 60 * minutes_of(deck, inner[0]):
                    faults.append(f"{name}: {inner[0].attributes['id']}")
    assert stacks > 0
    return faults
