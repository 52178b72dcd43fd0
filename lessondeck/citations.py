"""Citations: written as a list that screen readers know, and without a search for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

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


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Open a cited work as an item of its list; docutils gives it a role that ARIA gave up."""
    HTML5Translator.visit_citation(translator, node)
    opening = translator.body.pop()
    translator.body.append(opening.replace('role="doc-biblioentry"', 'role="listitem"'))


def depart_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Close a cited work, and its list after the last."""
    HTML5Translator.depart_citation(translator, node)


def setup_citations(app: Sphinx) -> None:
    """Register the writers once all extensions are loaded, before anything is read."""
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.connect("config-inited", register_backends)
