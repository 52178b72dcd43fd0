"""One visit to a page or deck for all that is asked of it, in both editions, and only if need be.

A test asks its ``look`` for visits and notes faults; see ``tests/looked.py`` for what is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.axe import Kinds
from tests.browser.fixtures import PATIENCE
from tests.browser.sites import Site
from tests.browser.watch import Watch
from tests.looked import TALLY, Thing
from tests.support import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize

    from tests.browser.fixtures import Chromium

NOTES_MARKUP: Final = re.compile(rb'<aside class="notes">.*?</aside>', re.DOTALL)
"""What a speaker reads, which is in the file of a deck and not on its slides."""

Editions = tuple[str, ...]
BOTH: Final[Editions] = ("student", "instructor")
STUDENT: Final[Editions] = ("student",)
INSTRUCTOR: Final[Editions] = ("instructor",)


@dataclass
class Visit:
    """A browser at a site, with nothing open yet.

    Attributes:
        site: the site, served below the top of a host.
        unpacked: the same site, opened from a folder whose name has blanks.
        page: an empty page.
        kinds: the texts that axe knows from other pages.
        faults: what was found; the test adds to it.
        counts: how much was looked at; the test adds to it.
    """

    site: Site
    unpacked: Site
    page: Page
    kinds: Kinds
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Room:
    """A browser's context with one page, and what notes everything that goes wrong in it."""

    context: BrowserContext
    page: Page
    watch: Watch


class Look:
    """Visits for a test."""

    def __init__(
        self,
        request: pytest.FixtureRequest,
        chromium: Chromium,
        sites: Mapping[str, Site],
        unpacked: Path,
        kinds: Kinds,
        rooms: dict[str, Room],
    ) -> None:
        """Visit nothing yet.

        Args:
            request: of the test.
            chromium: what looks.
            sites: the editions of the course.
            unpacked: a folder for links to sites.
            kinds: the texts that axe knows from other pages.
            rooms: those that visits leave to the next ones, by their options.
        """
        self._request = request
        self._chromium = chromium
        self._sites = sites
        self._unpacked = unpacked
        self._kinds = kinds
        self._rooms = rooms

    def at(
        self,
        editions: Editions = BOTH,
        *,
        viewport: ViewportSize,
        without_notes: bool = False,
        leaves_no_trace: bool = False,
        **options: Any,
    ) -> Iterator[Visit]:
        """Yield a visit to each edition that has anything new, then fail if one found a fault.

        Args:
            editions: the editions to look at.
            viewport: the size of the window.
            without_notes: decks that differ in the speaker's notes alone look the same.
            leaves_no_trace: the browser keeps nothing of a visit, so the next one has the same
                room: to furnish one takes a third as long as to look at a page.
            options: more for the browser's context.
        """
        faults: list[str] = []
        test = self._request.path
        name = f"{test.relative_to(REPOSITORY)}::{self._request.node.name}"
        thing = Thing(name, test, self._chromium.version)
        TALLY.browsers.add(thing.browser)
        again = self._request.config.getoption("look_again")
        for edition in editions:
            site = self._sites[edition]
            digest = _digests(site.folder, without_notes=without_notes)
            # In the same run, one edition may always stand for the other.
            seen = thing.recall(digest) if edition != editions[0] or not again else None
            if seen is not None:
                TALLY.remembered += seen
                continue
            with self._visit(site, viewport, options, leaves_no_trace) as (visit, asked):
                yield visit
            TALLY.looked += visit.counts
            if visit.faults:
                faults += [f"{edition}: {fault}" for fault in visit.faults]
            else:
                files = {name: found for name in asked if (found := digest(name)) is not None}
                thing.keep(files, visit.counts)
        assert not faults, "\n".join(faults)

    @contextmanager
    def _visit(
        self, site: Site, viewport: ViewportSize, options: dict[str, Any], is_shared: bool
    ) -> Iterator[tuple[Visit, set[str]]]:
        """Enter a room, and note which files of the site are asked for in it."""
        link = self._unpacked / f"a course, {site.folder.name}"
        if not link.is_symlink():
            link.symlink_to(site.folder, target_is_directory=True)
        unpacked = Site(link, f"{link.as_uri()}/")
        kind = repr(options)
        room = (self._rooms.pop(kind, None) if is_shared else None) or self._furnish(options)
        room.page.set_viewport_size(viewport)
        room.page.emulate_media(color_scheme="light")
        room.watch.troubles.clear()
        visit = Visit(site, unpacked, room.page, self._kinds)
        asked: set[str] = set()

        def note(request: Request) -> None:
            asked.update(_names(request.url, site, unpacked))

        room.context.on("request", note)
        try:
            yield visit, asked
        except BaseException:
            room.context.close()
            raise
        if is_shared:
            room.context.remove_listener("request", note)
            self._rooms[kind] = room
        else:
            room.context.close()
        visit.faults += [f"behind the page: {trouble}" for trouble in room.watch.troubles]

    def _furnish(self, options: dict[str, Any]) -> Room:
        browser: Browser = self._request.getfixturevalue("browser")
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        watch = Watch(context)
        return Room(context, context.new_page(), watch)


def _names(url: str, *sites: Site) -> Iterator[str]:
    """Yield the name of the site's file that an address asks for."""
    address = urlsplit(url)._replace(query="", fragment="").geturl()
    for site in sites:
        if address.startswith(site.address):
            name = unquote(address.removeprefix(site.address))
            yield f"{name}index.html" if not name or name.endswith("/") else name


@cache
def _digests(folder: Path, *, without_notes: bool) -> Callable[[str], str | None]:
    """Return what returns the digest of a file of a folder, read once."""

    @cache
    def digest(name: str) -> str | None:
        try:
            data = (folder / name).read_bytes()
        except OSError:
            return None
        if without_notes and name.endswith(".html"):
            data = NOTES_MARKUP.sub(b"", data)
        return hashlib.sha256(data).hexdigest()

    return digest


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for links to sites."""
    return tmp_path_factory.mktemp("unpacked")


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    """The texts that axe knows from pages that this process looked at."""
    return Kinds()


@pytest.fixture(scope="session")
def rooms() -> dict[str, Room]:
    """Rooms that visits of this process leave to the next ones."""
    return {}
