"""Drawings of files, made fit to stand inside a page.

A file stands alone; in a page, a drawing shares ids, styles and addresses with everything else,
and HTML knows of namespaces only what its parser was told.  What a page can't show as the file
does is left out and named.
"""

from __future__ import annotations

import base64
import copy
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote
from xml.etree import ElementTree

from lessondeck.figures.svg_styles import foreign_addresses, own_addresses, scoped

SVG: Final = "http://www.w3.org/2000/svg"
XHTML: Final = "http://www.w3.org/1999/xhtml"
MATHML: Final = "http://www.w3.org/1998/Math/MathML"
XLINK: Final = "http://www.w3.org/1999/xlink"
XML: Final = "http://www.w3.org/XML/1998/namespace"
ElementTree.register_namespace("", SVG)

PICTURES: Final = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""Kinds of pictures that a drawing may hold, by the endings of their files."""

LABEL_ELEMENTS: Final = frozenset(
    {
        *("a", "b", "br", "center", "code", "div", "em", "font", "hr", "i", "li", "ol", "p", "pre"),
        *("s", "small", "span", "strong", "sub", "sup", "u", "ul", "wbr"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    }
)
"""What labels written in HTML are made of; diagram editors use no more."""

VOID: Final = ("br", "hr", "wbr")
"""HTML elements without an end."""

PIXELS: Final = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54}
PIXELS["in"] = 96.0
"""How many CSS pixels a unit of length has (CSS Values 4, section 6.2)."""


class NotADrawingError(Exception):
    """A file that holds no SVG; the message says what is wrong with it."""


DEEPEST: Final = 200
"""How many elements of a drawing may lie in each other; drawing programs need a few dozen."""

_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"

VIEW_BOX: Final = re.compile(
    rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER})(?:[\s,]+(?=[+.]?0*\.?0*[1-9]){_NUMBER}){{2}}\s*"
)
"""A place and a size, which is not nothing."""


@dataclass
class Drawing:
    """A drawing read from a file.

    Attributes:
        root: its ``<svg>``.
        losses: what of the file a page can't show, each with what to do about it.
        pictures: files that the drawing shows and that are now inside it.
    """

    root: ElementTree.Element
    losses: list[str] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)

    def markup(self) -> str:
        """Return the drawing as markup that HTML and XML read alike."""
        return markup(self.root)


def read_drawing(path: Path) -> Drawing:
    """Read a drawing and make it independent of the place of its file.

    Args:
        path: the file; pictures that it links are looked for beside it.

    Raises:
        NotADrawingError: the file is no well-formed XML, or its root is no ``<svg>``.
        OSError: the file can't be read.
    """
    content = path.read_bytes()
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise NotADrawingError(f"is no well-formed SVG: {_reason(content, error)}") from error
    if _depth(root) > DEEPEST:
        raise NotADrawingError(f"has more than {DEEPEST} groups in each other; take some apart")
    for element in root.iter():
        if not element.tag.startswith("{"):
            # Browsers draw no SVG without its namespace from a file, but do so in a page.
            element.tag = f"{{{SVG}}}{element.tag}"
    if root.tag != f"{{{SVG}}}svg":
        raise NotADrawingError(f"holds <{_split(root.tag)[1]}> where <svg> is expected")
    drawing = Drawing(root)
    if b"<?xml-stylesheet" in content:
        drawing.losses.append("it takes a style sheet from another file; copy its rules into it")
    _keep_what_pages_know(root, drawing)
    _embed_pictures(drawing, path.parent)
    _give_view_box(drawing)
    drawing.losses = list(dict.fromkeys(drawing.losses))
    return drawing


def _depth(root: ElementTree.Element) -> int:
    """Return how many elements lie in each other at most, as far as it matters."""
    level, depth = [root], 0
    while level and depth <= DEEPEST:
        level, depth = [child for element in level for child in element], depth + 1
    return depth


def _reason(content: bytes, error: Exception) -> str:
    """Say what is wrong with the text of a drawing."""
    if b"encoding=" not in content[:200] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as undecoded:
            return f"it is not in UTF-8 and states no other encoding ({undecoded})"
    return str(error)


def _keep_what_pages_know(element: ElementTree.Element, drawing: Drawing) -> None:
    """Drop what programs note for themselves, and whatever HTML would misread."""
    _keep_attributes(element, drawing)
    for child in list(element):
        namespace, name = _split(child.tag)
        if namespace == SVG and name == "script":
            drawing.losses.append("it has a <script>, and drawings run none; remove it")
        elif _changes_a_link(child):
            drawing.losses.append("it changes a link while it is shown; remove that")
        elif namespace == XHTML and name not in LABEL_ELEMENTS:
            drawing.losses.append(
                f"a label in it has <{name}>, which pages don't take over; draw it or leave it out"
            )
        elif namespace in (SVG, XHTML, MATHML) and name != "metadata":
            _keep_what_pages_know(child, drawing)
            continue
        _remove(element, child)


def _changes_a_link(element: ElementTree.Element) -> bool:
    """Tell whether an animation gives a link another target; HTML takes names in any case."""
    attributes = {key.lower(): value for key, value in element.attrib.items()}
    return attributes.get("attributename", "").strip().lower().endswith("href")


def _keep_attributes(element: ElementTree.Element, drawing: Drawing) -> None:
    for key, value in list(element.attrib.items()):
        namespace, name = _split(key)
        if namespace not in ("", XML):
            del element.attrib[key]
            if namespace == XLINK and name == "href":
                element.attrib.setdefault("href", value)
        elif name.startswith("on"):
            del element.attrib[key]
            drawing.losses.append(f"it runs a script ({name}), and drawings run none; remove it")
        elif foreign_addresses(value):
            del element.attrib[key]
            drawing.losses.append(
                f"{name}={value!r} names another file; put what it uses into the drawing"
            )
    address = element.attrib.get("href", "")
    if re.match(r"\s*javascript:", address, re.IGNORECASE):
        del element.attrib["href"]
        drawing.losses.append("a link in it runs a script, and drawings run none; remove it")
    elif address and not address.startswith("#") and _split(element.tag)[1] not in ("a", "image"):
        del element.attrib["href"]
        drawing.losses.append(f"it uses {address}; copy what it uses there into the drawing")


def _remove(parent: ElementTree.Element, child: ElementTree.Element) -> None:
    """Take an element out and leave the text behind it."""
    position = list(parent).index(child)
    if child.tail and position:
        before = parent[position - 1]
        before.tail = (before.tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _embed_pictures(drawing: Drawing, folder: Path) -> None:
    """Put the pictures that a drawing links into it: their addresses count from its file."""
    for element in drawing.root.iter(f"{{{SVG}}}image"):
        address = element.attrib.get("href", "")
        if not address or address.startswith(("#", "data:image/")):
            continue
        path = folder / unquote(address.partition("#")[0])
        if re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", address, re.IGNORECASE):
            drawing.losses.append(f"it shows {address}, which is elsewhere; embed the picture")
        elif path.suffix.lower() not in PICTURES:
            drawing.losses.append(
                f"it shows {address}, which pages don't; convert it to {_one_of(PICTURES)}"
            )
        elif not path.is_file():
            drawing.losses.append(
                f"it shows {address}, which is not there; put the picture beside the drawing"
            )
        else:
            drawing.pictures.append(path)
            data = base64.b64encode(path.read_bytes()).decode("ascii")
            element.set("href", f"data:{PICTURES[path.suffix.lower()]};base64,{data}")
            continue
        del element.attrib["href"]


def _one_of(names: dict[str, str]) -> str:
    *others, last = (name.removeprefix(".").upper() for name in names)
    return f"{', '.join(others)} or {last}"


def _give_view_box(drawing: Drawing) -> None:
    """Tell how large the drawing is: a page decides about its width and height."""
    root = drawing.root
    if VIEW_BOX.fullmatch(root.attrib.get("viewBox", "")):
        return
    sides = [_pixels(root.attrib.get(name, "")) for name in ("width", "height")]
    if None in sides or 0 in sides:
        drawing.losses.append(
            "it has no viewBox, and no width and height to make one from; give it a viewBox"
        )
        return
    root.set("viewBox", "0 0 " + " ".join(f"{side:g}" for side in sides if side is not None))


def _pixels(length: str) -> float | None:
    match = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*([a-z]*)\s*", length)
    if match is None or match[2] not in PIXELS:
        return None
    return round(float(match[1]) * PIXELS[match[2]], 3)


def set_apart(root: ElementTree.Element, prefix: str) -> list[str]:
    """Keep ids and styles of a drawing from meeting those of anything else in its page.

    Args:
        root: the ``<svg>``, which is changed.
        prefix: put before every id, and before every name that its styles give.

    Returns:
        What of its styles a page can't keep.
    """
    losses: list[str] = []
    styles = list(root.iter(f"{{{SVG}}}style"))
    if styles:
        root.attrib.setdefault("id", "drawing")
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif name in {"aria-labelledby", "aria-describedby"}:
                element.set(name, " ".join(prefix + part for part in value.split()))
            elif name == "href" and value.startswith("#"):
                element.set(name, f"#{prefix}{value[1:]}")
            elif name in {"begin", "end"}:
                element.set(name, re.sub(r"([\w-]+)(?=\.[a-z])", rf"{prefix}\1", value))
            else:
                element.set(name, own_addresses(value, prefix))
    for style in styles:
        style.text, lost = scoped(style.text or "", root.attrib["id"], prefix)
        losses += lost
    return losses


def markup(root: ElementTree.Element) -> str:
    """Write a drawing so that HTML and XML read it alike: labels in HTML have no prefixes."""
    written = copy.deepcopy(root)
    has_labels = _without_prefixes(written, SVG)
    text = ElementTree.tostring(written, encoding="unicode", short_empty_elements=not has_labels)
    # In HTML, an empty element needs its end, and one that never has content must have none.
    return re.sub(rf"></(?:{'|'.join(VOID)})>", " />", text) if has_labels else text


def _without_prefixes(element: ElementTree.Element, around: str) -> bool:
    """Give what is not SVG its name in HTML, with its namespace for XML; tell if there is any."""
    namespace, name = _split(element.tag)
    if namespace != SVG:
        element.tag = name
        if namespace != around:
            element.set("xmlns", namespace)
    inner = [_without_prefixes(child, namespace) for child in element]
    return namespace != SVG or any(inner)


def _split(key: str) -> tuple[str, str]:
    namespace, _, name = key.removeprefix("{").rpartition("}")
    return namespace, name
