"""Definitions at hand: a page carries those of the glossary's terms that it links.

``terms.js`` shows one beside its link on hover and focus.  Without scripts the link is a link.
The definitions stand in a ``template``, which no browser shows, and in no text node:
the search index has them once, from the glossary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.core.nodes import term_tips
from lessondeck.core.registers import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


@dataclass(frozen=True)
class Definition:
    """What a glossary says about a term: all its names, and the paragraphs as plain text."""

    names: tuple[str, ...]
    texts: tuple[str, ...]


TERMS: Register[dict[str, Definition]] = Register("terms")
"""The definitions of a document, by the ids of the terms."""


def definitions_in(doctree: nodes.document) -> Iterator[tuple[str, Definition]]:
    """Return the terms that a document defines, by their ids; synonyms share a definition."""
    for glossary in doctree.findall(addnodes.glossary):
        for entry in glossary.findall(nodes.definition_list_item):
            terms = [term for term in entry if isinstance(term, nodes.term)]
            texts = tuple(p.astext() for p in entry.findall(nodes.paragraph))
            definition = Definition(tuple(term.astext() for term in terms), texts)
            yield from ((name, definition) for term in terms for name in term["ids"])


def note_definitions(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the definitions of a document that was read."""
    found = dict(definitions_in(doctree))
    if found:
        TERMS.note(app.env, app.env.current_document.docname, found)


def is_term(link: nodes.reference) -> bool:
    """Tell whether a resolved link was written as a term."""
    words = [node for node in link.children if isinstance(node, nodes.Element)]
    return any("std-term" in node["classes"] for node in words)


class TermTips(SphinxPostTransform):
    """Give a page the definitions of the terms that it links."""

    default_priority = 700
    formats = ("html",)

    def is_supported(self) -> bool:
        """Tell whether this is the website: neither slides nor paper can show a definition."""
        return super().is_supported() and self.app.builder.name == "html"

    def run(self, **_kwargs: object) -> None:
        """Look the links up, in their order."""
        known = TERMS.of(self.env)
        if self.env.current_document.docname in known:
            return
        everywhere = {name: text for terms in known.values() for name, text in terms.items()}
        linked = dict.fromkeys(
            link["refuri"].partition("#")[2]
            for link in self.document.findall(nodes.reference)
            if "refuri" in link and is_term(link)
        )
        found = {name: everywhere[name] for name in linked if name in everywhere}
        section = next(iter(self.document.findall(nodes.section)), None)
        if found and section is not None:
            section += term_tips(tips=found)


def visit_term_tips(translator: HTML5Translator, node: term_tips) -> None:
    """Write the definitions for the script to show."""
    write = translator.body.append
    write('<template class="term-tips">\n')
    for name, definition in node["tips"].items():
        title, *others = map(translator.encode, definition.names)
        also = f" ({', '.join(others)})" if others else ""
        text = "".join(f"<p>{translator.encode(text)}</p>" for text in definition.texts)
        write(
            f'<div class="term-tip" hidden><div role="tooltip" id="tip-{translator.attval(name)}">'
            f"<p><strong>{title}</strong>{also}</p>{text}</div>"
            '<p class="term-again">Tap the word again to open the glossary.</p></div>\n'
        )
    write("</template>\n")
    raise nodes.SkipNode


def add_script(
    app: Sphinx, _pagename: str, _template: str, _context: object, doctree: nodes.document | None
) -> None:
    """Load the script on pages that carry definitions."""
    if doctree is not None and next(iter(doctree.findall(term_tips)), None) is not None:
        app.add_js_file("terms.js", loading_method="defer")


def setup_terms(app: Sphinx) -> None:
    """Register the transform and its node."""
    app.add_node(term_tips, html=(visit_term_tips, None))
    app.connect("doctree-read", note_definitions)
    app.add_post_transform(TermTips)
    app.connect("html-page-context", add_script)
