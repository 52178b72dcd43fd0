"""Warnings of the extension: every one has a place, a subtype and a fix."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def in_numbers(count: int, thing: str) -> str:
    """Return how many things there are: "1 lesson", "2 lessons"."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def warn(subtype: str, message: str, location: Node | str | tuple[str, int]) -> None:
    """Report a mistake of the author; with warnings as errors it fails the build.

    Args:
        subtype: what kind of mistake; ``suppress_warnings = ["lessondeck.SUBTYPE"]`` silences it.
        message: the thing, the rule, and how to mend it.
        location: the node, ``"path:line"``, or document name with line.
    """
    logger.warning(message, location=location, type="lessondeck", subtype=subtype)


def front_matter_place(env: BuildEnvironment, docname: str, key: str) -> tuple[str, int]:
    """Return the document name with the line of a front matter key, or with line 1."""
    text = Path(env.doc2path(docname)).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"{re.escape(key)}\s*:", line):
            return docname, number
        if number > 1 and line.strip() == "---":
            break
    return docname, 1
