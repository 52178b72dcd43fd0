"""How long the tool takes to be loaded, before it has done anything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from bench.contenders import REPOSITORY, environment
from bench.measure import Cost, Pair, run

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADING: Final = "loading the extension"

MODULES: Final = {"course": "lessondeck.extension", "plain": "sphinx.builders.html"}


def load_once() -> Pair:
    """Load the extension, and what Sphinx writes pages with, each in a process of its own."""
    return Pair(*_costs())


def _costs() -> Iterator[Cost]:
    for module in MODULES.values():
        yield run([sys.executable, "-c", f"import {module}"], REPOSITORY, environment())
