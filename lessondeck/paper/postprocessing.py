"""Settle in a PDF what the browser leaves open: its dates, its maker and its bookmarks."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final, cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from lessondeck.core.dates import dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessondeck.paper.printing import Printed

MAKER: Final = "lessondeck"

ELEMENT: Final = re.compile(rb"\(node\d{8}\)")
"""The name of an element in a tagged PDF, of the same length everywhere."""


def finish(printed: Printed) -> bytes:
    """Return the PDF with its title, a fixed date, and bookmarks that read like the headings."""
    writer = PdfWriter(clone_from=io.BytesIO(with_settled_names(printed.data)))
    stamp = dated("D:%Y%m%d%H%M%SZ")
    writer.metadata = {
        "/Title": printed.title,
        "/Creator": MAKER,
        "/Producer": MAKER,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    readable = {_squeezed(seen): read for seen, read in printed.headings}
    for entry in bookmarks(writer):
        title = str(entry["/Title"])
        entry[NameObject("/Title")] = TextStringObject(readable.get(_squeezed(title), title))
    # Readers show the title in place of the file's name.
    shown = writer.create_viewer_preferences()
    shown[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    if "/Outlines" in writer.root_object:
        writer.page_mode = "/UseOutlines"
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_settled_names(data: bytes) -> bytes:
    """Number the elements that others refer to, such as heads of tables, from 1.

    The browser takes the numbers from what it did before, so that each printing has its own.
    """
    names = sorted(set(ELEMENT.findall(data)))
    numbers = {name: b"(node%08d)" % number for number, name in enumerate(names, start=1)}
    return ELEMENT.sub(lambda match: numbers[match[0]], data)


def page_numbers(printed: Printed) -> dict[str, int]:
    """Return on which page each place is that a link of the same PDF leads to."""
    reader = PdfReader(io.BytesIO(printed.data))
    numbers = {}
    for name, place in reader.named_destinations.items():
        page = reader.get_destination_page_number(place)
        if page is not None:
            numbers[name.removeprefix("/")] = page + 1
    return numbers


def bookmarks(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """Yield the bookmarks of a PDF in reading order."""
    if "/Outlines" in writer.root_object:
        yield from _below(cast("DictionaryObject", writer.root_object["/Outlines"]))


def _below(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    entry: Any = parent.get("/First")
    while entry is not None:
        found = cast("DictionaryObject", entry.get_object())
        yield found
        yield from _below(found)
        entry = found.get("/Next")


def _squeezed(text: str) -> str:
    return "".join(text.split())
