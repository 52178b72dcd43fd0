"""Decks: the doctree of a lesson, or of a list of lessons, becomes slides."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.domain import lesson_domain
from lessondeck.messages import in_numbers
from lessondeck.nodes import (
    deck_contents,
    lesson_part,
    slide,
    slide_body,
    slide_stack,
    slide_title,
    speaker_note,
)
from lessondeck.slides import lesson_slides

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from lessondeck.builder import DeckBuilder

DECK_BUILDERS = ("revealjs",)


def id_prefix(docname: str) -> str:
    """Return what the ids of a lesson start with inside a composed deck."""
    return posixpath.basename(docname) + "--"


class ComposeDeck(SphinxPostTransform):
    """Put the lessons of a deck into its doctree, before references are resolved."""

    default_priority = 1
    builders = DECK_BUILDERS

    def run(self, **_kwargs: object) -> None:
        """Replace each list of lessons by the lessons."""
        for contents in list(self.document.findall(deck_contents)):
            parts = [
                self._part(name)
                for name in contents["lessons"]
                if name in lesson_domain(self.env).lessons
            ]
            contents.parent.replace(contents, parts)

    def _part(self, docname: str) -> lesson_part:
        doctree = self.env.get_doctree(docname)
        prefix_ids(doctree, id_prefix(docname))
        for xref in doctree.findall(addnodes.pending_xref):
            # Relative addresses count from the deck, not from the lesson.
            xref["refdoc"] = self.env.current_document.docname
        return lesson_part("", *doctree.children, docname=docname)


def prefix_ids(tree: nodes.Element, prefix: str) -> None:
    """Make the ids of a lesson differ from those of the other lessons of a deck."""
    for node in tree.findall(nodes.Element):
        for name in ("ids", "backrefs"):
            values: list[str] = node.get(name, [])
            node[name] = [prefix + value for value in values]
        if "refid" in node:
            node["refid"] = prefix + node["refid"]


class MakeSlides(SphinxPostTransform):
    """Turn sections into slides, once everything in them is resolved."""

    default_priority = 600
    builders = DECK_BUILDERS

    def run(self, **_kwargs: object) -> None:
        """Replace the document's sections by slides."""
        docname = self.env.current_document.docname
        domain = lesson_domain(self.env)
        if docname in domain.lessons:
            slides = self._lesson(self.document, docname)
            self.document.children = []
            self.document += slides
        elif docname in domain.decks:
            self._compose(docname)

    def _lesson(self, lesson: nodes.Element, docname: str, prefix: str = "") -> list[slide]:
        builder = cast("DeckBuilder", self.app.builder)
        page = builder.get_page_uri(self.env.current_document.docname, docname)
        section = next(iter(lesson.findall(nodes.section)))
        slides = lesson_slides(section, lesson_domain(self.env).lessons[docname].minutes)
        place_footnotes(slides, [node for node in lesson if isinstance(node, nodes.footnote)])
        for node in slides:
            node["page"] = f"{page}#{node['anchor'].removeprefix(prefix)}"
        return slides

    def _compose(self, docname: str) -> None:
        domain = lesson_domain(self.env)
        deck = domain.decks[docname]
        lessons = domain.lessons_of(deck)
        section = next(iter(self.document.findall(nodes.section)))
        stacks = []
        for part in list(self.document.findall(lesson_part)):
            name = part["docname"]
            stacks.append(slide_stack("", *self._lesson(part, name, id_prefix(name))))
        builder = cast("DeckBuilder", self.app.builder)
        page = builder.get_page_uri(docname, docname)
        opening = slide(ids=section["ids"], kind="title", page=page)
        opening += slide_title(deck.title, deck.title, level=1)
        total = sum(lesson.minutes for lesson in lessons)
        agenda = nodes.enumerated_list(classes=["agenda"])
        for lesson in lessons:
            first = id_prefix(lesson.docname) + lesson.anchor
            link = nodes.reference("", lesson.title, refid=first, internal=True)
            agenda += nodes.list_item("", nodes.paragraph("", "", link))
        opening += slide_body(
            "", nodes.paragraph("", in_numbers(total, "minute"), classes=["minutes"]), agenda
        )
        intro = [child for child in section if isinstance(child, nodes.paragraph)]
        if intro:
            opening += speaker_note("", *intro)
        self.document.children = []
        self.document += [opening, *stacks]


def place_footnotes(slides: list[slide], footnotes: list[nodes.footnote]) -> None:
    """Put each footnote into the notes of the first slide that refers to it.

    A page has them at its end, where a deck has no slide.
    """
    waiting = {footnote["ids"][0]: footnote for footnote in footnotes}
    for node in slides:
        references = list(node.findall(nodes.footnote_reference))
        found = [waiting.pop(r["refid"]) for r in references if r.get("refid") in waiting]
        if not found:
            continue
        notes = next(iter(node.findall(speaker_note)), None)
        if notes is None:
            notes = speaker_note()
            node += notes
        notes += found


class DeckLinks(SphinxPostTransform):
    """Point links inside a deck to its own slides, and all others to the pages."""

    default_priority = 700
    builders = DECK_BUILDERS

    def run(self, **_kwargs: object) -> None:
        """Rewrite the internal links of a deck."""
        docname = self.env.current_document.docname
        domain = lesson_domain(self.env)
        if not domain.has_deck(docname):
            return
        builder = cast("DeckBuilder", self.app.builder)
        own_page = builder.get_page_uri(docname, docname)
        prefixes = {own_page: ""}
        if docname in domain.decks:
            for name in domain.decks[docname].lessons:
                prefixes[builder.get_page_uri(docname, name)] = id_prefix(name)
        present: set[str] = {
            value for node in self.document.findall(nodes.Element) for value in node["ids"]
        }
        pages = {prefix: page for page, prefix in prefixes.items()}
        for link in self.document.findall(nodes.reference):
            if "refid" in link:
                target = link["refid"]
                if target in present:
                    link["refuri"] = f"#/{target}"
                else:
                    prefix = next((p for p in pages if p and target.startswith(p)), "")
                    link["refuri"] = f"{pages[prefix]}#{target.removeprefix(prefix)}"
                del link["refid"]
            elif "refuri" in link:
                page, mark, fragment = link["refuri"].partition("#")
                if page in prefixes and mark and prefixes[page] + fragment in present:
                    link["refuri"] = f"#/{prefixes[page]}{fragment}"


def visit_slide(translator: HTML5Translator, node: slide) -> None:
    """Open a slide."""
    translator.body.append(translator.starttag(node, "section", CLASS=f"slide kind-{node['kind']}"))


def depart_slide(translator: HTML5Translator, node: slide) -> None:
    """Close a slide with the link to its page."""
    title = node[0].astext() if len(node) and isinstance(node[0], slide_title) else "this slide"
    uri = translator.attval(node["page"])
    words = "Read more on the page"
    label = translator.attval(f"{words}: {title}")
    # Where a lesson starts and ends there is room for the words, otherwise for a sign.
    shown = f"<span>{words}</span>" if node["kind"] in {"title", "keypoints"} else ""
    translator.body.append(
        f'<a class="page-link" href="{uri}" aria-label="{label}" title="{label}">{shown}</a>'
        "</section>\n"
    )


def visit_slide_title(translator: HTML5Translator, node: slide_title) -> None:
    """Open the heading of a slide."""
    translator.body.append(f"<h{node['level']}>")


def depart_slide_title(translator: HTML5Translator, node: slide_title) -> None:
    """Close the heading of a slide."""
    translator.body.append(f"</h{node['level']}>\n")


def visit_slide_body(translator: HTML5Translator, _node: slide_body) -> None:
    """Open what the room sees."""
    translator.body.append('<div class="slide-body">\n')


def depart_slide_body(translator: HTML5Translator, _node: slide_body) -> None:
    """Close what the room sees."""
    translator.body.append("</div>\n")


def visit_slide_stack(translator: HTML5Translator, _node: slide_stack) -> None:
    """Open a vertical stack of slides."""
    translator.body.append("<section>\n")


def depart_slide_stack(translator: HTML5Translator, _node: slide_stack) -> None:
    """Close a vertical stack of slides."""
    translator.body.append("</section>\n")


def visit_speaker_note(translator: HTML5Translator, _node: speaker_note) -> None:
    """Open the notes; reveal.js shows them in the speaker's window only."""
    translator.body.append('<aside class="notes">\n')


def depart_speaker_note(translator: HTML5Translator, _node: speaker_note) -> None:
    """Close the notes."""
    translator.body.append("</aside>\n")


def setup_decks(app: Sphinx) -> None:
    """Register the transforms of decks and their nodes.

    The visitors are registered for ``html``, since sphinx-revealjs inherits those;
    its own name would hide the visitors that other extensions register for ``html``.
    """
    app.add_node(slide, html=(visit_slide, depart_slide))
    app.add_node(slide_title, html=(visit_slide_title, depart_slide_title))
    app.add_node(slide_body, html=(visit_slide_body, depart_slide_body))
    app.add_node(slide_stack, html=(visit_slide_stack, depart_slide_stack))
    app.add_node(speaker_note, html=(visit_speaker_note, depart_speaker_note))
    for transform in (ComposeDeck, MakeSlides, DeckLinks):
        app.add_post_transform(transform)
