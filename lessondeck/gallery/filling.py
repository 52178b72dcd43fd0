"""What a gallery shows of decks once they are written: pictures of slides, and PDFs.

Pictures stay in ``build/cache/slides`` under names that depend on what their slides show.
PDFs are those of the last printing, as long as they show the decks as they are.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.core.builders import DECK_FOLDER
from lessondeck.core.commands import typed
from lessondeck.core.extras import advice, missing
from lessondeck.core.links import link
from lessondeck.core.markup import templates
from lessondeck.core.messages import in_numbers
from lessondeck.core.printed import HANDOUTS, SLIDES, kept_sources, pdf_of
from lessondeck.gallery import NO_BROWSER
from lessondeck.gallery.page import GALLERIES
from lessondeck.gallery.slideshots import Shot, shots_of
from lessondeck.slides.written import state_of
from lessondeck.tools.subprocesses import with_this_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lessondeck.core.domain import LessonDomain

progress = logging.getLogger("lessondeck.progress")

PICTURES: Final = "_slides"
"""Folder of the site that holds the pictures of slides."""

PAPERS: Final = "_paper"
"""Folder of the site that holds the PDFs of decks."""

CACHE: Final = Path("build", "cache", "slides")

PLACE: Final = re.compile(
    r"<!--(?P<what>slides|papers|pictures) of (?P<deck>[^ ]+)-->.*?<!--end of (?P=what)-->", re.S
)
"""Where the gallery shows something of a deck or, once, of all; filled in after each change."""

PATIENCE: Final = 60
"""Seconds for each slide after which drawing is given up: the browser hangs.

A slide takes a quarter of a second where nothing else is done.
"""


def fill_galleries(
    root: Path, site: Path, printed: Path, domain: LessonDomain, *, draw: bool
) -> bool:
    """Put into the galleries of a built site what they show of its decks.

    Args:
        root: the folder of the course, which holds the cache.
        site: the pages, with the decks in a folder of it.
        printed: where this edition is printed, if it ever was.
        domain: knows galleries and decks.
        draw: draw the slides that the cache lacks; a preview does without them.

    Returns:
        Whether the galleries show all that can be shown on this machine.
    """
    galleries = GALLERIES.of(domain.env)
    if not galleries:
        for name in (PICTURES, PAPERS):
            shutil.rmtree(site / name, ignore_errors=True)
        return True
    decks = site / DECK_FOLDER
    titles = {name: deck.title for name, deck in domain.decks.items()}
    titles |= {name: lesson.title for name, lesson in domain.lessons.items()}
    shots = {name: shots_of(decks / f"{name}.html") for name in titles}
    cache = root / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    complete = draw and _draw(decks, cache, shots)
    shown = _copy(cache, site / PICTURES, shots)
    wanted, found = (sum(map(len, those.values())) for those in (shots, shown))
    papers = _offer(printed, decks, site / PAPERS, titles, typed(root, "pdf"))
    for gallery in galleries:
        up = "../" * gallery.count("/")

        def show(what: str, deck: str, up: str = up) -> str:
            return templates.get_template(f"gallery-{what}.html").render(
                title=titles.get(deck, deck),
                shots=shown.get(deck, []),
                some=found > 0,
                every=found == wanted,
                pictures=f"{up}{PICTURES}",
                papers={
                    kind: f"{up}{PAPERS}/{pdf_of(kind, deck)}" for kind in papers.get(deck, [])
                },
            )

        _fill(site / f"{gallery}.html", show)
    return complete


def _draw(decks: Path, cache: Path, shots: Mapping[str, list[Shot]]) -> bool:
    """Draw what the cache lacks; without a browser, or with a broken one, say so in a line.

    Returns:
        Whether another try would be in vain: all is drawn, or there is no browser.
    """
    order = []
    drawn: set[str] = set()
    for deck, its_shots in shots.items():
        absent = [shot for shot in its_shots if not (cache / shot.name).is_file()]
        absent = [shot for shot in absent if shot.name not in drawn]
        drawn |= {shot.name for shot in absent}
        if absent:
            slides = [(shot.slide.id, str(cache / shot.name)) for shot in absent]
            address = (decks / f"{deck}.html").resolve().as_uri()
            order.append({"address": address, "slides": slides})
    if not order:
        return True
    if missing("lint"):
        progress.info(
            "the gallery shows no pictures of slides: %s brings a browser", advice("lint")
        )
        return True
    progress.info("drawing %s for the gallery", in_numbers(len(drawn), "slide"))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "lessondeck.gallery.drawing"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=PATIENCE * (len(drawn) + 1),
            check=False,
            env=with_this_package(),
        )
    except subprocess.TimeoutExpired as error:
        progress.info("not all slides are drawn: the browser took more than %d s", error.timeout)
        return False
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"exit status {done.returncode}"
        progress.info("the gallery shows no pictures of some slides: %s", reason)
    return done.returncode in {0, NO_BROWSER}


def _copy(cache: Path, target: Path, shots: Mapping[str, list[Shot]]) -> dict[str, list[Shot]]:
    """Put the pictures that there are into the site, and no others; return them by deck."""
    shown = {
        deck: [shot for shot in its_shots if (cache / shot.name).is_file()]
        for deck, its_shots in shots.items()
    }
    wanted = {shot.name for its_shots in shown.values() for shot in its_shots}
    target.mkdir(exist_ok=True)
    for file in target.iterdir():
        if file.name not in wanted:
            file.unlink()
    for name in wanted:
        if not (target / name).is_file():
            shutil.copyfile(cache / name, target / name)
    return shown


def _offer(
    printed: Path, decks: Path, target: Path, names: Iterable[str], command: str
) -> dict[str, list[str]]:
    """Put the PDFs into the site that show its decks as they are; return their kinds by deck."""
    shutil.rmtree(target, ignore_errors=True)
    noted = {file: source.deck for file, source in kept_sources(printed).items()}
    offered = {}
    old = 0
    for name in names:
        files = {kind: pdf_of(kind, name) for kind in (SLIDES, HANDOUTS)}
        there = {kind: file for kind, file in files.items() if (printed / file).is_file()}
        state = state_of(decks / f"{name}.html") if there else ""
        offered[name] = [kind for kind, file in there.items() if noted.get(file) == state]
        old += len(offered[name]) < len(there)
        for kind in offered[name]:
            (target / kind).mkdir(parents=True, exist_ok=True)
            link(str(printed / files[kind]), str(target / files[kind]))
    if old:
        progress.info(
            "the gallery leaves out the PDFs of %s that changed since: %s",
            in_numbers(old, "deck"),
            command,
        )
    return offered


def _fill(page: Path, show: Callable[[str, str], str]) -> None:
    def fill(place: re.Match[str]) -> str:
        what, deck = place["what"], place["deck"]
        return f"<!--{what} of {deck}-->{show(what, deck)}<!--end of {what}-->"

    text = page.read_text(encoding="utf-8")
    filled = PLACE.sub(fill, text)
    if filled != text:
        page.write_text(filled, encoding="utf-8")
