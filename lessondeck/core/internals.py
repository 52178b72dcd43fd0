"""What is used of other packages without their promise that it stays.

No public way does the same.  Read against Sphinx 8.2.3 and 9.0.4, sphinx-revealjs 3.2.1 and
nbsphinx 0.9.8; tests fail where another version differs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, cast

from sphinx.builders.html import _assets
from sphinx.util.logging import WarningStreamHandler

if TYPE_CHECKING:
    from docutils.transforms import Transform
    from sphinx.application import Sphinx
    from sphinx.search import IndexBuilder

UNWRITTEN: Final = re.compile(
    r"^(?:Failed to copy|cannot copy|error writing).*"
    r"(?:OSError\(|\[Errno )(?P<number>\d+)[\],]+ '?(?P<reason>[^':)]+)"
)
"""Warnings with which Sphinx goes on when a disk is full, file by file."""

KNOWN: Final = re.compile(r"(?:sphinx\.errors|lessondeck)\.[\w.]+: (.*)", re.DOTALL)
"""How the text of an error starts that another process had, and that says itself what to do."""


def error_behind(warning: str) -> OSError | None:
    """Return the error that Sphinx made a warning of: a file could not be written."""
    found = UNWRITTEN.search(warning)
    return OSError(int(found["number"]), found["reason"]) if found else None


def error_in_worker(text: str) -> OSError | str | None:
    """Return what went wrong in another process, of which Sphinx hands on the text alone.

    Args:
        text: the message of a ``SphinxParallelError``.

    Returns:
        An error of the system, or what the tool or Sphinx said; nothing if it is neither.
    """
    system = re.search(r"\[Errno (\d+)\] ([^:)]+)(?:: '([^']*)')?", text)
    if system:
        return OSError(int(system[1]), system[2], system[3])
    known = KNOWN.match(text)
    return known[1] if known and "threw an exception" not in text else None


def as_if_written_now(
    index: IndexBuilder, entries: Mapping[str, list[tuple[str, str, str]]]
) -> None:
    """Take out of a search index what only earlier builds put in, and put in what they did.

    Sphinx loads the index of the last build without its entries, and keeps words of no page.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/search/__init__.py

    Args:
        index: the index before it is written.
        entries: those of each document for the list of index entries.
    """
    for mapping in (index._mapping, index._title_mapping):
        for word in [word for word, docnames in mapping.items() if not docnames]:
            del mapping[word]
    index._index_entries = {name: entries.get(name, []) for name in sorted(index._titles)}


def hear_warnings(first: logging.Filter, last: Callable[[logging.LogRecord], bool]) -> None:
    """Have warnings of Sphinx pass through a filter before its own, and through one after them.

    A handler only offers to add one at the end, where a warning has lost its node.

    Args:
        first: may change a warning, or drop it, before Sphinx counts it.
        last: is given those that would be shown.
    """
    for handler in logging.getLogger("sphinx").handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.filters.insert(0, first)
            handler.addFilter(last)


def replace_transform(app: Sphinx, old: type[Transform], new: type[Transform]) -> None:
    """Have another transform do the work of one that an extension added.

    Sphinx can add transforms, and remove none.
    """
    transforms = app.registry.get_transforms()
    transforms[transforms.index(old)] = new


def allow_parallel_reading(app: Sphinx, extension: str) -> None:
    """Say for an extension that it keeps no state while documents are read."""
    app.extensions[extension].parallel_read_safe = True


def search_index_of(app: Sphinx) -> IndexBuilder | None:
    """Return the search index that a builder is about to write, if it writes one."""
    return cast("IndexBuilder | None", getattr(app.builder, "indexer", None))


def forget_checksums() -> None:
    """Forget the digests of style sheets and scripts that the last build put into addresses.

    Sphinx keeps them as long as a process runs, which for itself is one build.
    https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/builders/html/_assets.py
    """
    _assets._file_checksum_inner.cache_clear()
