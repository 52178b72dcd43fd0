"""Citations: keep the search for pybtex's plugins out of every single one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

BACKENDS: Final = ("docutils", "plaintext")
"""The writers of pybtex that sphinxcontrib-bibtex asks for anew at each citation."""


def register_backends(app: Sphinx, _config: Config) -> None:
    """Enter the writers in pybtex's registry, which it asks before it searches.

    It searches the metadata of every installed package: a third of the time of a deck.
    """
    if "sphinxcontrib.bibtex" not in app.extensions:
        return
    # Imported late: a course need not cite anything.
    from pybtex.plugin import find_plugin, register_plugin  # noqa: PLC0415

    for name in BACKENDS:
        backend = find_plugin("pybtex.backends", name)
        register_plugin("pybtex.backends", name, backend, force=True)


def setup_citations(app: Sphinx) -> None:
    """Register the writers once all extensions are loaded, before anything is read."""
    app.connect("config-inited", register_backends)
