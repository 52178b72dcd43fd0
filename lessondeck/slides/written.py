"""A deck as it was written: a digest of all that it shows.

Each slide is a ``section`` of class ``slide``, none in another.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

SLIDE: Final = re.compile(
    r'<section (?P<head>[^>]*\bclass="slide[^>]*)>(?P<body>.*?)</section>', re.S
)


SOURCE: Final = re.compile(r'\bsrc="([^"]+)"')


STYLE: Final = re.compile(r'<link [^>]*\bhref="([^"]+\.css[^"]*)"')


URL: Final = re.compile(r"""url\(["']?(?!data:)([^"')]+)["']?\)""")


def state_of(deck: Path) -> str:
    """Return a digest of all that a deck shows and says, given its page."""
    markup = deck.read_text(encoding="utf-8")
    state = hashlib.sha256(f"{look_of(deck, markup)}\0{markup}".encode())
    for source in SOURCE.findall(markup):
        state.update(digest_with_parts(deck.parent / source).encode())
    return state.hexdigest()


def look_of(deck: Path, markup: str) -> str:
    """Return a digest of the styles and scripts that a deck loads, and of what these load."""
    outside = SLIDE.sub("", markup)
    names = [*STYLE.findall(outside), *SOURCE.findall(outside)]
    files = [deck.parent / name.partition("?")[0] for name in names]
    return hashlib.sha256("".join(digest_with_parts(file) for file in files).encode()).hexdigest()


def digest_with_parts(file: Path) -> str:
    """Return a digest of a file, and of what a style sheet names, or nothing if it is absent."""
    return _digest(file, file.stat().st_mtime_ns) if file.is_file() else ""


@lru_cache(maxsize=1000)
def _digest(file: Path, _changed: int) -> str:
    data = file.read_bytes()
    named = URL.findall(data.decode("utf-8")) if file.suffix == ".css" else []
    state = hashlib.sha256(data)
    for name in named:
        state.update(digest_with_parts(file.parent / name.partition("#")[0]).encode())
    return state.hexdigest()
