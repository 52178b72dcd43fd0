"""How long each slide takes: the minutes of a lesson, shared out among its slides.

An exercise, a discussion, a lab and a break keep their minutes, a poll the seconds of its clock.
What is left is shared by words: those of the notes, those of a poll's answer, and as many again
for each slide as it takes to look at it.  The seconds of a lesson add up to its minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.decks import DECK_BUILDERS
from lessondeck.domain import lesson_domain
from lessondeck.messages import front_matter_place, warn
from lessondeck.nodes import countdown, lesson_box, slide, slide_stack, speaker_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

WORDS_OF_A_SLIDE: Final = 20
"""Words that a speaker could say while the room looks at a slide."""

LEAST: Final = 1
"""Seconds that each slide must get."""

KEEPS_ITS_TIME: Final = ("exercise", "discussion", "lab", "break")
"""Kinds of slides that take what their clock says; a poll's answer takes some more."""


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split a whole number by weights into whole numbers that add up to it.

    Args:
        total: what is shared, 0 or more.
        weights: whole numbers, at least one of them above 0.
    """
    whole = sum(weights)
    ends = [total * sum(weights[: number + 1]) // whole for number in range(len(weights))]
    return [end - before for end, before in zip(ends, [0, *ends], strict=False)]


def own_seconds(node: slide) -> int:
    """Return the seconds of the clock on a slide."""
    return sum(clock["seconds"] for clock in node.findall(countdown))


def weight(node: slide) -> int:
    """Return the share of a slide in the time that no clock takes."""
    if node["kind"] in KEEPS_ITS_TIME and own_seconds(node):
        return 0
    return WORDS_OF_A_SLIDE + sum(len(text.split()) for text in _said(node))


def _said(node: slide) -> Iterator[str]:
    for notes in node.findall(speaker_note):
        # Private notes are read beforehand; both editions keep one time.
        yield from (n.astext() for n in notes if not isinstance(n, lesson_box))
    for box in node.findall(nodes.container):
        if "poll-answer" in box["classes"]:
            yield box.astext()


def pace(slides: Sequence[slide], seconds: int) -> bool:
    """Give each slide its seconds; return whether there are enough."""
    own = [own_seconds(node) for node in slides]
    weights = [weight(node) for node in slides]
    rest = seconds - sum(own)
    if rest < LEAST * sum(map(bool, weights)):
        return False
    shares = share(rest, weights) if any(weights) else [0] * len(slides)
    for node, clock, more in zip(slides, own, shares, strict=True):
        node["seconds"] = clock + more
    return True


class PaceSlides(SphinxPostTransform):
    """Give each slide its time, once there are slides."""

    default_priority = 620
    builders = DECK_BUILDERS

    def run(self, **_kwargs: object) -> None:
        """Share the minutes of each lesson out."""
        docname = self.env.current_document.docname
        domain = lesson_domain(self.env)
        if docname in domain.lessons:
            slides = list(self.document.findall(slide))
            place = front_matter_place(self.env, docname, "minutes")
            self._pace(slides, domain.lessons[docname].minutes, place)
            return
        if docname not in domain.decks:
            return
        entries = {entry.docname: entry for entry in domain.decks[docname].entries}
        for stack in self.document.findall(slide_stack):
            entry = entries[stack["docname"]]
            own = (docname, entry.line)
            lesson = front_matter_place(self.env, entry.docname, "minutes")
            place = own if entry.minutes else lesson
            self._pace(list(stack.findall(slide)), stack["minutes"], place)
        for node in self.document.children:
            if isinstance(node, slide):
                node["seconds"] = own_seconds(node)

    def _pace(self, slides: list[slide], minutes: int, place: tuple[str, int]) -> None:
        if pace(slides, minutes * 60):
            return
        taken = sum(map(own_seconds, slides))
        warn(
            "pacing",
            f"the exercises and polls take {taken // 60} min {taken % 60} s, which leaves too "
            f"little of {minutes} min for the other slides; plan more minutes",
            place,
        )


def setup_pacing(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(PaceSlides)
