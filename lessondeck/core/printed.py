"""Where a printed edition lies, and what each of its files was printed from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from lessondeck.core.atomic import write_whole

if TYPE_CHECKING:
    from pathlib import Path

SLIDES, HANDOUTS, SHEETS = "slides", "handouts", "sheets"
"""Folders of an edition: decks as slides, decks with their notes, exercises."""

SOURCES: Final = "printed.json"
"""Tells of each file what it was printed from."""


@dataclass(frozen=True)
class Source:
    """What a file was printed from: the state of its deck, if it shows one, and its recipe."""

    deck: str = ""
    recipe: str = ""


def printed_folder(root: Path, edition: str) -> Path:
    """Return where an edition is printed; each has its own, since one of them holds answers."""
    return root / "build" / "pdf" / edition


def pdf_of(kind: str, docname: str) -> str:
    """Return the name of a deck's file in the folder of an edition."""
    return f"{kind}/{docname.replace('/', '-')}.pdf"


def keep_source(folder: Path, file: str, printed_from: Source) -> None:
    """Keep what a file was printed from; an empty one is forgotten."""
    known = {**kept_sources(folder), file: printed_from}
    kept = {name: asdict(known[name]) for name in sorted(known) if known[name] != Source()}
    write_whole(folder / SOURCES, json.dumps(kept, indent=1).encode())


def kept_sources(folder: Path) -> dict[str, Source]:
    """Return what files were printed from, by their names in the folder of an edition."""
    try:
        found = json.loads((folder / SOURCES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: Source(**entry) for name, entry in found.items()}
