"""Wire cells to run into Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.cells import interpreter, runnable

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Register cells to run."""
    runnable.setup_runnable(app)
    interpreter.setup_interpreter(app)
