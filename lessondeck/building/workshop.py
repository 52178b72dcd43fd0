"""Where an edition is built and published, and what a build reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lessondeck.core.printed import printed_folder

PUBLISHED: Final = {"student": "site", "instructor": "instructor"}
"""Where below ``build/`` an edition is published."""


AGAIN: Final = 75
"""How the process that builds for a preview ends when it has to be started anew."""


READY: Final = "ready"
MISTAKEN: Final = "mistaken"
"""What it says when a build can be looked at, and when it can't be used."""

FREE: Final = "free"
"""What it says when it waits for a change."""


class BuildError(Exception):
    """A build that can't be published: the message is for the author, without a traceback."""


@dataclass(frozen=True)
class Workshop:
    """The folders of one edition."""

    root: Path
    edition: str

    @property
    def folder(self) -> Path:
        """Where Sphinx keeps its state for this edition."""
        return self.root / "build" / "work" / self.edition

    @property
    def doctrees(self) -> Path:
        """What pages and decks share."""
        return self.folder / "doctrees"

    @property
    def site(self) -> Path:
        """Pages as Sphinx wrote them; decks are in a folder of it."""
        return self.folder / "site"

    @property
    def unfinished(self) -> Path:
        """Is there while a build runs, and stays there when it was cut off."""
        return self.folder / "unfinished"

    @property
    def tools(self) -> Path:
        """Holds a digest of what built this; the work of other tools can't be built on."""
        return self.folder / "tools"

    @property
    def settings(self) -> Path:
        """Holds a digest of ``conf.py``; other settings may leave out what was written before."""
        return self.folder / "settings"

    @property
    def done(self) -> Path:
        """Tells what the last good build came from, and what it published."""
        return self.folder / "done.json"

    @property
    def warned(self) -> Path:
        """Names the documents that the last build warned about, if it did."""
        return self.folder / "warned.json"

    @property
    def printed(self) -> Path:
        """The edition on paper."""
        return printed_folder(self.root, self.edition)

    @property
    def published(self) -> Path:
        """The edition for readers."""
        return self.root / "build" / PUBLISHED[self.edition]


@dataclass(frozen=True)
class Report:
    """What a build made.

    ``everything`` says that it wrote each page anew, ``lacks_packages`` that a later build may have
    more to build with.
    """

    folder: Path
    lessons: int
    decks: int
    labs: int
    galleries: int
    seconds: float
    changed: bool
    everything: bool = False
    lacks_packages: bool = False
