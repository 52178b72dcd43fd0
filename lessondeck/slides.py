"""From a lesson's sections to slides: the automatic deck, as functions on the doctree.

A section is a slide.  What can be looked at stays on it; paragraphs become its speaker notes.
``{slide}``, ``{page-only}`` and ``{slide-break}`` override that; exercises, discussions,
solutions, refutations and starting questions get a slide of their own, each question of an
exercise from the bank a poll.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes

from lessondeck.messages import in_numbers, warn
from lessondeck.nodes import (
    countdown,
    inline_svg,
    lesson_box,
    page_only,
    quiz,
    runnable,
    slide,
    slide_body,
    slide_break,
    slide_only,
    slide_title,
    speaker_note,
)
from lessondeck.polls import poll_body, poll_notes, poll_title, shown_questions
from lessondeck.splitting import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

STATEMENT_WORDS: Final = 30
"""A paragraph up to this length can stand on a slide alone (about four lines of large type)."""

OWN_SLIDE: Final = {"exercise", "discussion", "solution", "refutation", "questions", "keypoints"}
"""Kinds of boxes that get a slide of their own."""

NOTES_ONLY: Final = {"instructor-note", "prereq"}
"""Kinds of boxes that only the speaker sees."""

OVERRIDES: Final = (slide_only, page_only, slide_break)
"""What an author writes to change the automatic deck."""

INVISIBLE: Final = (
    nodes.comment,
    nodes.target,
    nodes.substitution_definition,
    nodes.system_message,
    addnodes.index,
    nodes.meta,
)

NOTE_TYPES: Final = (
    nodes.paragraph,
    nodes.footnote,
    nodes.citation,
    nodes.rubric,
    nodes.attribution,
)


@dataclass
class Draft:
    """A slide in the making.

    ``ids`` are what links may name, ``anchor`` is its place on the page,
    ``origin`` what a warning is about, ``kind`` set only for boxes with a slide of their own,
    ``size`` that of its type where that depends on how much there is.
    """

    ids: list[str]
    title: nodes.title | None
    anchor: str
    origin: nodes.Element
    kind: str | None = None
    size: str | None = None
    body: list[nodes.Node] = field(default_factory=list)
    notes: list[nodes.Node] = field(default_factory=list)


def shows_on_slide(node: nodes.Node) -> bool:
    """Tell whether the automatic deck keeps a node on the slide."""
    if isinstance(node, nodes.paragraph):
        return is_statement(node) or lone_picture(node) is not None
    return not isinstance(node, (*NOTE_TYPES, *INVISIBLE))


def lone_picture(node: nodes.Node) -> nodes.image | None:
    """Return the picture that a paragraph consists of, as Markdown writes pictures."""
    if isinstance(node, nodes.paragraph) and len(node) == 1 and isinstance(node[0], nodes.image):
        return node[0]
    return None


def is_statement(paragraph: nodes.paragraph) -> bool:
    """Tell whether the author made a paragraph a statement: all of it is **strong**."""
    parts = [part for part in paragraph if part.astext().strip()]
    return len(parts) == 1 and isinstance(parts[0], nodes.strong)


def has_slide(section: nodes.section) -> bool:
    """Tell whether a section of a lesson is shown in the deck."""
    if isinstance(section.parent, nodes.document):
        return True
    return any(
        not isinstance(child, (nodes.title, nodes.section, page_only, *INVISIBLE))
        and not _is_for_speaker(child)
        for child in section
    )


def _is_for_speaker(node: nodes.Node) -> bool:
    return isinstance(node, lesson_box) and node["kind"] in NOTES_ONLY


def lesson_slides(section: nodes.section, minutes: int) -> list[slide]:
    """Turn a lesson into its slides: title with objectives first, key points last.

    Args:
        section: the top section of the lesson; it is taken apart.
        minutes: what the title slide says.
    """
    _settle_nested(section)
    whole = _SectionSlides(section, is_lesson=True)
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


class _SectionSlides:
    """Sorts what a section holds onto slides and into speaker notes.

    ``unsaid`` are boxes for the speaker that found no slide: they go to the notes of the next.
    """

    def __init__(
        self,
        section: nodes.section,
        *,
        is_lesson: bool = False,
        unsaid: Iterable[nodes.Node] = (),
    ) -> None:
        self.section = section
        self.unsaid = list(unsaid)
        self.is_lesson = is_lesson
        self.title = _own_title(section)
        self.anchor = section["ids"][0]
        self.overridden = any(isinstance(child, slide_only) for child in section)
        self.opening = Draft(list(section["ids"]), self.title, self.anchor, section)
        self.all = [self.opening]
        self.current = self.opening

    def drafts(self) -> list[Draft]:
        """Return the slides of the section, then those of its subsections, in reading order."""
        subsections = []
        for child in self.section.children:
            if isinstance(child, nodes.section):
                subsections.append(child)
            elif not isinstance(child, (nodes.title, page_only, *INVISIBLE)):
                self._place(child)
        slides = self._without_empty(has_more=bool(subsections))
        if slides:
            slides[0].notes[:0] = self.unsaid
            self.unsaid = []
        else:
            self.unsaid += self.opening.notes
        for subsection in subsections:
            part = _SectionSlides(subsection, unsaid=self.unsaid)
            slides += part.drafts()
            self.unsaid = part.unsaid
        return slides

    def _place(self, child: nodes.Node) -> None:
        if isinstance(child, slide_break):
            self._go_on(child, _own_title(child))
        elif isinstance(child, slide_only):
            self._override(child)
        elif isinstance(child, lesson_box):
            self._place_box(child)
        elif isinstance(child, quiz):
            self.all += _poll_drafts(child)
        elif self.overridden or not shows_on_slide(child):
            self.current.notes.append(child)
        else:
            if self.is_lesson and self.current is self.opening:
                self._go_on(self.section)
            self.current.body.append(lone_picture(child) or child)

    def _place_box(self, box: lesson_box) -> None:
        if box["kind"] in OWN_SLIDE:
            self.all.append(_box_draft(box, self.anchor))
        elif box["kind"] in NOTES_ONLY:
            self.current.notes.append(box)
        else:
            self.opening.body.append(box)

    def _override(self, node: slide_only) -> None:
        title = _own_title(node)
        if self.current.body or self.is_lesson:
            self._go_on(node, title)
        elif title is not None:
            self.current.title = title
        self.current.body += [child for child in node if not isinstance(child, nodes.title)]

    def _go_on(self, origin: nodes.Element, title: nodes.title | None = None) -> None:
        """Start another slide of the same section."""
        ids = [f"{self.anchor}--{len(self.all) + 1}"]
        self.current = Draft(ids, title or self.title, self.anchor, origin)
        self.all.append(self.current)

    def _without_empty(self, *, has_more: bool) -> list[Draft]:
        """Drop slides with nothing to show, and report those that should show something."""
        if self.is_lesson:
            return [draft for draft in self.all if draft is self.opening or draft.body]
        later = self.all[1:]
        if not self.opening.body and not (later and later[0].kind):
            _promote_statement(self.opening)
        if not self.opening.body and later:
            # The next slide stands for the section, mostly a box: it takes its ids and notes.
            later[0].ids += self.opening.ids
            later[0].notes[:0] = self.opening.notes
            self.all.remove(self.opening)
        for draft in self.all:
            if not draft.body:
                _promote_statement(draft)
            if not draft.body and not (draft is self.opening and self._may_be_empty(has_more)):
                _warn_empty(draft)
        return [draft for draft in self.all if draft.body]

    def _may_be_empty(self, has_more: bool) -> bool:
        """Tell whether a section stands for its subsections, the page or the speaker alone."""
        if self.opening.notes:
            return all(_is_for_speaker(note) for note in self.opening.notes)
        return has_more or any(isinstance(child, page_only) for child in self.section)


def _own_title(node: nodes.Element) -> nodes.title | None:
    return next((child for child in node if isinstance(child, nodes.title)), None)


def _box_draft(box: lesson_box, anchor: str) -> Draft:
    """Give a box a slide of its own: its title is the slide's, boxes in it go to the notes."""
    content = [child for child in box if not isinstance(child, nodes.title)]
    notes: list[nodes.Node] = [child for child in content if isinstance(child, lesson_box)]
    body: list[nodes.Node] = [child for child in content if not isinstance(child, lesson_box)]
    kind = box["kind"]
    ids = list(box["ids"])
    title = _own_title(box)
    if "minutes" in box:
        # On a slide the minutes are a clock.
        title = without_minutes(title)
        body.append(countdown(seconds=60 * box["minutes"]))
    return Draft(ids, title, ids[0] if ids else anchor, box, kind, body=body, notes=notes)


def without_minutes(title: nodes.title | None) -> nodes.title | None:
    """Return the title of a box without the minutes in it."""
    short = title.deepcopy() if title is not None else None
    for badge in list(short.findall(nodes.inline)) if short is not None else ():
        if "box-minutes" in badge["classes"]:
            badge.parent.remove(badge)
    return short


def _poll_drafts(node: quiz) -> list[Draft]:
    """Give each question of an exercise a slide: a poll, then its answer."""
    anchor = node["ids"][0]
    drafts = []
    for number in shown_questions(node):
        ids = [anchor] if number == 0 else [f"{anchor}--{number + 1}"]
        title = poll_title(node["exercise"], number)
        body, notes = poll_body(node, number), poll_notes(node, number)
        drafts.append(Draft(ids, title, anchor, node, "poll", body=body, notes=notes))
    return drafts


def _promote_statement(draft: Draft) -> None:
    """Let a short first paragraph stand on the slide when there is nothing else to show."""
    for note in draft.notes:
        if isinstance(note, nodes.paragraph):
            if len(note.astext().split()) <= STATEMENT_WORDS:
                draft.notes.remove(note)
                draft.body.append(note)
            return


def _warn_empty(draft: Draft) -> None:
    name = draft.title.astext() if draft.title is not None else draft.anchor
    warn(
        "empty-slide",
        f"the slide {name!r} would be empty: its section has only text, which goes to the notes; "
        f"give it a list, a figure or a first paragraph of at most {STATEMENT_WORDS} words, "
        "write a {slide}, or wrap the section's text in {page-only}",
        draft.origin,
    )


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
