"""The course's contents beside every page, worked out once per folder rather than per page.

Sphinx resolves the contents of the whole course for each page and Furo parses what comes of it,
so that twice as many lessons took four times as long.  Pages of one folder have the same links,
and differ in the mark on the current one.
"""

from __future__ import annotations

import posixpath
from html import escape
from typing import TYPE_CHECKING, Any, Final

from sphinx import version_info
from sphinx.environment.adapters.toctree import global_toctree_for_doc

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TREE: Final = "furo_navigation_tree"
"""What Furo's templates call the contents."""

ENTRY: Final = '<li class="toctree-l1"><a class="reference internal" href="{}">'

CURRENT_ENTRY: Final = (
    '<li class="toctree-l1 current current-page"><a class="current reference internal" href="#">'
)

LIST: Final = "<ul>"

CURRENT_LIST: Final = '<ul class="current">'


def is_flat(env: BuildEnvironment) -> bool:
    """Tell whether the front page lists every other page, so that no entry has entries."""
    return env.toctree_includes.keys() <= {env.config.root_doc}


def nobody_in(folder: str) -> str:
    """Return the name of a document in a folder that is none, and so is nowhere in the contents."""
    return posixpath.join(folder, "")


class SharedContents:
    """What the pages of one build share."""

    def __init__(self) -> None:
        """Know no folder yet."""
        self._by_folder: dict[tuple[str, ...], str] = {}

    def offer(
        self, app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
    ) -> None:
        """Answer the theme's question for the contents with those of the folder, unmarked."""
        if is_flat(app.env):
            folder = posixpath.dirname(pagename)
            context["toctree"] = lambda **options: self._contents(app, folder, options)

    def mark(
        self, app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object
    ) -> None:
        """Mark the current page in what the theme made of the contents."""
        if TREE in context and is_flat(app.env):
            uri = app.builder.get_relative_uri(nobody_in(posixpath.dirname(pagename)), pagename)
            context[TREE] = mark_entry(context[TREE], uri)

    def _contents(self, app: Sphinx, folder: str, options: dict[str, Any]) -> str:
        key = (folder, *map(repr, sorted(options.items())))
        if key not in self._by_folder:
            builder: Any = app.builder
            # Sphinx 8 takes the tags of the builder, Sphinx 11 will insist on being given them.
            given = options | ({"tags": app.tags} if version_info >= (9, 0) else {})
            tree = global_toctree_for_doc(app.env, nobody_in(folder), builder, **given)
            self._by_folder[key] = builder.render_partial(tree)["fragment"]
        return self._by_folder[key]


def mark_entry(tree: str, uri: str) -> str:
    """Return contents with the entry of an address and its list marked as the current ones."""
    entry = ENTRY.format(escape(uri))
    before, found, after = tree.partition(entry)
    if not found:
        return tree
    lists_before, _, entries_before = before.rpartition(LIST)
    return f"{lists_before}{CURRENT_LIST}{entries_before}{CURRENT_ENTRY}{after}"


def setup_contents(app: Sphinx) -> None:
    """Register one listener before the theme's own and one after it."""
    shared = SharedContents()
    app.connect("html-page-context", shared.offer, priority=400)
    app.connect("html-page-context", shared.mark, priority=600)
