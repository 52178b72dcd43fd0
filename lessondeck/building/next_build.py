"""A build of a preview: set up before anybody knows what will have changed, and used once."""

from __future__ import annotations

import logging
import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.errors import SphinxParallelError

from lessondeck.bank.quizzes import load_bank
from lessondeck.building.edition import build_whole, open_workshop, run, told_in_words
from lessondeck.building.errors import lost_its_source
from lessondeck.building.passes import First, Passes
from lessondeck.building.publish import exclusive
from lessondeck.building.surroundings import named_in_settings
from lessondeck.building.unchanged import files_in
from lessondeck.core.digests import Stamps, stamps
from lessondeck.core.domain import EXERCISES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lessondeck.building.workshop import Report

progress = logging.getLogger("lessondeck.progress")


class Concern(Enum):
    """What a file that changed is to a build that is set up; the first of several counts."""

    SETTINGS = "settings"
    """The build may have read them already: another one has to be set up."""

    DOCUMENTS = "documents"
    """They are documents, or documents note to have read them: the build reads them."""

    NOTHING = "nothing"
    """Nobody reads them: what an editor made for a moment."""


class NextBuild:
    """A build that has read settings, and the files that these name, and waits.

    Documents, and what documents note to have read, it reads when it builds.
    """

    def __init__(self, root: Path, edition: str) -> None:
        """Set it up.

        Raises:
            BuildError: something is wrong with the settings.
        """
        self._workshop = open_workshop(root, edition)
        with told_in_words(self._workshop):
            self._passes = Passes(self._workshop, 1, beside=True, keep_static=True)
            self._rehearse()
        self._state = self._stored()
        app = self._passes.pages
        named = named_in_settings(app)
        self._settings = {path.resolve() for path in named}
        self._patterns = [str(path) for path in named if set(path.name) & set("*?[")]
        env, root = app.env, Path(app.srcdir)
        self._files = {
            name: {
                Path(env.doc2path(name)),
                *(Path(os.path.normpath(root / file)) for file in env.dependencies.get(name, ())),
            }
            for name in env.found_docs
        }
        self._others = set(files_in(root))
        self._changed: set[str] = set()

    def _rehearse(self) -> None:
        """Read what every build reads, so that it is at hand: notebooks, and the item bank."""
        pages = self._passes.pages
        noted = dict(vars(pages.env))
        pages.emit("env-get-outdated", pages.env, set(), set(), set())
        # It is asked again when it counts, and compares what it finds with what it found before.
        vars(pages.env).clear()
        vars(pages.env).update(noted)
        if EXERCISES.of(pages.env):
            load_bank(pages.config, Path(pages.srcdir))

    def _stored(self) -> Stamps | None:
        """Return what tells that nobody has built since; nothing if there is nothing to go on."""
        if self._workshop.unfinished.exists():
            return None
        return stamps([self._workshop.doctrees / ENV_PICKLE_FILENAME]) or None

    def concern(self, paths: Iterable[Path]) -> Concern:
        """Tell what has to be done about files that changed, came or went."""
        real = {path.resolve() for path in paths}
        found = {self._concern(path) for path in real}
        self._changed |= {name for name, files in self._files.items() if files & real}
        self._changed |= {name for path in real if (name := self._passes.pages.env.path2doc(path))}
        return next((each for each in Concern if each in found), Concern.NOTHING)

    def _concern(self, path: Path) -> Concern:
        if path in self._settings or self._settings.intersection(path.parents):
            return Concern.SETTINGS
        if any(path.match(pattern) for pattern in self._patterns):
            return Concern.SETTINGS
        documents = set[Path]().union(*self._files.values())
        if path in documents or self._passes.pages.env.path2doc(path) or path.is_dir():
            return Concern.DOCUMENTS
        if path.exists() or path in self._others:
            return Concern.SETTINGS
        is_folder = any(path in document.parents for document in documents)
        return Concern.DOCUMENTS if is_folder else Concern.NOTHING

    def close(self) -> None:
        """Do without it."""
        self._passes.close()

    def build(self, seen: Callable[[], None]) -> Report:
        """Build it, once.

        Args:
            seen: is called when pages and decks show what changed, unless it takes the whole build.

        Raises:
            BuildError: as `build` does.
        """
        workshop, passes = self._workshop, self._passes
        first = First(frozenset(self._changed), seen)
        with told_in_words(workshop), exclusive(workshop.folder.with_suffix(".lock")):
            if self._state is not None and self._state == self._stored():
                workshop.unfinished.write_text("")
                try:
                    return run(workshop, passes, publish=False, before="", first=first)
                except SphinxParallelError as error:
                    if not lost_its_source(error):
                        raise
            passes.close()
            return build_whole(workshop, os.cpu_count() or 1, publish=False, before="")
