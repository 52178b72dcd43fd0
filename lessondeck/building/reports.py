"""Warnings of a build: each is shown once, and the documents that they are about are known."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from sphinx.util.logging import get_node_location

from lessondeck.core.documents import is_lab
from lessondeck.core.internals import error_behind, hear_warnings

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Reports(logging.Filter):
    """Hears the warnings of several builders, which say the same of the same doctree.

    ``docnames`` are the documents warned about; ``unplaced`` tells of warnings about none;
    ``shown`` counts those that were new and that ``suppress_warnings`` lets through.
    """

    def __init__(self) -> None:
        """Know of no warning yet."""
        super().__init__()
        self.docnames: set[str] = set()
        self.unplaced = False
        self.shown = 0
        self._seen: set[tuple[str, str]] = set()

    def listen_to(self, app: Sphinx) -> None:
        """Filter what an application warns of, and count what comes of it."""
        self._app = app
        hear_warnings(self, self._count)

    def _count(self, record: logging.LogRecord) -> bool:
        self.shown += record.levelno >= logging.WARNING
        return True

    def filter(self, record: logging.LogRecord) -> bool:
        """Note the document that a warning is about; let it through if it is new.

        Raises:
            OSError: the warning is of a file that can't be written.
        """
        if record.levelno < logging.WARNING:
            return True
        unwritten = error_behind(record.getMessage())
        if unwritten is not None:
            raise unwritten
        place: Any = getattr(record, "location", None)
        by_author = isinstance(place, tuple)
        if by_author:
            docname, line = place
            place = f"{self._app.env.doc2path(docname)}:{line}"
        elif place is not None and not isinstance(place, str):
            place = get_node_location(place)
        docname = self._document(place) if place else None
        if docname is None:
            self.unplaced = True
        else:
            self.docnames.add(docname)
            if not by_author and is_lab(self._app.config, docname):
                # The line is one of what the notebook was converted to, which nobody wrote.
                record.location = docname
        key = (place or "", record.getMessage())
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new

    def _document(self, place: str) -> str | None:
        if place in self._app.env.found_docs:
            return place
        return self._app.env.path2doc(place.split(":", 1)[0])
