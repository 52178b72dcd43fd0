"""The gallery: ``{deck-gallery}`` shows every deck, with pictures of its real slides.

The page is written with empty places, since decks are written beside it.
Once they are there, their slides are drawn, and the places filled in.
A picture stays in ``build/cache/slides`` under a name that depends on what the slide shows.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lessondeck.domain import LessonDomain, lesson_domain
from lessondeck.messages import in_numbers
from lessondeck.nodes import deck_gallery
from lessondeck.pages import DECK_FOLDER, deck_uri
from lessondeck.quizzes import templates
from lessondeck.slideshots import Shot, shots_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

progress = logging.getLogger("lessondeck.progress")

PICTURES: Final = "_slides"
"""Folder of the site that holds the pictures of slides."""

CACHE: Final = Path("build", "cache", "slides")

PLACE: Final = re.compile(r"<!--slides of (?P<deck>[^ ]+)-->.*?<!--end of slides-->", re.S)
"""Where the pictures of a deck go in the gallery; filled in again after each change."""

PATIENCE: Final = 120
"""Seconds after which drawing is given up."""


@dataclass(frozen=True)
class Entry:
    """A deck in the gallery; ``parts`` are the titles of what it is composed of."""

    docname: str
    title: str
    minutes: int
    parts: tuple[str, ...] = ()


class DeckGallery(SphinxDirective):
    """Shows all decks of the course."""

    def run(self) -> list[nodes.Node]:
        """Build the node; it is filled in when a page is written and all decks are known."""
        node = deck_gallery()
        self.set_source_info(node)
        lesson_domain(self.env).galleries[self.env.current_document.docname] = True
        return [node]


def composed_decks(domain: LessonDomain) -> list[Entry]:
    """Return the decks that are made of lessons, labs and breaks, the shortest first."""
    entries = []
    for deck in domain.decks.values():
        parts = domain.parts_of(deck)
        titles = tuple(part.title for part in parts if part.kind != "break")
        entries.append(Entry(deck.docname, deck.title, sum(it.minutes for it in parts), titles))
    return sorted(entries, key=lambda entry: (entry.minutes, entry.docname))


def visit_deck_gallery(translator: HTML5Translator, _node: deck_gallery) -> None:
    """Write the decks, with empty places for the pictures."""
    builder = translator.builder
    here, domain = builder.current_docname, lesson_domain(builder.env)
    order = list(builder.relations)
    lessons = [domain.lessons[name] for name in order if name in domain.lessons]
    groups = [
        ("For an occasion", composed_decks(domain)),
        ("For each lesson", [Entry(it.docname, it.title, it.minutes) for it in lessons]),
    ]
    markup = templates.get_template("gallery.html").render(
        groups=[group for group in groups if group[1]],
        deck=lambda docname: deck_uri(builder.app, here, docname),
        page=lambda docname: builder.get_relative_uri(here, docname),
        minutes=lambda count: in_numbers(count, "minute"),
    )
    translator.body.append(markup)
    raise nodes.SkipNode


def fill_galleries(root: Path, site: Path, domain: LessonDomain) -> None:
    """Draw the slides that the galleries of a built site show, and put the pictures in.

    Args:
        root: the folder of the course, which holds the cache.
        site: the pages, with the decks in a folder of it.
        domain: knows galleries and decks.
    """
    if not domain.galleries:
        shutil.rmtree(site / PICTURES, ignore_errors=True)
        return
    decks = site / DECK_FOLDER
    names = [*domain.decks, *domain.lessons]
    shots = {name: shots_of(decks / f"{name}.html") for name in names}
    cache = root / CACHE
    cache.mkdir(parents=True, exist_ok=True)
    _draw(decks, cache, shots)
    shown = _copy(cache, site / PICTURES, shots)
    for gallery in domain.galleries:
        _fill(site, gallery, shown)


def _draw(decks: Path, cache: Path, shots: Mapping[str, list[Shot]]) -> None:
    """Draw what the cache lacks; without a browser, or with a broken one, say so in a line."""
    order = []
    drawn: set[str] = set()
    for deck, its_shots in shots.items():
        missing = [shot for shot in its_shots if not (cache / shot.name).is_file()]
        missing = [shot for shot in missing if shot.name not in drawn]
        drawn |= {shot.name for shot in missing}
        if missing:
            slides = [(shot.slide.id, str(cache / shot.name)) for shot in missing]
            address = (decks / f"{deck}.html").resolve().as_uri()
            order.append({"address": address, "slides": slides})
    if not order:
        return
    progress.info("drawing %s for the gallery", in_numbers(len(drawn), "slide"))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "lessondeck.drawing"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired:
        progress.info("not all slides are drawn: the browser took more than %d s", PATIENCE)
        return
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"exit status {done.returncode}"
        progress.info("the gallery shows no pictures of some slides: %s", reason)


def _environment() -> dict[str, str]:
    """Return an environment in which this package is found: a course need not hold it."""
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(Path(__file__).parent.parent), *([inherited] if inherited else [])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


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


def _fill(site: Path, gallery: str, shown: Mapping[str, list[Shot]]) -> None:
    file = site / f"{gallery}.html"
    up = "../" * gallery.count("/")
    template = templates.get_template("gallery-slides.html")

    def fill(place: re.Match[str]) -> str:
        deck = place["deck"]
        pictures = template.render(shots=shown.get(deck, []), folder=f"{up}{PICTURES}")
        return f"<!--slides of {deck}-->{pictures}<!--end of slides-->"

    text = file.read_text(encoding="utf-8")
    filled = PLACE.sub(fill, text)
    if filled != text:
        file.write_text(filled, encoding="utf-8")


def setup_gallery(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("deck-gallery", DeckGallery)
    app.add_node(deck_gallery, html=(visit_deck_gallery, None))
