"""Which slides stand for a deck in the gallery, and what a picture of one depends on.

A deck is read as it was written: each slide is a ``section`` of class ``slide``, none in another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from lessondeck.slides.written import SLIDE, SOURCE, digest_with_parts, look_of

LOOK: Final = "2"
"""To be raised when pictures are drawn in another way: the old ones then are of no use."""

KINDS: Final = ("figure", "compare", "table", "code", "list", "statement", "poll", "mixed")
"""Kinds of slides, those first that show best what a deck is like."""

OTHERS: Final = 3
"""How many slides a deck shows beside its title slide."""

HEADING: Final = re.compile(r"<h[12][^>]*>(.*?)</h[12]>", re.S)
NOTES: Final = re.compile(r'<aside class="notes">.*?</aside>', re.S)
UNSEEN: Final = re.compile(r' (?:href|data-place|data-timing)="[^"]*"')


@dataclass(frozen=True)
class Slide:
    """A slide of a deck: its id, kind and title, and its markup without what the room can't see."""

    id: str
    kind: str
    title: str
    markup: str


@dataclass(frozen=True)
class Shot:
    """A picture of a slide: the slide, and a name that another look of it would not have."""

    slide: Slide
    name: str


def slides_of(markup: str) -> list[Slide]:
    """Return the slides of a deck's page in order."""
    found = []
    for match in SLIDE.finditer(NOTES.sub("", markup)):
        head, body = match["head"], match["body"]
        name = re.search(r'\bid="([^"]+)"', head)
        kind = re.search(r"\bkind-([\w-]+)", head)
        heading = HEADING.search(body)
        if name and kind:
            words = re.sub(r"<[^>]+>", "", heading[1]) if heading else ""
            title = " ".join(unescape(words).split())
            found.append(Slide(name[1], kind[1], title, UNSEEN.sub("", match[0])))
    return found


def chosen(slides: list[Slide]) -> list[Slide]:
    """Return the title slide, and the first of the kinds that show a deck best, in its order."""
    firsts = {slide.kind: slide for slide in reversed(slides[1:])}
    others = [firsts[kind] for kind in KINDS if kind in firsts][:OTHERS]
    return [slide for slide in slides if slide in [*slides[:1], *others]]


def shots_of(deck: Path) -> list[Shot]:
    """Return the pictures that stand for a deck, given its page."""
    markup = deck.read_text(encoding="utf-8")
    look = look_of(deck, markup)
    shots = []
    for slide in chosen(slides_of(markup)):
        state = hashlib.sha256(f"{LOOK}\0{look}\0{slide.markup}".encode())
        for source in SOURCE.findall(slide.markup):
            state.update(digest_with_parts(deck.parent / source).encode())
        shots.append(Shot(slide, f"{state.hexdigest()[:32]}.webp"))
    return shots
