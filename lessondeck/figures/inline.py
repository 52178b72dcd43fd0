"""SVG figures become part of the page, so that one file follows light, dark and the slide.

A second file beside it, ``NAME.narrow.svg``, is the same figure for a phone. Both stand in the
page, and the style sheet shows one of them.

What a figure shows is said once: in the ``<title>`` and ``<desc>`` of ``NAME.svg``. In the page,
each drawing carries both, under ids of its own, and is named by both: a screen reader that reads
names of pictures, but no descriptions of them, reads all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from lessondeck.core.documents import is_lab
from lessondeck.core.messages import warn
from lessondeck.core.nodes import inline_svg, page_only
from lessondeck.figures.svg import (
    SVG,
    Drawing,
    NotADrawingError,
    markup,
    read_drawing,
    set_apart,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

TITLE: Final = f"{{{SVG}}}title"
DESCRIPTION: Final = f"{{{SVG}}}desc"


@dataclass(frozen=True)
class Alternative:
    """What a drawing shows, in words: a short title, and a description if that is not all."""

    title: str
    description: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """Return the elements that say it; a title that is a sentence makes readers pause."""
        ended = self.title if self.title.endswith((".", "?", "!")) else f"{self.title}."
        return {TITLE: ended, DESCRIPTION: self.description} if self.description else {TITLE: ended}


def svg_for_page(
    root: ElementTree.Element, alternative: Alternative, prefix: str
) -> tuple[str, list[str]]:
    """Return SVG markup that can stand in a page, and what of its styles a page can't keep.

    Args:
        root: the drawing, which is changed; titles and descriptions that it has are left out.
        alternative: what it shows, in words.
        prefix: put before every id, since two figures of a page may use the same.
    """
    for element in root.iter():
        for child in [child for child in element if child.tag in {TITLE, DESCRIPTION}]:
            element.remove(child)
    losses = set_apart(root, prefix)
    for name in ("width", "height", "aria-label", "aria-describedby"):
        root.attrib.pop(name, None)
    words = [_words(tag, said, prefix) for tag, said in alternative.parts.items()]
    root[:0] = words
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(element.attrib["id"] for element in words))
    return markup(root), losses


def _words(tag: str, said: str, prefix: str) -> ElementTree.Element:
    """Return an element in which the search of the pages does not try to mark words."""
    name = f"{prefix}{tag.rpartition('}')[2]}"
    element = ElementTree.Element(tag, {"id": name, "class": "nohighlight"})
    element.text = said
    return element


def narrow_figure(svg: str, alternative: Alternative, file: str = "the drawing") -> page_only:
    """Return a drawing that a page shows on a phone, in place of the one before it."""
    shown = inline_svg(svg=svg, alternative=alternative, classes=["figure-narrow"], file=file)
    return page_only("", shown)


class ReadAlternatives(SphinxTransform):
    """Give an image the words that its SVG file has about itself, if it has them."""

    default_priority = 490

    def apply(self, **_kwargs: object) -> None:
        """Read the file of each image; the pictures of a lab have the words of their cells."""
        docname = self.env.current_document.docname
        if is_lab(self.config, docname):
            return
        for image in self.document.findall(nodes.image):
            name, path = self.env.relfn2path(image["uri"], docname)
            if Path(path).suffix != ".svg" or not Path(path).is_file():
                continue
            try:
                drawing = read_drawing(Path(path))
            except NotADrawingError:
                continue  # reported where the drawing is put into the page
            for picture in drawing.pictures:
                self.env.note_dependency(str(picture))
            title, description = _words_of(drawing)
            if title and description:
                if image.get("alt"):
                    warn(
                        "alt",
                        f"{name} says what it shows, in its <title> and <desc>; "
                        "remove the text alternative beside it",
                        image,
                    )
                image["alternative"] = Alternative(title, description)
                image["alt"] = " ".join(image["alternative"].parts.values())
            elif title or description:
                there, lacks = ("title", "desc") if title else ("desc", "title")
                warn(
                    "alt",
                    f"{name} has a <{there}> but no <{lacks}>; write it, so that the drawing "
                    "has a short title and says what it shows to somebody who can't see it",
                    image,
                )


def _words_of(drawing: Drawing) -> tuple[str, str]:
    """Return the title and the description of a drawing; each is empty without one."""
    root = drawing.root
    return _one_line(root.findtext(TITLE)), _one_line(root.findtext(DESCRIPTION))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


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
                name, path = self.env.relfn2path(uri, self.env.current_document.docname)
                if not Path(path).is_file():
                    continue
                self.env.note_dependency(path)
                drawing = _read(Path(path), name, image)
                if drawing is None:
                    continue
                for picture in drawing.pictures:
                    self.env.note_dependency(str(picture))
                if any(_words_of(drawing)):
                    warn(
                        "alt",
                        f"{name} says what it shows, and so does {image['uri']}; remove its "
                        "<title> and <desc>, since both drawings are named by the wide one",
                        image,
                    )
                narrow = narrow_figure(drawing.markup(), _alternative(image), name)
                figure.insert(figure.index(image) + 1, narrow)


def _alternative(image: nodes.image) -> Alternative:
    """Return the words about an image: its file's, or those beside it."""
    said: Alternative | None = image.get("alternative")
    return said or Alternative(image.get("alt", ""))


def _read(path: Path, name: str, image: nodes.image) -> Drawing | None:
    """Return the drawing of a file, or nothing after a warning; say what pages can't show."""
    try:
        drawing = read_drawing(path)
    except NotADrawingError as error:
        warn("svg", f"{name} {error}; mend it or export it anew", image)
        return None
    _say(drawing.losses, name, image)
    return drawing


def _say(losses: Iterable[str], name: str, image: nodes.Node) -> None:
    for loss in losses:
        warn("svg", f"{name} can't be shown as it is: {loss}", image)


class InlineFigures(SphinxPostTransform):
    """Replace images of SVG files by their markup, in pages and decks, and name each drawing."""

    default_priority = 750
    formats = ("html",)

    def run(self, **_kwargs: object) -> None:
        """Replace images, then give each drawing ids that no other document has either."""
        read: dict[nodes.Node, ElementTree.Element] = {}
        for image in list(self.document.findall(nodes.image)):
            path = Path(self.env.srcdir, image["uri"])
            if path.suffix != ".svg" or not path.is_file():
                continue
            drawing = _read(path, image["uri"], image)
            if drawing is not None:
                classes = ["figure-svg", *image["classes"]]
                shown = inline_svg(alternative=_alternative(image), classes=classes)
                read[shown] = drawing.root
                shown["file"] = image["uri"]
                shown.source, shown.line = image.source, image.line
                image.replace_self(shown)
        document = nodes.make_id(self.env.current_document.docname)
        for number, shown in enumerate(self.document.findall(inline_svg), start=1):
            prefix = f"{document}-drawing-{number}-"
            root = read[shown] if shown in read else ElementTree.fromstring(shown["svg"])
            shown["svg"], losses = svg_for_page(root, shown["alternative"], prefix)
            _say(losses, shown.get("file", "the drawing"), shown)


def visit_inline_svg(translator: HTML5Translator, node: inline_svg) -> None:
    """Write the figure."""
    translator.body.append(translator.starttag(node, "div") + node["svg"] + "</div>\n")
    raise nodes.SkipNode


def visit_figure(translator: HTML5Translator, node: nodes.figure) -> None:
    """Open a figure."""
    HTML5Translator.visit_figure(translator, node)


def depart_figure(translator: HTML5Translator, node: nodes.figure) -> None:
    """Close a figure, and a caption only if it has one: docutils takes a second drawing for it."""
    if any(isinstance(child, (nodes.caption, nodes.legend)) for child in node):
        translator.body.append("</figcaption>\n")
    translator.body.append("</figure>\n")


def setup_figures(app: Sphinx) -> None:
    """Register the transforms and their node."""
    app.add_node(inline_svg, html=(visit_inline_svg, None))
    app.add_transform(ReadAlternatives)
    app.add_node(nodes.figure, override=True, html=(visit_figure, depart_figure))
    app.add_transform(NarrowFigures)
    app.add_post_transform(InlineFigures)
