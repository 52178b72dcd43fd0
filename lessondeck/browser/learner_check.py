"""Check what a learner's code defines against an exercise of the course's bank.

The code defines ``answers``, a dictionary, or ``rule``, a function that is tried on each item.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from selfcheck import Case, Exercise, Question, Result, SelfCheck, Status, check_rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfcheck.rules import RuleResult

COURSE: Final = SelfCheck("exercises")
"""The course's bank: code in a cell imports it, too."""

OF_ANY_QUESTION: Final[dict[str, Callable[[Question], object]]] = {
    "title": lambda question: question.title,
    "description": lambda question: question.prompt,
}
"""What the input of any rule may be called, and what it is given; facets of items come on top."""


def checked(exercise_id: str, names: dict[str, Any], hints: int) -> dict[str, Any]:
    """Check what the code defines.

    Args:
        exercise_id: the exercise.
        names: what the code defined.
        hints: how many hints to show with an answer that has to be looked at again.

    Returns:
        Plain data: ``status``, ``message``, ``notes``, ``feedback`` and, for answers alone,
        the ``answers`` that were understood with their credit.
    """
    if "rule" in names and "answers" not in names:
        return _of_rule(_try_rule(COURSE.load().exercises[exercise_id], names["rule"]))
    if "answers" not in names:
        message = "The code defines nothing to check. Give your answers the name answers."
        return _plain("problem", message)
    return _of_answers(COURSE.check(exercise_id, names["answers"], hints=hints))


def _try_rule(exercise: Exercise, rule: object) -> RuleResult | str:
    if exercise.graded:
        return "This exercise is graded by your instructor, so no rule can be tried on it."
    wanted = _inputs(rule) if callable(rule) else []
    known = _facts(exercise)
    strangers = [name for name in wanted if name not in known]
    if strangers:
        return (
            f"A rule is given facts by their names. It asks for {strangers[0]}, "
            f"and there are: {', '.join(known)}."
        )
    cases = [
        Case(q.title, tuple(known[name](q) for name in wanted), tuple(q.right))
        for q in exercise.questions
    ]
    return check_rule(rule, cases, exercise.questions[0].choices)


def _facts(exercise: Exercise) -> dict[str, Callable[[Question], object]]:
    """Return what a rule about an exercise may be given, by name."""
    items = COURSE.load().items
    if not all(question.id in items for question in exercise.questions):
        return dict(OF_ANY_QUESTION)
    written = [facet for facet in COURSE.load().facets.values() if not facet.rule]
    return {**OF_ANY_QUESTION, **{facet.id: _value_of(facet.id) for facet in written}}


def _value_of(facet: str) -> Callable[[Question], object]:
    return lambda question: COURSE.load().items[question.id].values[facet]


def _inputs(rule: Callable[..., object]) -> list[str]:
    """Return the names of what a function has to be given."""
    return [
        name
        for name, parameter in inspect.signature(rule).parameters.items()
        if parameter.default is parameter.empty
    ]


def _plain(status: str, message: str) -> dict[str, Any]:
    return {"status": status, "message": message, "notes": [], "feedback": [], "answers": {}}


def _of_rule(found: RuleResult | str) -> dict[str, Any]:
    if isinstance(found, str):
        return _plain("problem", found)
    notes = [note.strip() for note in found.notes]
    return {**_plain(str(found.status), found.message), "notes": notes}


def _of_answers(found: Result) -> dict[str, Any]:
    entries = [entry.to_dict() for entry in found.feedback]
    graded = found.exercise is not None and found.exercise.graded
    understood = {
        entry["id"]: {"value": entry["given"]} | ({} if graded else {"credit": entry["credit"]})
        for entry in entries
        if entry["given"] is not None
    }
    return {
        "status": str(found.status),
        "message": _summary(found),
        "notes": list(found.notes),
        "feedback": entries,
        "answers": understood,
    }


def _summary(found: Result) -> str:
    """Leave out the advice on what to call next: in a cell there are buttons for it."""
    graded = found.exercise is not None and found.exercise.graded
    if found.status is Status.PARTIAL and not graded:
        return f"{found.message.partition('. ')[0].rstrip('.')}."
    return found.message
