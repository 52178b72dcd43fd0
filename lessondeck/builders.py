"""Which builders of Sphinx write what lessons hold; any other is refused, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lessondeck.paper import PAPER_BUILDERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WRITING: Final = ("html", "revealjs", *PAPER_BUILDERS)
"""Builders that write pages, decks and paper."""

READING: Final = ("dummy", "linkcheck", "pseudoxml")
"""Builders that look at documents and need no markup for the nodes of lessons."""


def refuse_others(app: Sphinx) -> None:
    """Stop before anything is written that would be wrong.

    Raises:
        SystemExit: lessons have no form for this builder; of any error, Sphinx would write a page.
    """
    name = app.builder.name
    if name not in (*WRITING, *READING):
        raise SystemExit(
            f"there is no -b {name} for lessons; use -b html for pages, -b revealjs for decks, "
            "or `python -m lessondeck pdf` for PDF and EPUB"
        )


def setup_builders(app: Sphinx) -> None:
    """Check the builder first of all."""
    app.connect("builder-inited", refuse_others, priority=0)
