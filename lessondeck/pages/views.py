"""Pages: what a lesson shows below its title, and the links from its headings to its slides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.core.builders import DECK_BUILDERS, PAPER_BUILDERS, deck_uri
from lessondeck.core.domain import DeckPart, Lesson, lesson_domain
from lessondeck.core.messages import in_numbers
from lessondeck.core.nodes import (
    deck_entry,
    lesson_facts,
    page_only,
    present_link,
    quiz,
    slide_break,
    slide_only,
)
from lessondeck.core.tables import cell_of, table_of
from lessondeck.core.visibility import has_slide

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class PageView(SphinxPostTransform):
    """Take out of a page what is for the deck alone."""

    default_priority = 5

    def is_supported(self) -> bool:
        """Tell whether this is any builder but the decks'."""
        return self.app.builder.name not in DECK_BUILDERS

    def run(self, **_kwargs: object) -> None:
        """Remove deck-only nodes and unwrap page-only ones."""
        for kind in (slide_only, slide_break):
            for node in list(self.document.findall(kind)):
                node.parent.remove(node)
        for node in list(self.document.findall(page_only)):
            node.replace_self(node.children)


class PresentLinks(SphinxPostTransform):
    """Give a lesson's page its facts, and each heading the link to its slide."""

    default_priority = 4
    formats = ("html",)

    def is_supported(self) -> bool:
        """Tell whether this is a builder of pages for the screen."""
        others = (*DECK_BUILDERS, *PAPER_BUILDERS)
        return super().is_supported() and self.app.builder.name not in others

    def run(self, **_kwargs: object) -> None:
        """Add the links before `PageView` takes out what decides whether there is a slide."""
        docname = self.env.current_document.docname
        domain = lesson_domain(self.env)
        deck = deck_uri(self.app, docname, docname)
        if docname in domain.lessons:
            self._mark_lesson(domain.lessons[docname], deck)
        elif docname in domain.decks:
            self._list_parts(deck)

    def _mark_lesson(self, lesson: Lesson, deck: str) -> None:
        for section in list(self.document.findall(nodes.section)):
            title = section[0]
            if not isinstance(title, nodes.title) or not has_slide(section):
                continue
            uri = f"{deck}#/{section['ids'][0]}"
            if isinstance(section.parent, nodes.document):
                facts = [in_numbers(lesson.minutes, "minute")]
                section.insert(1, lesson_facts(facts=facts, links=[("Slides", deck)]))
            else:
                title += present_link(uri=uri, label=f"Present from here: {title.astext()}")

    def _list_parts(self, deck: str) -> None:
        """Show what a deck is composed of, the minutes, and the slides."""
        docname = self.env.current_document.docname
        domain = lesson_domain(self.env)
        parts = domain.parts_of(domain.decks[docname])
        rows = [
            (
                self._part_link(part),
                str(part.minutes),
                _link("Slides", f"{deck}#/{part.anchor}", f"Slides of {part.title}"),
            )
            for part in parts
        ]
        total = sum(part.minutes for part in parts)
        facts = lesson_facts(facts=[in_numbers(total, "minute")], links=[("Open the deck", deck)])
        shown: list[nodes.Node] = [facts, part_table(rows, total)]
        for node in list(self.document.findall(deck_entry)):
            node.parent.replace(node, shown)
            shown = []

    def _part_link(self, part: DeckPart) -> nodes.Node:
        if not part.docname:
            return nodes.Text(part.title)
        here = self.env.current_document.docname
        uri = self.app.builder.get_relative_uri(here, part.docname)
        return _link(part.listed, uri)


class LeaveTitleToHeading(SphinxPostTransform):
    """Marks an exercise whose title the heading above it says already."""

    default_priority = 6
    formats = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Compare each exercise with the title of its section."""
        for node in self.document.findall(quiz):
            heading = node.parent[0] if isinstance(node.parent, nodes.section) else None
            if isinstance(heading, nodes.title):
                node["is_titled"] = heading.astext().startswith(node["exercise"].title)


class UniqueIds(SphinxPostTransform):
    """Leave the id of a table to the table: furo repeats it on the box that it puts around it."""

    default_priority = 510
    formats = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Take the ids from each container whose only content bears the same."""
        for box in self.document.findall(nodes.container):
            if len(box) == 1 and isinstance(box[0], nodes.Element) and box["ids"] == box[0]["ids"]:
                box["ids"] = []


def _link(text: str, uri: str, label: str | None = None) -> nodes.reference:
    link = nodes.reference("", text, refuri=uri, internal=True)
    if label:
        link["reftitle"] = label
    return link


def part_table(rows: Sequence[tuple[nodes.Node, str, nodes.Node]], total: int) -> nodes.table:
    """Build the table of a deck's lessons, labs and breaks, with the sum of their minutes."""
    body = [[title, nodes.Text(minutes), slides] for title, minutes, slides in rows]
    body.append([nodes.strong("", "Together"), nodes.strong("", str(total)), nodes.Text("")])
    columns = {"Part": 70, "Minutes": 15, "In the deck": 15}
    return table_of(columns, (list(map(cell_of, cells)) for cells in body), ["deck-lessons"])


def visit_lesson_facts(translator: HTML5Translator, node: lesson_facts) -> None:
    """Write the facts of a lesson as one line."""
    parts = [f"<span>{translator.encode(fact)}</span>" for fact in node["facts"]]
    parts += [
        f'<a class="lesson-link" href="{translator.attval(uri)}">{translator.encode(text)}</a>'
        for text, uri in node["links"]
    ]
    translator.body.append(f'<p class="lesson-facts">{" ".join(parts)}</p>\n')
    raise nodes.SkipNode


def visit_present_link(translator: HTML5Translator, node: present_link) -> None:
    """Write the link from a heading to its slide; its picture comes from the stylesheet."""
    uri, label = translator.attval(node["uri"]), translator.attval(node["label"])
    translator.body.append(
        f'<a class="present-link" href="{uri}" aria-label="{label}" title="{label}"></a>'
    )
    raise nodes.SkipNode


def add_style(app: Sphinx) -> None:
    """Load the look of facts, links and boxes: after the theme's, before the course's own."""
    if app.builder.name == "html":
        app.add_css_file("lesson.css", priority=700)


def setup_pages(app: Sphinx) -> None:
    """Register the transforms of pages and their nodes."""
    app.add_node(lesson_facts, html=(visit_lesson_facts, None))
    app.add_node(present_link, html=(visit_present_link, None))
    app.add_post_transform(PresentLinks)
    app.add_post_transform(PageView)
    app.add_post_transform(LeaveTitleToHeading)
    app.add_post_transform(UniqueIds)
    app.connect("builder-inited", add_style)
