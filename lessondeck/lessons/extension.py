"""Wire what an author writes into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.lessons import (
    checks,
    citations,
    comments,
    composition,
    directives,
    gatherings,
    mathml,
    terms,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register what an author writes."""
    directives.setup_directives(app)
    checks.setup_checks(app)
    comments.setup_comments(app)
    composition.setup_composition(app)
    citations.setup_citations(app)
    mathml.setup_mathml(app)
    gatherings.setup_gatherings(app)
    terms.setup_terms(app)
