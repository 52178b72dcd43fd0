"""SVG figures become part of the page, so that one file follows light, dark and the slide."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.messages import warn
from lessondeck.nodes import inline_svg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

SVG = "http://www.w3.org/2000/svg"
WORDS_ABOUT = {f"{{{SVG}}}title", f"{{{SVG}}}desc"}
ElementTree.register_namespace("", SVG)


def svg_for_page(text: str, alt: str, prefix: str) -> str:
    """Return SVG markup that can stand in a page.

    The drawing's own title and description go: the alternative is said instead of them,
    browsers would show them as a tooltip, and the search of the pages can't mark words in them.

    Args:
        text: a whole SVG document.
        alt: its text alternative.
        prefix: put before every id, since two figures of a page may use the same.

    Raises:
        ElementTree.ParseError: the text is not well-formed XML.
    """
    root = ElementTree.fromstring(text)
    for element in root.iter():
        for child in [child for child in element if child.tag in WORDS_ABOUT]:
            element.remove(child)
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif name in {"aria-labelledby", "aria-describedby"}:
                element.set(name, " ".join(prefix + part for part in value.split()))
            elif name.rpartition("}")[2] == "href" and value.startswith("#"):
                element.set(name, f"#{prefix}{value[1:]}")
            else:
                element.set(name, re.sub(r"url\(#", f"url(#{prefix}", value))
    for name in ("width", "height", "aria-labelledby", "aria-describedby"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alt)
    return ElementTree.tostring(root, encoding="unicode")


class InlineFigures(SphinxPostTransform):
    """Replace images of SVG files by their markup, in pages and decks."""

    default_priority = 750
    formats = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Replace each image whose file is an SVG document."""
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"])
            if path.suffix != ".svg" or not path.is_file():
                continue
            try:
                svg = svg_for_page(path.read_text("utf-8"), image.get("alt", ""), f"{path.stem}-")
            except (ElementTree.ParseError, UnicodeDecodeError) as error:
                warn("svg", f"{image['uri']} is no well-formed SVG: {error}; mend it", image)
                continue
            image.replace_self(inline_svg(svg=svg, classes=["figure-svg", *image["classes"]]))


def visit_inline_svg(translator: HTML5Translator, node: inline_svg) -> None:
    """Write the figure."""
    translator.body.append(translator.starttag(node, "div") + node["svg"] + "</div>\n")
    raise nodes.SkipNode


def setup_figures(app: Sphinx) -> None:
    """Register the transform and its node."""
    app.add_node(inline_svg, html=(visit_inline_svg, None))
    app.add_post_transform(InlineFigures)
