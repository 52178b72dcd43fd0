"""Ids made of titles and names: stable, in any script, and fit for an address."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NUMBERED: Final = re.compile(r"id\d+")
"""Ids that docutils gives where a title leaves nothing that it would put into one."""


def identifier(text: str) -> str:
    """Return an id made of a text.

    It is docutils' own, unless that would lose letters: docutils keeps Latin ones alone, so
    different titles in another script would all have the same id, or a number for one.

    Args:
        text: a title or a name, in any language.

    Returns:
        Letters and digits with single hyphens between them; nothing if the text has neither.

    Example:
        >>> identifier("Über uns"), identifier("秘密の節"), identifier("2026")
        ('uber-uns', '秘密の節', '2026')
    """
    usual = nodes.make_id(text)
    words = unicodedata.normalize("NFC", text.casefold())
    letters = {letter for letter in words if letter.isalpha()}
    if usual and all(nodes.make_id(f"a{letter}") != "a" for letter in letters):
        return usual
    # Vowels of many scripts are marks, and no letters by themselves.
    kept = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in words)
    return "-".join("".join(kept).split())


def name_node(document: nodes.document, node: nodes.Element, name: str) -> None:
    """Let text refer to a node by a name, from which its id follows in any script.

    Args:
        document: what the node is in, or will be.
        node: a box or cell without an id.
        name: its kind and title; of two with the same, the second gets a number.
    """
    node["names"].append(nodes.fully_normalize_name(name))
    wanted = identifier(name)
    if wanted not in document.ids and wanted != nodes.make_id(name):
        node["ids"].append(wanted)
    document.note_implicit_target(node, node)


def fit_for_address(name: str) -> str:
    """Return a file's name as part of an id: what an address would write otherwise is a hyphen."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-")


class SectionIds(SphinxTransform):
    """Give sections ids that follow from their titles, where docutils only numbers them.

    A number tells of the place of a section among others, so that a link or a deck that names it
    would mean another one after the next edit.
    """

    # Before anything refers to a section by its id.
    default_priority = 5

    def apply(self, **_kwargs: object) -> None:
        """Rename numbered ids, and what the parsers note of them."""
        document, renamed = self.document, {}
        for section in document.findall(nodes.section):
            for position, old in enumerate(section["ids"]):
                title = section.next_node(nodes.title)
                new = identifier(title.astext()) if title is not None else ""
                if new.isdecimal():
                    # A deck takes a number in an address for that of a slide.
                    new = f"section-{new}"
                if not NUMBERED.fullmatch(old) or not new:
                    continue
                number = 2
                unique = new
                while unique in document.ids:
                    unique, number = f"{new}-{number}", number + 1
                document.ids[unique] = document.ids.pop(old)
                section["ids"][position] = renamed[old] = unique
        if renamed:
            self._rename(renamed)

    def _rename(self, renamed: dict[str, str]) -> None:
        document = self.document
        for name, old in document.nameids.items():
            document.nameids[name] = renamed.get(old, old) if old else old
        for node in document.findall(nodes.Element):
            if node.get("refid") in renamed:
                node["refid"] = renamed[node["refid"]]
        # MyST keeps the ids of headings for links such as `[text](#heading)`.
        metadata = self.env.metadata[self.env.current_document.docname]
        for slugs in (getattr(document, "myst_slugs", {}), metadata.get("myst_slugs", {})):
            for slug, (line, old, title) in slugs.items():
                slugs[slug] = (line, renamed.get(old, old), title)


def setup_identifiers(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(SectionIds)
