"""What of a section goes on which slide, and what to its speaker: drafts of slides.

A section is a slide.  What can be looked at stays on it; paragraphs become its speaker notes.
``{slide}``, ``{page-only}`` and ``{slide-break}`` override that; exercises, discussions,
solutions, refutations, starting and closing questions get a slide of their own, each question
of an exercise from the bank a poll.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from docutils import nodes

from lessondeck.bank.polls import poll_body, poll_notes, poll_slide, poll_title, shown_questions
from lessondeck.core.messages import warn
from lessondeck.core.nodes import countdown, lesson_box, page_only, quiz, slide_break, slide_only
from lessondeck.core.visibility import (
    INVISIBLE,
    NOTES_ONLY,
    is_for_speaker,
    lone_picture,
    shows_on_slide,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

STATEMENT_WORDS: Final = 30
"""A paragraph up to this length can stand on a slide alone (about four lines of large type)."""

OWN_SLIDE: Final = {
    "exercise",
    "discussion",
    "solution",
    "refutation",
    "questions",
    "exit-question",
    "keypoints",
}
"""Kinds of boxes that get a slide of their own."""

ANSWERED: Final = OWN_SLIDE - {"questions", "keypoints"}
"""Kinds of boxes whose slide takes the private note that follows them, such as a poll's answer."""


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


class SectionDrafts:
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
        """Start with the slide of the section's own title.

        Args:
            section: what is sorted; what goes onto slides is not copied.
            is_lesson: whether it is the lesson itself, whose first slide shows no section.
            unsaid: boxes for the speaker that the sections before could not place.
        """
        self.section = section
        self.unsaid = list(unsaid)
        self.is_lesson = is_lesson
        self.title = _own_title(section)
        self.anchor = section["ids"][0]
        self.overridden = any(isinstance(child, slide_only) for child in section)
        self.opening = Draft(list(section["ids"]), self.title, self.anchor, section)
        self.all = [self.opening]
        self.current = self.opening
        self.before: nodes.Node | None = None

    def drafts(self) -> list[Draft]:
        """Return the slides of the section, then those of its subsections, in reading order."""
        subsections = []
        for child in self.section.children:
            if isinstance(child, nodes.section):
                subsections.append(child)
            elif not isinstance(child, (nodes.title, page_only, *INVISIBLE)):
                self._place(child)
                self.before = child
        slides = self._without_empty(has_more=bool(subsections))
        if slides:
            slides[0].notes[:0] = self.unsaid
            self.unsaid = []
        else:
            self.unsaid += self.opening.notes
        for subsection in subsections:
            part = SectionDrafts(subsection, unsaid=self.unsaid)
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
        if box["kind"] == "questions" and self._has_no_objectives():
            self.opening.ids += box["ids"]
            box["ids"] = []
            self.opening.body.append(box)
        elif box["kind"] in OWN_SLIDE:
            self.all.append(_box_draft(box, self.anchor))
        elif box["kind"] in NOTES_ONLY:
            follows = isinstance(self.before, lesson_box) and self.before["kind"] in ANSWERED
            is_private = box["kind"] == "instructor-note"
            about = self.all[-1] if follows and is_private else self.current
            about.notes.append(box)
        else:
            self.opening.body.append(box)

    def _has_no_objectives(self) -> bool:
        """Tell whether the title slide has room: a lesson that a deck shows in part has none."""
        boxes = (node for node in self.opening.body if isinstance(node, lesson_box))
        return self.is_lesson and all(box["kind"] != "objectives" for box in boxes)

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
            return all(is_for_speaker(note) for note in self.opening.notes)
        return has_more or any(isinstance(child, page_only) for child in self.section)


def _own_title(node: nodes.Element) -> nodes.title | None:
    return next((child for child in node if isinstance(child, nodes.title)), None)


def _box_draft(box: lesson_box, anchor: str) -> Draft:
    """Give a box a slide of its own: its title is the slide's, boxes in it go to the notes."""
    content = [child for child in box if not isinstance(child, nodes.title)]
    notes: list[nodes.Node] = [child for child in content if isinstance(child, lesson_box)]
    body: list[nodes.Node] = [child for child in content if not isinstance(child, lesson_box)]
    kind = box["kind"]
    if kind == "exit-question":
        # The room answers the question; what becomes of the note is for the speaker to say.
        notes[:0] = body[1:]
        del body[1:]
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
        ids = [poll_slide(node, number)]
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
