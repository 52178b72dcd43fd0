"""What the decks of the lessons ask the room: ``{poll-list}`` shows every poll on one page.

A poll is a discussion with its choices, or a question of the bank that a deck shows.
Each has its lesson, its time and its choices, and links its slide.
What a vote shows is for the instructor alone: of a question of the bank, the reasons that the
bank gives; of a discussion, what the private note after it says first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lessondeck.bank.polls import asked_of, named, poll_slide, shown_questions
from lessondeck.bank.quizzes import find_exercises
from lessondeck.core.builders import PAPER_BUILDERS, deck_uri
from lessondeck.core.config import Settings
from lessondeck.core.doctrees import settle
from lessondeck.core.messages import in_numbers
from lessondeck.core.nodes import lesson_box, poll_list, quiz
from lessondeck.core.tables import cell_of, table_of
from lessondeck.core.typography import as_nodes
from lessondeck.core.words import time_in_words
from lessondeck.lessons.gatherings import FromLessons, heading_of, note_gathering

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from lessondeck.core.domain import Lesson


TITLE_PARTS: Final = frozenset({"box-kind", "box-mark", "box-minutes"})
"""What the title of a box has beside its name."""


@dataclass(frozen=True)
class Poll:
    """A question that a deck puts to the room.

    Attributes:
        title: Its name, as its slide has it.
        slide: The id of its slide in the deck of the lesson.
        seconds: The time of its clock, or 0.
        question: What the room reads above the choices.
        choices: What it can vote for.
        shown: What a vote shows; empty where the edition has no key.
    """

    title: str
    slide: str
    seconds: int
    question: list[nodes.Node]
    choices: list[nodes.Node]
    shown: list[nodes.Node]


class PollList(SphinxDirective):
    """Lists the polls of all lessons."""

    def run(self) -> list[nodes.Node]:
        """Build the node; it is filled in when all lessons are known."""
        note_gathering(self.env, frozenset({"discussion"}))
        node = poll_list()
        self.set_source_info(node)
        return [node]


def polls_of(lesson: nodes.document) -> Iterator[Poll]:
    """Return the polls of a lesson as its deck has them, in order."""
    for node in lesson.findall(nodes.Element):
        if not isinstance(node.parent, nodes.section):
            continue
        if isinstance(node, lesson_box) and node["kind"] == "discussion":
            poll = _of_discussion(node)
            if poll is not None:
                yield poll
        elif isinstance(node, quiz):
            yield from _of_exercise(node)


def _of_discussion(box: lesson_box) -> Poll | None:
    """Return a discussion as a poll, if it has choices."""
    choices = next((child for child in box if isinstance(child, nodes.bullet_list)), None)
    if choices is None:
        return None
    words = [
        part.astext()
        for part in cast("nodes.title", box[0])
        if not (isinstance(part, nodes.inline) and TITLE_PARTS.intersection(part["classes"]))
    ]
    question = [child for child in box if isinstance(child, nodes.paragraph)]
    return Poll(
        "".join(words),
        box["ids"][0],
        60 * box.get("minutes", 0),
        [child.deepcopy() for child in question],
        [choices.deepcopy()],
        _said_after(box),
    )


def _said_after(box: lesson_box) -> list[nodes.Node]:
    """Return the first paragraph of the private note that belongs to a box."""
    around = cast("nodes.Element", box.parent)
    after = around.children[around.index(box) + 1 :]
    following = next((node for node in after if isinstance(node, lesson_box)), None)
    if following is None or following["kind"] != "instructor-note":
        return []
    paragraphs = [child for child in following if isinstance(child, nodes.paragraph)]
    return [child.deepcopy() for child in paragraphs[:1]]


def _of_exercise(node: quiz) -> Iterator[Poll]:
    """Return the questions of an exercise that the deck shows."""
    exercise = node["exercise"]
    for number in shown_questions(node):
        question = exercise.questions[number]
        asked: list[nodes.Node] = [nodes.paragraph("", "", *as_nodes(question.prompt))]
        if asked_of(exercise):
            asked.append(nodes.paragraph("", "", nodes.strong("", asked_of(exercise))))
        choices, shown = nodes.bullet_list(), nodes.bullet_list()
        reasons = {**question.right, **question.nearly, **question.wrong}
        for choice in question.choices:
            choices += nodes.list_item("", nodes.paragraph("", "", *named(exercise.facet, choice)))
            if choice in reasons:
                mark = {1.0: " (right)", 0.5: " (right in part)"}.get(question.credit(choice), "")
                line = nodes.paragraph("", "", nodes.strong("", exercise.name_of(choice) + mark))
                line += as_nodes(f": {reasons[choice]}")
                shown += nodes.list_item("", line)
        yield Poll(
            question.title,
            poll_slide(node, number),
            node.get("countdown", 0),
            asked,
            [choices],
            [shown] if len(shown) else [],
        )


class FillPollLists(FromLessons):
    """Writes the polls of the lessons, those of a lesson below its name."""

    asks = poll_list

    def parts(self, lesson: Lesson, _node: nodes.Element, level: int) -> list[nodes.Node]:
        """Return the table of the lesson's polls, if it has some."""
        doctree = self.env.get_doctree(lesson.docname)
        find_exercises(doctree, self.config, Path(self.env.srcdir))
        polls = list(polls_of(doctree))
        if not polls:
            return []
        here = self.env.current_document.docname
        facts = in_numbers(len(polls), "poll")
        seconds = sum(poll.seconds for poll in polls)
        if seconds:
            facts += f", {time_in_words(seconds)}"
        with_key = Settings.of(self.config).edition == "instructor"
        columns = {"Question": 44, "Time": 14, "Choices": 42}
        if with_key:
            columns = {"Question": 36, "Time": 12, "Choices, and what a vote shows": 52}
        rows = [self._row(poll, lesson, with_key=with_key) for poll in polls]
        table = table_of(columns, rows, ["polls", "colwidths-given"])
        settle(table, here)
        facts_line = nodes.paragraph("", facts, classes=["lesson-facts"])
        return [heading_of(lesson, here, level), facts_line, table]

    def _row(self, poll: Poll, lesson: Lesson, *, with_key: bool) -> list[nodes.entry]:
        name = nodes.paragraph("", "", nodes.strong("", "", self._link(poll, lesson)))
        time = nodes.Text(time_in_words(poll.seconds))
        votes = poll.choices
        if with_key and poll.shown:
            # The reasons of the bank name each choice; a note speaks of letters.
            lettered = isinstance(poll.shown[0], nodes.paragraph)
            votes = [*poll.choices, *poll.shown] if lettered else poll.shown
        return [cell_of(name, *poll.question), cell_of(time), cell_of(*votes)]

    def _link(self, poll: Poll, lesson: Lesson) -> nodes.Node:
        """Name a poll; on a screen, as the way to its slide."""
        if self.app.builder.name in PAPER_BUILDERS:
            return nodes.Text(poll.title)
        deck = deck_uri(self.app, self.env.current_document.docname, lesson.docname)
        uri = f"{deck}#/{poll.slide}"
        return nodes.reference("", poll.title, refuri=uri, internal=True)


def setup_poll_list(app: Sphinx) -> None:
    """Register the directive and its transform."""
    app.add_directive("poll-list", PollList)
    app.add_post_transform(FillPollLists)
