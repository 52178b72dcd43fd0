"""Which slides stand for a deck in the gallery, and what a picture of one depends on.

A deck is read as it was written: each slide is a ``section`` of class ``slide``, none in another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Final

LOOK: Final = "2"
"""To be raised when pictures are drawn in another way: the old ones then are of no use."""

KINDS: Final = ("figure", "compare", "table", "code", "list", "statement", "poll", "mixed")
"""Kinds of slides, those first that show best what a deck is like."""

OTHERS: Final = 3
"""How many slides a deck shows beside its title slide."""

SLIDE: Final = re.compile(
    r'<section (?P<head>[^>]*\bclass="slide[^>]*)>(?P<body>.*?)</section>', re.S
)
HEADING: Final = re.compile(r"<h[12][^>]*>(.*?)</h[12]>", re.S)
NOTES: Final = re.compile(r'<aside class="notes">.*?</aside>', re.S)
UNSEEN: Final = re.compile(r' (?:href|data-place|data-timing)="[^"]*"')
SOURCE: Final = re.compile(r'\bsrc="([^"]+)"')
STYLE: Final = re.compile(r'<link [^>]*\bhref="([^"]+\.css[^"]*)"')
URL: Final = re.compile(r"""url\(["']?(?!data:)([^"')]+)["']?\)""")


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
            state.update(_state(deck.parent / source).encode())
        shots.append(Shot(slide, f"{state.hexdigest()[:32]}.webp"))
    return shots


def state_of(deck: Path) -> str:
    """Return a digest of all that a deck shows and says, given its page."""
    markup = deck.read_text(encoding="utf-8")
    state = hashlib.sha256(f"{look_of(deck, markup)}\0{markup}".encode())
    for source in SOURCE.findall(markup):
        state.update(_state(deck.parent / source).encode())
    return state.hexdigest()


def look_of(deck: Path, markup: str) -> str:
    """Return a digest of the styles and scripts that a deck loads, and of what these load."""
    outside = SLIDE.sub("", markup)
    names = [*STYLE.findall(outside), *SOURCE.findall(outside)]
    files = [deck.parent / name.partition("?")[0] for name in names]
    return hashlib.sha256("".join(_state(file) for file in files).encode()).hexdigest()


def _state(file: Path) -> str:
    """Return a digest of a file, and of what a style sheet names, or nothing if it is absent."""
    return _digest(file, file.stat().st_mtime_ns) if file.is_file() else ""


@lru_cache(maxsize=1000)
def _digest(file: Path, _changed: int) -> str:
    data = file.read_bytes()
    named = URL.findall(data.decode("utf-8")) if file.suffix == ".css" else []
    state = hashlib.sha256(data)
    for name in named:
        state.update(_state(file.parent / name.partition("#")[0]).encode())
    return state.hexdigest()
