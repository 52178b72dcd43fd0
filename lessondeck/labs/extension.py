"""Wire labs into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.labs import documents, downloads, folds, offer
from lessondeck.labs.lite import build as lite

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register labs."""
    documents.setup_labs(app)
    folds.setup_folds(app)
    downloads.setup_downloads(app)
    offer.setup_offer(app)
    lite.setup_lite(app)
