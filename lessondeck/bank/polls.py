"""Exercises of the item bank in a deck: a poll for each question, then the answer.

The room sees the question and its choices; the answer and its reason follow as fragments.
The speaker's notes hold why each other choice is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docutils import nodes

from lessondeck.bank.choices import choice_class, inline_mark
from lessondeck.bank.quizzes import question_of
from lessondeck.core.nodes import box_mark, countdown, quiz
from lessondeck.core.typography import as_nodes

if TYPE_CHECKING:
    from selfcheck import Exercise, Facet, Question


IF_ASKED: Final = "if-asked"
"""The class of notes that a speaker looks up only when somebody asks, such as why not B."""


def poll_title(exercise: Exercise, number: int) -> nodes.title:
    """Return the heading of a poll."""
    kind = nodes.inline("", "Poll", classes=["box-kind"])
    return nodes.title("", "", kind, box_mark(": "), *as_nodes(exercise.questions[number].title))


def shown_questions(node: quiz) -> list[int]:
    """Return which questions of an exercise the deck shows; ``:slides:`` limits them."""
    exercise: Exercise = node["exercise"]
    return list(range(min(node.get("slides", len(exercise.questions)), len(exercise.questions))))


def asked_of(exercise: Exercise) -> str:
    """Return what is asked of each question: some exercises have it as their title alone."""
    return question_of(exercise) or (exercise.title if exercise.title.endswith("?") else "")


def poll_slide(node: quiz, number: int) -> str:
    """Return the id of the slide that shows a question of an exercise."""
    anchor: str = node["ids"][0]
    return anchor if number == 0 else f"{anchor}--{number + 1}"


def named(facet: Facet | None, choice: str) -> list[nodes.Node]:
    """Return the name of a choice, behind its mark if it has one."""
    shape = inline_mark(facet, choice)
    name = nodes.Text(choice if facet is None else facet.name_of(choice))
    return [nodes.raw("", str(shape), format="html"), name] if shape else [name]


def poll_body(node: quiz, number: int) -> list[nodes.Node]:
    """Return what the room sees of a question."""
    exercise: Exercise = node["exercise"]
    question = exercise.questions[number]
    choices = nodes.enumerated_list(enumtype="upperalpha", classes=["poll-choices"])
    for choice in question.choices:
        item = nodes.list_item("", nodes.paragraph("", "", *named(exercise.facet, choice)))
        item["classes"].append(choice_class(choice))
        choices += item
    body: list[nodes.Node] = [nodes.paragraph("", "", *as_nodes(question.prompt))]
    asked = asked_of(exercise)
    if asked:
        body.append(nodes.paragraph("", "", nodes.strong("", asked), classes=["poll-ask"]))
    body.append(choices)
    if "countdown" in node:
        body.append(countdown(seconds=node["countdown"]))
    if question.right:
        body.append(_answer(exercise, question))
    return body


def poll_notes(node: quiz, number: int) -> list[nodes.Node]:
    """Return why each choice that is not right is not: for the speaker."""
    exercise: Exercise = node["exercise"]
    question = exercise.questions[number]
    reasons = {**question.nearly, **question.wrong}
    if not reasons:
        return []
    entries = nodes.definition_list(classes=[IF_ASKED])
    for choice, reason in reasons.items():
        entries += nodes.definition_list_item(
            "",
            nodes.term("", f"Why not {exercise.name_of(choice)}?"),
            nodes.definition("", nodes.paragraph("", "", *as_nodes(reason))),
        )
    return [entries]


def _answer(exercise: Exercise, question: Question) -> nodes.container:
    """Return the right choices, each with its reason, as fragments of a slide."""
    answer = nodes.container(classes=["poll-answer"])
    for choice, reason in question.right.items():
        name = nodes.strong("", "", *named(exercise.facet, choice), classes=[choice_class(choice)])
        answer += nodes.paragraph("", "", name, *as_nodes(f": {reason}"), classes=["fragment"])
    return answer
