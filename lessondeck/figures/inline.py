"""SVG figures become part of the page, so that one file follows light, dark and the slide.

A second file beside it, ``NAME.narrow.svg``, is the same figure for a phone. Both stand in the
page, and the style sheet shows one of them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.messages import warn
from lessondeck.nodes import inline_svg, page_only

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


def narrow_figure(svg: str) -> page_only:
    """Return a drawing that a page shows on a phone, in place of the one before it."""
    return page_only("", inline_svg(svg=svg, classes=["figure-narrow"]))


class NarrowFigures(SphinxTransform):
    """Put the narrow drawing, if there is one, behind an image in a figure."""

    default_priority = 500

    def apply(self, **_kwargs: object) -> None:
        """Look for the file beside that of each image."""
        for figure in list(self.document.findall(nodes.figure)):
            for image in [child for child in figure if isinstance(child, nodes.image)]:
                if not image["uri"].endswith(".svg"):
                    continue
                uri = f"{image['uri'].removesuffix('.svg')}.narrow.svg"
                name, path = self.env.relfn2path(uri, self.env.docname)
                if not Path(path).is_file():
                    continue
                self.env.note_dependency(path)
                svg = _read(Path(path), name, image, f"{Path(name).stem}-")
                if svg:
                    figure.insert(figure.index(image) + 1, narrow_figure(svg))


def _read(path: Path, name: str, image: nodes.image, prefix: str) -> str:
    """Return the drawing of a file, or nothing after a warning."""
    try:
        return svg_for_page(path.read_text("utf-8"), image.get("alt", ""), prefix)
    except (ElementTree.ParseError, UnicodeDecodeError) as error:
        warn("svg", f"{name} is no well-formed SVG: {error}; mend it", image)
        return ""


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
            svg = _read(path, image["uri"], image, f"{path.stem}-")
            if not svg:
                continue
            image.replace_self(inline_svg(svg=svg, classes=["figure-svg", *image["classes"]]))


def visit_inline_svg(translator: HTML5Translator, node: inline_svg) -> None:
    """Write the figure."""
    translator.body.append(translator.starttag(node, "div") + node["svg"] + "</div>\n")
    raise nodes.SkipNode


def setup_figures(app: Sphinx) -> None:
    """Register the transform and its node."""
    app.add_node(inline_svg, html=(visit_inline_svg, None))
    app.add_transform(NarrowFigures)
    app.add_post_transform(InlineFigures)
