"""Wire the tool into Sphinx: each package registers what is its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.bank import extension as bank
from lessondeck.cells import extension as cells
from lessondeck.core import extension as core
from lessondeck.core.digests import version_of
from lessondeck.core.version import __version__
from lessondeck.figures import extension as figures
from lessondeck.gallery import page as gallery
from lessondeck.labs import extension as labs
from lessondeck.lessons import extension as lessons
from lessondeck.licences import table as licences
from lessondeck.pages import extension as pages
from lessondeck.paper import builder as paper
from lessondeck.slides import extension as slides

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

LOADED: Final = version_of(Path(__file__).parent)
"""The version of the code that this process runs, whatever becomes of its files meanwhile."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the whole tool with Sphinx.

    Pages load scripts in the order in which the packages stand here.
    """
    app.setup_extension("sphinx_revealjs")
    core.setup(app)
    figures.setup(app)
    slides.setup(app)
    labs.setup(app)
    licences.setup_licences(app)
    bank.setup(app)
    cells.setup(app)
    paper.setup_paper(app)
    gallery.setup_gallery(app)
    lessons.setup(app)
    pages.setup(app)
    return {
        "version": __version__,
        "env_version": LOADED,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
