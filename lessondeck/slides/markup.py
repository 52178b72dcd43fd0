"""The markup of slides: what the writer of decks puts around what is on them and in their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessondeck.core.nodes import slide, slide_body, slide_stack, slide_title, speaker_note

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def visit_slide(translator: HTML5Translator, node: slide) -> None:
    """Open a slide."""
    attributes = {"CLASS": f"slide kind-{node['kind']}", "data-place": node["place"]}
    if "seconds" in node:
        attributes["data-timing"] = str(node["seconds"])
    translator.body.append(translator.starttag(node, "section", **attributes))


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


def setup_markup(app: Sphinx) -> None:
    """Register the nodes of slides.

    The visitors are registered for ``html``, since sphinx-revealjs inherits those;
    its own name would hide the visitors that other extensions register for ``html``.
    """
    app.add_node(slide, html=(visit_slide, depart_slide))
    app.add_node(slide_title, html=(visit_slide_title, depart_slide_title))
    app.add_node(slide_body, html=(visit_slide_body, depart_slide_body))
    app.add_node(slide_stack, html=(visit_slide_stack, depart_slide_stack))
    app.add_node(speaker_note, html=(visit_speaker_note, depart_speaker_note))
