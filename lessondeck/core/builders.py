"""Names of builders and addresses of what they write; a builder that can't is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sphinx.util.osutil import relative_uri

from lessondeck.core.documents import is_ours

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

DECK_BUILDERS = ("revealjs",)
"""Builders of slides."""

PAPER_BUILDERS: Final = ("paper",)
"""Builders of what has no scripts, and nothing to click but links."""

WRITING: Final = ("html", *DECK_BUILDERS, *PAPER_BUILDERS)
"""Builders that write pages, decks and paper."""

READING: Final = ("dummy", "linkcheck", "pseudoxml")
"""Builders that look at documents and need no markup for the nodes of lessons."""

DECK_FOLDER = "deck"
"""Where, below the pages, the decks are."""


def deck_uri(app: Sphinx, from_: str, to: str) -> str:
    """Return the address of a document's deck, seen from a page."""
    builder = app.builder
    return relative_uri(
        builder.get_target_uri(from_), f"{DECK_FOLDER}/{builder.get_target_uri(to)}"
    )


def refuse_others(app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Stop before anything is read for a builder that can't write it; others write the rest.

    Raises:
        SystemExit: lessons have no form for this builder; of any error, Sphinx would write a page.
    """
    name = app.builder.name
    if name not in (*WRITING, *READING) and any(is_ours(env, it) for it in env.found_docs):
        raise SystemExit(
            f"there is no -b {name} for lessons; use -b html for pages, -b revealjs for decks, "
            "or `python -m lessondeck pdf` for PDF and EPUB"
        )


def setup_builders(app: Sphinx) -> None:
    """Check the builder as soon as it is known what there is to write."""
    app.connect("env-before-read-docs", refuse_others, priority=0)
