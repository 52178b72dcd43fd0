"""From a lesson's sections to slides: the automatic deck, as functions on the doctree.

:mod:`lessondeck.slides.drafts` says what goes on which slide; here the drafts of a lesson are put
in order, long lists and tables are split, and each slide gets the layout that fits what it holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from lessondeck.core.messages import in_numbers, warn
from lessondeck.core.nodes import (
    countdown,
    inline_svg,
    page_only,
    runnable,
    slide,
    slide_body,
    slide_break,
    slide_only,
    slide_title,
    speaker_note,
)
from lessondeck.core.visibility import INVISIBLE
from lessondeck.slides.drafts import Draft, SectionDrafts
from lessondeck.slides.splitting import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

OVERRIDES: Final = (slide_only, page_only, slide_break)
"""What an author writes to change the automatic deck."""


def lesson_slides(section: nodes.section, minutes: int) -> list[slide]:
    """Turn a lesson into its slides: title with objectives first, key points last.

    Args:
        section: the top section of the lesson; it is taken apart.
        minutes: what the title slide says.
    """
    _settle_nested(section)
    whole = SectionDrafts(section, is_lesson=True)
    opening, *others = whole.drafts()
    (opening, *others)[-1].notes += whole.unsaid
    opening.kind = "title"
    opening.body.insert(0, nodes.paragraph("", in_numbers(minutes, "minute"), classes=["minutes"]))
    closing = [draft for draft in others if draft.kind == "keypoints"]
    between = [draft for draft in others if draft.kind != "keypoints"]
    following = [part for draft in between + closing for part in _split(draft)]
    return [_slide(opening, level=1), *(_slide(draft, level=2) for draft in following)]


def _settle_nested(section: nodes.section) -> None:
    """Apply what an author wrote inside a list or box: only a section can be split into slides."""
    for node in list(section.findall(lambda node: isinstance(node, OVERRIDES))):
        if isinstance(node.parent, nodes.section):
            continue
        if isinstance(node, slide_only):
            node.replace_self([child for child in node if not isinstance(child, nodes.title)])
            continue
        if isinstance(node, slide_break):
            warn(
                "slide-break",
                "a {slide-break} inside a list or box splits nothing; write it between paragraphs",
                node,
            )
        node.parent.remove(node)


def slide_kind(body: Iterable[nodes.Node]) -> str:
    """Name the layout that fits what a slide holds."""
    shown = [node for node in body if not isinstance(node, INVISIBLE)]
    if all(isinstance(node, nodes.paragraph) for node in shown):
        return "statement"
    if any(_is_grid(node) for node in shown):
        return "compare"
    if len(shown) > 1:
        return "mixed"
    only = shown[0]
    for kind, types in (
        ("figure", (nodes.figure, nodes.image, inline_svg)),
        ("table", (nodes.table,)),
        ("code", (nodes.literal_block, runnable)),
        ("list", (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)),
    ):
        if isinstance(only, types):
            return kind
    if isinstance(only, nodes.container) and "literal-block-wrapper" in only["classes"]:
        return "code"
    return "mixed"


def _is_grid(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "sd-container-fluid" in node["classes"]


def _split(draft: Draft) -> list[Draft]:
    """Give a long list or table several slides: titles count them, the first has the notes."""
    shown = [node for node in draft.body if not isinstance(node, INVISIBLE)]
    if draft.kind or len(shown) != 1 or not isinstance(shown[0], nodes.Element):
        return [draft]
    title = draft.title.astext() if draft.title is not None else ""
    parts = parts_of(shown[0], title)
    if len(parts) == 1:
        draft.size = parts[0].size
    if len(parts) < 2:
        return [draft]
    drafts = []
    for number, part in enumerate(parts, start=1):
        ids = draft.ids if number == 1 else [f"{draft.ids[0]}--part-{number}"]
        heading = draft.title
        if heading is not None:
            count = nodes.inline("", f" ({number} of {len(parts)})", classes=["slide-part"])
            heading = nodes.title("", "", *(each.deepcopy() for each in heading), count)
        notes = draft.notes if number == 1 else []
        body: list[nodes.Node] = [part.node]
        drafts.append(Draft(ids, heading, draft.anchor, draft.origin, None, part.size, body, notes))
    return drafts


def _slide(draft: Draft, level: int) -> slide:
    kind = draft.kind or slide_kind(draft.body)
    node = slide(ids=draft.ids, kind=kind, anchor=draft.anchor)
    if draft.size:
        node["classes"].append(f"size-{draft.size}")
    node.source, node.line = draft.origin.source, draft.origin.line
    if draft.title is not None:
        node += slide_title("", "", *(child.deepcopy() for child in draft.title), level=level)
    clocks = [part for part in draft.body if isinstance(part, countdown)]
    node += slide_body("", *(part for part in draft.body if part not in clocks))
    node += clocks
    if draft.notes:
        node += speaker_note("", *draft.notes)
    return node
