"""Wire labs into Sphinx."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.core.config import Settings
from lessondeck.core.documents import first_notebook
from lessondeck.core.extras import require
from lessondeck.labs import downloads, folds, offer
from lessondeck.labs.lite import build as lite

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BROWSER_LABS: Final = "lessondeck_browser_labs"
"""The setting that asks for labs in the browser."""


def setup(app: Sphinx) -> None:
    """Register labs; what reads notebooks only if the course has one.

    Raises:
        MissingExtraError: packages are missing that its notebooks need.
    """
    notebook = first_notebook(app)
    if notebook is not None:
        _setup_notebooks(app, notebook)
    folds.setup_folds(app)
    downloads.setup_downloads(app)
    offer.setup_offer(app)
    lite.setup_lite(app)


def _setup_notebooks(app: Sphinx, notebook: str) -> None:
    require("labs", f"{notebook}:1: the notebook")
    if Settings.of(app.config).browser_labs:
        require("browser-labs", f"{_place_of(app, BROWSER_LABS)}: {BROWSER_LABS} = True")
    # Imported late: a course without notebooks does without these packages.
    from lessondeck.labs import documents  # noqa: PLC0415

    app.setup_extension("nbsphinx")
    documents.setup_labs(app)


def _place_of(app: Sphinx, setting: str) -> str:
    """Return where a setting is written, or only the file if it comes from elsewhere."""
    lines = Path(app.confdir, "conf.py").read_text(encoding="utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith(setting)]
    return f"conf.py:{numbers[-1]}" if numbers else "conf.py"
