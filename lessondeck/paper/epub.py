"""The course as a book for reading devices: EPUB 3, without scripts."""

from __future__ import annotations

import mimetypes
import textwrap
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lessondeck.core.archives import zipped
from lessondeck.core.dates import dated
from lessondeck.core.markup import templates
from lessondeck.paper import xhtml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from sphinx.config import Config

    from lessondeck.paper.chapters import Chapter, Part

BOOK: Final = "course.epub"

MIMETYPE: Final = "application/epub+zip"

STYLES: Final = ("_static/pygments.css", "_static/epub.css")

COVER: Final = 17
"""How many letters fit on a line of the cover."""


class BookError(Exception):
    """A chapter that can't be put into a book; the message names it."""


@dataclass(frozen=True)
class Item:
    """A file of the book as its list of files names it."""

    id: str
    href: str
    media_type: str
    properties: str = ""


def write_book(parts: Sequence[Part], config: Config, edition: str, folder: Path) -> None:
    """Write the book into the folder that holds what its chapters show.

    Raises:
        BookError: the markup of a chapter is not well-formed.
    """
    files = book_files(parts, config, edition, folder)
    # Readers look for the type at a fixed place, so it is first and not compressed.
    (folder / BOOK).write_bytes(zipped(files, stored=["mimetype"]))


def book_files(
    parts: Sequence[Part], config: Config, edition: str, folder: Path
) -> dict[str, bytes]:
    """Return the files of a book by name, the type first."""
    chapters = [chapter for part in parts for chapter in part.chapters]
    trees = {file_of(chapter): _tree(chapter) for chapter in chapters}
    places = {anchor: file for file, tree in trees.items() for anchor in xhtml.ids(tree)}
    for file, tree in trees.items():
        xhtml.mend(tree, places, file)
    pictures = dict.fromkeys(name for tree in trees.values() for name in xhtml.images(tree))
    values = {
        "config": config,
        "edition": edition,
        "parts": parts,
        "chapters": chapters,
        "file_of": file_of,
        "identifier": uuid.uuid5(uuid.NAMESPACE_DNS, f"{config.html_title} {edition}"),
        "modified": dated("%Y-%m-%dT%H:%M:%SZ"),
        "items": [*_chapter_items(trees), *_other_items(pictures)],
    }

    def page(template: str, **more: object) -> bytes:
        return templates.get_template(f"paper/epub/{template}").render(**values, **more).encode()

    files = {
        "mimetype": MIMETYPE.encode(),
        "META-INF/container.xml": page("container.xml"),
        "book/package.opf": page("package.opf"),
        "book/nav.xhtml": page("nav.xhtml"),
        "book/cover.svg": page("cover.svg", lines=textwrap.wrap(config.html_title, COVER)),
        "book/title.xhtml": page("title.xhtml"),
    }
    for chapter in chapters:
        file = file_of(chapter)
        files[f"book/{file}"] = page(
            "chapter.xhtml", title=chapter.title, body=xhtml.written(trees[file])
        )
    for name in (*STYLES, *pictures):
        files[f"book/{name}"] = (folder / name).read_bytes()
    return files


def file_of(chapter: Chapter) -> str:
    """Return the name of a chapter's file."""
    return f"{chapter.id}.xhtml"


def _tree(chapter: Chapter) -> Element:
    try:
        return xhtml.tree_of(chapter.body)
    except xhtml.NotWellFormedError as error:
        raise BookError(f"{chapter.title!r} is not well-formed: {error}; mend its HTML") from error


def _chapter_items(trees: Mapping[str, Element]) -> list[Item]:
    items = []
    for number, (file, tree) in enumerate(trees.items(), start=1):
        kinds = (("mathml", xhtml.MATHML), ("svg", xhtml.SVG))
        properties = " ".join(name for name, space in kinds if xhtml.has(tree, space))
        items.append(Item(f"chapter-{number}", file, "application/xhtml+xml", properties))
    return items


def _other_items(pictures: Mapping[str, None]) -> list[Item]:
    items = [Item(f"style-{n}", name, "text/css") for n, name in enumerate(STYLES, start=1)]
    for number, name in enumerate(pictures, start=1):
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        items.append(Item(f"picture-{number}", name, kind))
    return items
