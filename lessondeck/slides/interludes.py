"""Slides between the lessons of a deck: a lab with its place, a break with its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from lessondeck.core.nodes import box_mark, countdown, slide, slide_body, slide_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessondeck.core.domain import DeckPart
    from lessondeck.core.nodes import page_address

WHAT_TO_DO = "Open the lab, run its cells one after another, and do the exercises."
"""What a lab's slide says unless the deck says more."""


def lab_slide(
    part: DeckPart, entry: nodes.Element, page: str, address: Sequence[page_address]
) -> slide:
    """Return the slide of a lab: its title and minutes, what to do, and where it is.

    A room that has the address needs no other way there.
    """
    node = slide(ids=[part.anchor], kind="lab", page=page)
    kind = nodes.inline("", "Lab", classes=["box-kind"])
    node += slide_title("", "", kind, box_mark(": "), nodes.Text(part.title), level=2)
    todo = list(entry.children) or [nodes.paragraph("", WHAT_TO_DO)]
    where: Sequence[nodes.Node] = address
    if not address:
        link = nodes.reference("", part.title, refuri=page, internal=True)
        where = [nodes.paragraph("", "", nodes.Text("Among the labs of the course: "), link)]
    node += slide_body(
        "",
        nodes.container("", *todo, classes=["lab-todo"]),
        nodes.container("", *where, classes=["lab-place"]),
    )
    node += countdown(seconds=part.minutes * 60)
    return node


def break_slide(
    part: DeckPart, entry: nodes.Element, page: str, following: DeckPart | None
) -> slide:
    """Return the slide of a break: a clock, and what comes after it."""
    node = slide(ids=[part.anchor], kind="break", page=page)
    node += slide_title(part.title, part.title, level=2)
    body = slide_body("", countdown(seconds=part.minutes * 60, classes=["large"]))
    body += entry.children
    if following is not None:
        link = nodes.reference("", following.listed, refid=following.anchor, internal=True)
        body += nodes.paragraph("", "", nodes.Text("We go on with: "), link, classes=["following"])
    node += body
    return node
