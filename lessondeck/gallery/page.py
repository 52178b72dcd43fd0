"""The gallery: ``{deck-gallery}`` shows every deck, with pictures of its real slides.

The page is written with empty places, since decks are written beside it.
Once they are there, `filling` fills the places in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lessondeck.core.builders import deck_uri
from lessondeck.core.domain import LessonDomain, lesson_domain
from lessondeck.core.markup import templates
from lessondeck.core.messages import in_numbers
from lessondeck.core.nodes import deck_gallery
from lessondeck.core.registers import Register

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


GALLERIES: Register[bool] = Register("galleries")
"""Whether a document shows all decks."""


@dataclass(frozen=True)
class Entry:
    """A deck in the gallery; ``parts`` are the titles of what it is composed of."""

    docname: str
    title: str
    minutes: int
    parts: tuple[str, ...] = ()


class DeckGallery(SphinxDirective):
    """Shows all decks of the course."""

    def run(self) -> list[nodes.Node]:
        """Build the node; it is filled in when a page is written and all decks are known."""
        node = deck_gallery()
        self.set_source_info(node)
        GALLERIES.note(self.env, self.env.current_document.docname, True)
        return [node]


def composed_decks(domain: LessonDomain) -> list[Entry]:
    """Return the decks that are made of lessons, labs and breaks, the shortest first."""
    entries = []
    for deck in domain.decks.values():
        parts = domain.parts_of(deck)
        titles = tuple(part.title for part in parts if part.kind != "break")
        entries.append(Entry(deck.docname, deck.title, sum(it.minutes for it in parts), titles))
    return sorted(entries, key=lambda entry: (entry.minutes, entry.docname))


def visit_deck_gallery(translator: HTML5Translator, _node: deck_gallery) -> None:
    """Write the decks, with empty places for the pictures."""
    builder = translator.builder
    here, domain = builder.current_docname, lesson_domain(builder.env)
    order = list(builder.relations)
    lessons = [domain.lessons[name] for name in order if name in domain.lessons]
    groups = [
        ("For an occasion", composed_decks(domain)),
        ("For each lesson", [Entry(it.docname, it.title, it.minutes) for it in lessons]),
    ]
    markup = templates.get_template("gallery.html").render(
        groups=[group for group in groups if group[1]],
        deck=lambda docname: deck_uri(builder.app, here, docname),
        page=lambda docname: builder.get_relative_uri(here, docname),
        minutes=lambda count: in_numbers(count, "minute"),
    )
    translator.body.append(markup)
    raise nodes.SkipNode


def setup_gallery(app: Sphinx) -> None:
    """Register the directive and its node."""
    app.add_directive("deck-gallery", DeckGallery)
    app.add_node(deck_gallery, html=(visit_deck_gallery, None))
