"""How long each slide takes: the minutes of a lesson, shared out among its slides.

An exercise, a discussion, a closing question, a lab and a break keep their minutes, a poll the
seconds of its clock; a solution is part of the exercise's time, so that both editions keep one.
What is left is shared by words: those on the slide and in its notes, those of a poll's answer,
and some for each slide, as the room looks at it.  The seconds of a lesson add up to its minutes,
and there have to be enough of them to say the words.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lessondeck.bank.polls import IF_ASKED
from lessondeck.core.builders import DECK_BUILDERS
from lessondeck.core.domain import lesson_domain
from lessondeck.core.messages import front_matter_place, warn
from lessondeck.core.nodes import (
    countdown,
    lesson_box,
    slide,
    slide_body,
    slide_stack,
    speaker_note,
)
from lessondeck.core.words import time_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

WORDS_OF_A_SLIDE: Final = 25
"""Words that a speaker could say while the room looks at a slide."""

BRISK: Final = 160
"""Words a minute that a speaker can say and a room still follow; a plan may not ask for more."""

KEEPS_ITS_TIME: Final = ("exercise", "discussion", "exit-question", "lab", "break")
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
    """Return the share of a slide in the time that no clock takes, in words."""
    if node["kind"] == "solution" or (node["kind"] in KEEPS_ITS_TIME and own_seconds(node)):
        return 0
    # What stands in place of a picture is no text that is said.
    texts = (text for part in _heard(node) for text in part.findall(nodes.Text))
    return WORDS_OF_A_SLIDE + sum(len(text.split()) for text in texts)


def _heard(node: slide) -> Iterator[nodes.Node]:
    """Yield what is read or said aloud; the clock of a poll has the time to read its question."""
    for body in node.findall(slide_body):
        if node["kind"] != "poll":
            yield body
    for box in node.findall(nodes.container):
        if "poll-answer" in box["classes"]:
            yield box
    for notes in node.findall(speaker_note):
        # Private notes are read beforehand; why not another choice is told if somebody asks.
        yield from (part for part in notes if not _is_kept_back(part))


def _is_kept_back(part: nodes.Node) -> bool:
    """Tell whether a note is not meant to be said."""
    if isinstance(part, lesson_box):
        return True
    return isinstance(part, nodes.Element) and IF_ASKED in part["classes"]


def pace(slides: Sequence[slide], seconds: int) -> int:
    """Give each slide its seconds; they add up to those given, if the clocks take no more.

    Returns:
        The seconds that the slides take at the least, to say all their words.
    """
    own = [own_seconds(node) for node in slides]
    weights = [weight(node) for node in slides]
    rest = max(0, seconds - sum(own))
    shares = share(rest, weights) if any(weights) else [0] * len(slides)
    for node, clock, more in zip(slides, own, shares, strict=True):
        node["seconds"] = clock + more
    return sum(own) + ceil(60 * sum(weights) / BRISK)


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
        needed = pace(slides, minutes * 60)
        if needed <= minutes * 60:
            return
        clocks = sum(map(own_seconds, slides))
        set_time, free_time = time_in_words(clocks), time_in_words(needed - clocks)
        warn(
            "pacing",
            f"planned for {minutes} min, but exercises and polls take {set_time}, and what "
            f"is on the {len(slides)} slides and in their notes takes {free_time} "
            f"at {BRISK} words a minute; plan {ceil(needed / 60)} minutes, or let a deck leave "
            "parts out",
            place,
        )


def setup_pacing(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(PaceSlides)
