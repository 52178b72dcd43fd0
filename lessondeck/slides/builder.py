"""The builder of decks: sphinx-revealjs, for lessons and decks only, linked to the pages."""

from __future__ import annotations

import posixpath
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.writers.html5 import HTML5Translator
from sphinx_revealjs.builders import RevealjsHTMLBuilder
from sphinx_revealjs.utils import get_internal_static_path
from sphinx_revealjs.writers import RevealjsSlideTranslator

from lessondeck.core.commands import typed
from lessondeck.core.domain import lesson_domain
from lessondeck.core.internals import allow_parallel_reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from docutils import nodes
    from sphinx.application import Sphinx

THEME = Path(__file__).with_name("theme")

SHEETS = (
    "layouts.css",
    "lists.css",
    "content.css",
    "boxes.css",
    "controls.css",
    "paper.css",
    "interludes.css",
    "addresses.css",
    "presenting.css",
)
"""The sheets beside ``deck.css``, in the order in which a later one may add to an earlier one."""

REVEAL = (
    "LICENSE",
    "dist/reveal.css",
    "dist/reveal.js",
    "plugin/notes/notes.js",
    "plugin/search/search.js",
    "plugin/zoom/zoom.js",
)
"""What decks load of reveal.js; its themes name other hosts, and the rest is for developers."""

PAGES_FROM_DECKS = ".."
"""Decks are built into a folder of the site; the pages are one above."""


class DeckTranslator(RevealjsSlideTranslator):  # type: ignore[misc]
    """Writes slides as Sphinx writes pages; the transforms have left no sections to split."""

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Highlight code at build time, as on the page; reveal's plugin does it in the browser."""
        HTML5Translator.visit_literal_block(self, node)

    def depart_literal_block(self, node: nodes.literal_block) -> None:
        """Close the code; the page's writer has done it already."""
        HTML5Translator.depart_literal_block(self, node)


class DeckBuilder(RevealjsHTMLBuilder):  # type: ignore[misc]
    """Writes one deck per lesson and per composed deck, and nothing else."""

    default_translator_class = DeckTranslator

    def init(self) -> None:
        """Use the deck's theme throughout, so that page themes leave the decks alone.

        sphinx-revealjs adds its own folder to a setting and lets ``html_static_path`` share it.
        The environment is saved with the settings: the next build would find one changed, and
        read everything again.
        """
        self.config.html_theme = self.config.revealjs_html_theme
        configured = list(self.config.revealjs_static_path)
        super().init()
        # All but the folder of sphinx-revealjs, of which `copy_static_files` takes what is used.
        whole = get_internal_static_path()
        used = [path for path in self.config.revealjs_static_path if Path(path) != Path(whole)]
        self.config.html_static_path = used
        self.config.revealjs_static_path = configured

    def copy_static_files(self) -> None:
        """Copy what decks load, and of reveal.js no more than that."""
        super().copy_static_files()
        source = Path(get_internal_static_path(), "revealjs")
        target = Path(self.outdir, "_static", "revealjs")
        for name in REVEAL:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)

    def copy_extra_files(self) -> None:
        """Copy none: they are beside the pages."""

    def finish(self) -> None:
        """Remove the decks of documents that have none any more."""
        super().finish()
        domain = lesson_domain(self.env)
        for name in self.env.found_docs:
            if not domain.has_deck(name):
                Path(self.get_output_path(name)).unlink(missing_ok=True)

    def init_css_files(self) -> None:
        """Load the sheets of the look before those of the course, which may change it."""
        for name in (self.revealjs_context.engine.css_path, *SHEETS):
            self.add_css_file(name)
        # What is there already is not added once more.
        super().init_css_files()

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield the documents whose deck is out of date, or older than what was read for it.

        The pages' builder has read before; a deck is read again with each of its lessons.
        """
        domain = lesson_domain(self.env)
        outdated = {*super().get_outdated_docs(), *self._read_since_written()}
        yield from sorted(name for name in outdated if domain.has_deck(name))

    def _read_since_written(self) -> Iterator[str]:
        for name in self.env.found_docs:
            doctree = Path(self.doctreedir, f"{name}.doctree")
            deck = Path(self.get_output_path(name))
            both = doctree.exists() and deck.exists()
            if both and doctree.stat().st_mtime_ns > deck.stat().st_mtime_ns:
                yield name

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Let decks that are opened from a disk name the command that serves them."""
        super().prepare_writing(docnames)
        self.globalcontext["serve_command"] = typed(Path(self.srcdir), "serve")

    def write_documents(self, docnames: Set[str]) -> None:
        """Write only what has a deck: reference pages and labs have none."""
        domain = lesson_domain(self.env)
        decks = {name for name in docnames if domain.has_deck(name)}
        if decks:
            super().write_documents(decks)

    def gen_pages_from_extensions(self) -> None:
        """Write no further pages: nbsphinx would copy executed notebooks beside the decks."""

    def get_page_uri(self, from_: str, to: str) -> str:
        """Return the address of a document's page, seen from a deck."""
        start = posixpath.dirname(self.get_target_uri(from_))
        return posixpath.relpath(
            posixpath.join(PAGES_FROM_DECKS, self.get_target_uri(to)), start or "."
        )

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of another document: decks link to pages."""
        if from_ == to:
            return ""
        return self.get_page_uri(from_, to)


def mark_parallel_safe(app: Sphinx) -> None:
    """Allow parallel reading: sphinx-revealjs keeps no state, but declares itself unsafe.

    A test builds in series and in parallel and compares every byte.
    """
    allow_parallel_reading(app, "sphinx_revealjs")


def setup_builder(app: Sphinx) -> None:
    """Register the builder in place of the one it extends, and its theme."""
    app.add_builder(DeckBuilder, override=True)
    app.add_html_theme("lessondeck", str(THEME))
    app.connect("builder-inited", mark_parallel_safe)
