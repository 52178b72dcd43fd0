"""Where a printed edition lies, and which of its files show decks as they are now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

SLIDES, HANDOUTS, SHEETS = "slides", "handouts", "sheets"
"""Folders of an edition: decks as slides, decks with their notes, exercises."""

STATES: Final = "decks.json"
"""Tells for each file that shows a deck what the deck was like when it was printed."""


def printed_folder(root: Path, edition: str) -> Path:
    """Return where an edition is printed; each has its own, since one of them holds answers."""
    return root / "build" / "pdf" / edition


def pdf_of(kind: str, docname: str) -> str:
    """Return the name of a deck's file in the folder of an edition."""
    return f"{kind}/{docname.replace('/', '-')}.pdf"


def note_state(folder: Path, file: str, state: str) -> None:
    """Keep the state of the deck that a file shows; an empty one is forgotten."""
    known = {**noted_states(folder), file: state}
    folder.mkdir(parents=True, exist_ok=True)
    coming = folder / f".{STATES}.coming"
    kept = {name: known[name] for name in sorted(known) if known[name]}
    coming.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    coming.replace(folder / STATES)


def noted_states(folder: Path) -> dict[str, str]:
    """Return the states of the decks that files show, by the names of the files."""
    try:
        states: dict[str, str] = json.loads((folder / STATES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return states
