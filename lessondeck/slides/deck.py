"""Decks: the doctree of a lesson, or of a list of lessons, becomes slides."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.utils import get_source_line
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.core.builders import DECK_BUILDERS
from lessondeck.core.doctrees import prefix_ids
from lessondeck.core.domain import lesson_domain
from lessondeck.core.messages import in_numbers
from lessondeck.core.nodes import (
    deck_entry,
    lesson_box,
    lesson_part,
    page_address,
    slide,
    slide_body,
    slide_stack,
    slide_title,
    speaker_note,
)
from lessondeck.lessons.checks import lesson_parts
from lessondeck.slides.addresses import address_of
from lessondeck.slides.interludes import break_slide, lab_slide
from lessondeck.slides.lesson import lesson_slides

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from lessondeck.core.domain import DeckEntry, DeckPart
    from lessondeck.slides.builder import DeckBuilder


class ComposeDeck(SphinxPostTransform):
    """Put the lessons of a deck into its doctree, before references are resolved."""

    default_priority = 1
    builders = DECK_BUILDERS

    def run(self, **_kwargs: object) -> None:
        """Replace each lesson that the deck names by the lesson itself."""
        lessons = lesson_domain(self.env).lessons
        for node in list(self.document.findall(deck_entry)):
            entry: DeckEntry = node["entry"]
            if entry.kind == "lesson":
                parts = [self._part(entry)] if entry.docname in lessons else []
                node.parent.replace(node, parts)

    def _part(self, entry: DeckEntry) -> lesson_part:
        doctree = self.env.get_doctree(entry.docname)
        if entry.leave_out:
            leave_out(doctree, entry.leave_out)
        prefix_ids(doctree, lesson_domain(self.env).id_prefix(entry.docname))
        for xref in doctree.findall(addnodes.pending_xref):
            # Relative addresses count from the deck, not from the lesson.
            xref["refdoc"] = self.env.current_document.docname
        return lesson_part("", *doctree.children, entry=entry)


def leave_out(lesson: nodes.document, names: Iterable[str]) -> None:
    """Take the parts out of a lesson that a deck does not show.

    An exercise goes with its solution, a section of which nothing is left with its last part,
    and the objectives go in any case: a part can't promise them.
    """
    for box in list(lesson.findall(lesson_box)):
        if box["kind"] == "objectives":
            box.parent.remove(box)
    unwanted = set(names)
    for node in lesson_parts(next(iter(lesson.findall(nodes.section)))):
        if not unwanted.intersection(node["ids"]):
            continue
        answer = node.next_node(lesson_box, descend=False, siblings=True)
        if node.get("kind") == "exercise" and answer is not None and answer["kind"] == "solution":
            answer.parent.remove(answer)
        section = node.parent
        section.remove(node)
        if isinstance(section, nodes.section) and all(isinstance(n, nodes.title) for n in section):
            section.parent.remove(section)


class MakeSlides(SphinxPostTransform):
    """Turn sections into slides, once everything in them is resolved."""

    default_priority = 600
    builders = DECK_BUILDERS

    def run(self, **_kwargs: object) -> None:
        """Replace the document's sections by slides."""
        docname = self.env.current_document.docname
        domain = lesson_domain(self.env)
        if docname in domain.lessons:
            minutes = domain.lessons[docname].minutes
            slides = self._lesson(self.document, docname, minutes)
            self.document.children = []
            self.document += slides
        elif docname in domain.decks:
            self._compose(docname)

    def _lesson(
        self, lesson: nodes.Element, docname: str, minutes: int, prefix: str = ""
    ) -> list[slide]:
        page = self._page(docname)
        section = next(iter(lesson.findall(nodes.section)))
        slides = lesson_slides(section, minutes)
        place_footnotes(slides, [node for node in lesson if isinstance(node, nodes.footnote)])
        for node in slides:
            node["page"] = f"{page}#{node['anchor'].removeprefix(prefix)}"
            node["place"] = self._place(node)
        slides[0] += self._address(docname)
        return slides

    def _address(self, docname: str) -> list[page_address]:
        return address_of(self.config.html_baseurl, self.app.builder.get_target_uri(docname))

    def _page(self, docname: str) -> str:
        builder = cast("DeckBuilder", self.app.builder)
        return builder.get_page_uri(self.env.current_document.docname, docname)

    def _place(self, node: nodes.Element) -> str:
        """Return the file and line that a slide was written at, seen from the course's folder."""
        source, line = get_source_line(node)
        file = Path(os.path.relpath(source or self.document["source"], self.env.srcdir)).as_posix()
        return f"{file}:{line or 1}"

    def _compose(self, docname: str) -> None:
        domain = lesson_domain(self.env)
        deck = domain.decks[docname]
        parts = domain.parts_of(deck)
        section = next(iter(self.document.findall(nodes.section)))
        found = [n for n in self.document.findall() if isinstance(n, (lesson_part, deck_entry))]
        slides: list[nodes.Element] = []
        for part, following, node in zip(parts, [*parts, None][1:], found, strict=True):
            if part.kind == "lesson":
                name, minutes = part.docname, part.minutes
                shown = self._lesson(node, name, minutes, domain.id_prefix(name))
                slides.append(slide_stack("", *shown, docname=name, minutes=minutes))
            elif part.kind == "lab":
                slides.append(
                    lab_slide(part, node, self._page(part.docname), self._address(part.docname))
                )
                slides[-1]["place"] = self._place(node)
            else:
                slides.append(break_slide(part, node, self._page(docname), following))
                slides[-1]["place"] = self._place(node)
        intro = [child for child in section if isinstance(child, nodes.paragraph)]
        opening = opening_slide(deck.title, section["ids"], self._page(docname), parts)
        opening["place"] = self._place(section)
        opening += self._address(docname)
        if intro:
            opening += speaker_note("", *intro)
        self.document.children = []
        self.document += [opening, *slides]


def opening_slide(title: str, ids: list[str], page: str, parts: list[DeckPart]) -> slide:
    """Return the first slide of a composed deck: its title, minutes and parts."""
    opening = slide(ids=ids, kind="title", page=page)
    opening += slide_title(title, title, level=1)
    agenda = nodes.enumerated_list(classes=["agenda"])
    for part in parts:
        link = nodes.reference("", part.listed, refid=part.anchor, internal=True)
        line = nodes.paragraph("", "", link)
        if part.kind != "lesson":
            line += nodes.Text(f", {part.minutes} min")
        agenda += nodes.list_item("", line, classes=[part.kind])
    minutes = nodes.paragraph("", minutes_in_words(parts), classes=["minutes"])
    opening += slide_body("", minutes, agenda)
    return opening


def minutes_in_words(parts: list[DeckPart]) -> str:
    """Return how long a deck takes, and how many labs and breaks that includes."""
    total = in_numbers(sum(part.minutes for part in parts), "minute")
    counts = [(sum(part.kind == kind for part in parts), kind) for kind in ("lab", "break")]
    more = " and ".join(in_numbers(count, kind) for count, kind in counts if count)
    return f"{total} with {more}" if more else total


def place_footnotes(slides: list[slide], footnotes: list[nodes.footnote]) -> None:
    """Put each footnote where it is referred to: below a slide, or into its notes.

    A page has them at its end, where a deck has no slide.  A footnote that several slides refer
    to stands on each of them.
    """
    by_id = {footnote["ids"][0]: footnote for footnote in footnotes}
    placed: set[str] = set()
    for node in slides:
        for part in list(node.children):
            references = [
                reference
                for reference in part.findall(nodes.footnote_reference)
                if reference.get("refid") in by_id
            ]
            there = [
                _footnote_of(by_id[name], references, again=name in placed)
                for name in dict.fromkeys(reference["refid"] for reference in references)
            ]
            placed |= {footnote["ids"][0] for footnote in there}
            if isinstance(part, speaker_note):
                part += there
            elif there:
                place = next(iter(node.findall(slide_body)))
                place += there


def _footnote_of(
    footnote: nodes.footnote, references: list[nodes.footnote_reference], *, again: bool
) -> nodes.footnote:
    """Return a footnote for one slide, to which it leads back; a second copy has its own id."""
    copy, name = footnote.deepcopy(), footnote["ids"][0]
    mine = [reference for reference in references if reference["refid"] == name]
    copy["backrefs"] = [reference["ids"][0] for reference in mine]
    if again:
        copy["ids"] = [f"{name}--{mine[0]['ids'][0]}"]
        for reference in mine:
            reference["refid"] = copy["ids"][0]
    return copy


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
                prefixes[builder.get_page_uri(docname, name)] = domain.id_prefix(name)
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


def setup_decks(app: Sphinx) -> None:
    """Register the transforms of decks."""
    for transform in (ComposeDeck, MakeSlides, DeckLinks):
        app.add_post_transform(transform)
