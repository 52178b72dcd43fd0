"""Wire figures into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.figures import inline, picture_steps, pictures

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register figures."""
    pictures.setup_pictures(app)
    inline.setup_figures(app)
    picture_steps.setup_picture_steps(app)
