"""Markup of pages as XML that stands by itself: what readers of books ask for.

A chapter is read as XML, mended as a tree, and written again.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

XHTML: Final = "http://www.w3.org/1999/xhtml"
SVG: Final = "http://www.w3.org/2000/svg"
MATHML: Final = "http://www.w3.org/1998/Math/MathML"

PREFIXES: Final = {
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/XML/1998/namespace": "xml",
}

VOID: Final = frozenset({"br", "col", "hr", "img", "input", "wbr"})

OBSOLETE: Final = frozenset({"align", "border", "frame", "rules", "valign"})
"""Attributes that tables in outputs of code still have, and books must not."""

UNWANTED: Final = frozenset({f"{{{XHTML}}}script", f"{{{XHTML}}}style", f"{{{SVG}}}script"})
"""What a book does without; a drawing keeps the styles that it brings."""


class NotWellFormedError(Exception):
    """Markup that can't be mended; the message says what is wrong with it."""


def tree_of(markup: str) -> ElementTree.Element:
    """Read the markup of a chapter as the content of one element.

    Raises:
        NotWellFormedError: its tags don't fit together.
    """
    closed = re.sub(rf"<({'|'.join(VOID)})\b([^>]*?)\s*/?>", r"<\1\2/>", markup)
    text = re.sub(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;", lambda it: unescape(it[0]), closed)
    try:
        tree = ElementTree.fromstring(f'<div xmlns="{XHTML}">{text}</div>')
    except ElementTree.ParseError as error:
        line = text.splitlines()[error.position[0] - 1].strip()
        raise NotWellFormedError(f"{error}: {line[:80]}") from error
    for namespace, name in ((SVG, "svg"), (MATHML, "math")):
        for drawing in list(tree.iter(f"{{{XHTML}}}{name}")):
            # HTML knows by its name what it is; XML has to be told.
            for element in drawing.iter():
                element.tag = element.tag.replace(XHTML, namespace)
    return tree


def mend(tree: ElementTree.Element, files: Mapping[str, str], own: str) -> None:
    """Make a chapter fit for a book.

    Headings start at the first level, no id comes twice, links lead to the files of the book,
    and colours of figures have values.

    Args:
        tree: the chapter.
        files: the file that each id of the book is in.
        own: the file of this chapter.
    """
    seen: set[str] = set()
    for parent in list(tree.iter()):
        for child in [child for child in parent if child.tag in UNWANTED]:
            parent.remove(child)
    for element in tree.iter():
        name = _name(element)
        if element.tag.startswith(f"{{{XHTML}}}h") and name[1:].isdigit():
            element.tag = f"{{{XHTML}}}h{max(1, int(name[1:]) - 1)}"
        if element.attrib.get("id") in seen:
            del element.attrib["id"]
        seen |= {element.attrib.get("id", "")}
        for attribute in OBSOLETE & element.attrib.keys():
            del element.attrib[attribute]
        if "href" in element.attrib and name == "a":
            _mend_link(element, files, own)
        for attribute, value in element.attrib.items():
            element.set(attribute, without_variables(value))
        if element.tag == f"{{{SVG}}}style":
            element.text = without_variables(element.text or "")


def _mend_link(link: ElementTree.Element, files: Mapping[str, str], own: str) -> None:
    address = link.attrib["href"]
    if address.startswith(("http:", "https:", "mailto:")):
        return
    file = files.get(address.removeprefix("#")) if address.startswith("#") else None
    if file is None:
        del link.attrib["href"]
    elif file != own:
        link.set("href", f"{file}{address}")


def without_variables(value: str) -> str:
    """Put the fallback of each CSS variable in its place; few readers of books know variables."""
    return re.sub(r"var\(--[\w-]+(?:,\s*([^()]*))?\)", lambda it: it[1] or "inherit", value)


def ids(tree: ElementTree.Element) -> Iterator[str]:
    """Yield every id of a chapter."""
    for element in tree.iter():
        if "id" in element.attrib:
            yield element.attrib["id"]


def has(tree: ElementTree.Element, namespace: str) -> bool:
    """Tell whether a chapter holds figures or formulas."""
    return any(element.tag.startswith(f"{{{namespace}}}") for element in tree.iter())


def images(tree: ElementTree.Element) -> Iterator[str]:
    """Yield the files of the pictures that a chapter shows."""
    for element in tree.iter(f"{{{XHTML}}}img"):
        yield element.attrib["src"]


def written(tree: ElementTree.Element) -> str:
    """Write the content of a chapter; ElementTree would give every name a prefix."""
    return escape(tree.text or "") + "".join(_written(child, XHTML) for child in tree)


def _written(element: ElementTree.Element, around: str) -> str:
    namespace, _, name = element.tag[1:].partition("}")
    named = ((_attribute(key), value) for key, value in element.attrib.items())
    attributes = [(name, value) for name, value in named if name]
    if namespace != around:
        attributes.insert(0, ("xmlns", namespace))
        attributes.insert(1, ("xmlns:xlink", "http://www.w3.org/1999/xlink"))
    start = name + "".join(f' {key}="{escape(value)}"' for key, value in attributes)
    inner = escape(element.text or "") + "".join(_written(it, namespace) for it in element)
    tail = escape(element.tail or "")
    if not inner and (namespace != XHTML or name in VOID):
        return f"<{start}/>{tail}"
    return f"<{start}>{inner}</{name}>{tail}"


def _attribute(key: str) -> str:
    """Return the name of an attribute, or nothing if it is of a namespace that no book knows."""
    namespace, mark, name = key.removeprefix("{").rpartition("}")
    if not mark:
        return key
    return f"{PREFIXES[namespace]}:{name}" if namespace in PREFIXES else ""


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
