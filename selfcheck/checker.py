"""Check a learner's answers and say what to do next.

This is a self-check: it explains, it does not grade.
Whatever a learner passes in, the outcome is a `Result`, never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any

from . import stats
from .answers import nearest, read_answer
from .inputs import LONGEST, is_a, is_blank, normal, shown, text_of
from .marks import LEFT, inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .bank import Bank
    from .facets import Facet
    from .model import Exercise, Question

_MOST_STRANGERS = 3
_HEAD = "".join(
    f'<th scope="col"{LEFT}>{name}</th>'
    for name in ("Item", "Your answer", "Result", "Why, and what next")
)


class Status(StrEnum):
    """How far an exercise has come."""

    BLANK = "blank"
    PARTIAL = "partial"
    PASS = "pass"
    PROBLEM = "problem"


class Verdict(StrEnum):
    """What was found about one answer."""

    RIGHT = "right"
    NEARLY = "right in part"
    WRONG = "look again"
    UNREADABLE = "not readable"
    BLANK = "not answered yet"
    RECORDED = "recorded"


@dataclass(frozen=True)
class Feedback:
    """What is said about one answer.

    Attributes:
        question: The question answered.
        verdict: What was found.
        given: The choice that was understood, or ``None``.
        message: Why the answer is right or wrong.
        hints: The hints shown, from gentle to telling.
    """

    question: Question
    verdict: Verdict
    given: str | None = None
    message: str = ""
    hints: tuple[str, ...] = ()

    @property
    def credit(self) -> float:
        """The credit earned, from 0 to 1."""
        return self.question.credit(self.given)

    def to_dict(self) -> dict[str, Any]:
        """Return the feedback as plain data that JSON can hold."""
        return {
            "id": self.question.id,
            "title": self.question.title,
            "verdict": str(self.verdict),
            "given": self.given,
            "credit": self.credit,
            "message": self.message,
            "hints": list(self.hints),
        }


@dataclass(frozen=True, repr=False)
class Result:
    """The outcome of a check. It shows itself as text and, in a notebook, as HTML.

    Attributes:
        status: ``blank``, nothing is answered yet; ``partial``, something is left to do;
            ``pass``, nothing is left to do; ``problem``, the answers could not be read.
        message: A summary and the next step.
        exercise: The exercise checked, ``None`` where its id is unknown.
        feedback: One entry for each question, in order; empty for a problem.
        notes: Remarks on the input as a whole, such as names that the exercise does not have.
    """

    status: Status
    message: str
    exercise: Exercise | None = None
    feedback: tuple[Feedback, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def score(self) -> float:
        """The mean credit, from 0 to 1. For a graded exercise: the share that is answered."""
        if not self.feedback:
            return 0.0
        if self.exercise is not None and self.exercise.graded:
            return _count(self.feedback, Verdict.RECORDED) / len(self.feedback)
        return sum(entry.credit for entry in self.feedback) / len(self.feedback)

    @property
    def next_hint(self) -> str | None:
        """The last hint shown for the first answer to look at again, if there is one."""
        return next((entry.hints[-1] for entry in self.feedback if entry.hints), None)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of expected and given choice, for each answer that was understood."""
        return [
            (entry.question.expected(entry.given), entry.given)
            for entry in self.feedback
            if entry.given is not None and entry.question.right
        ]

    @property
    def confusion(self) -> stats.ConfusionMatrix:
        """The learner's confusion matrix. A defensible choice counts as agreement."""
        choices = self.feedback[0].question.choices if self.feedback else ()
        facet = None if self.exercise is None else self.exercise.facet
        return stats.ConfusionMatrix.from_pairs(choices, self.pairs, facet)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa of the answers and the key, ``None`` for fewer than ten answers."""
        pairs = self.pairs
        if len(pairs) < stats.SMALL_SAMPLE:
            return None
        return stats.cohens_kappa([key for key, _ in pairs], [given for _, given in pairs])

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data that JSON can hold."""
        return {
            "kind": "self-check",
            "exercise": self.exercise.id if self.exercise else None,
            "status": str(self.status),
            "score": self.score,
            "message": self.message,
            "notes": list(self.notes),
            "next_hint": self.next_hint,
            "feedback": [entry.to_dict() for entry in self.feedback],
        }

    def __repr__(self) -> str:
        """Show the result as plain text."""
        lines = [self._heading(), self.message, *self.notes]
        for entry in self.feedback:
            if entry.verdict is Verdict.BLANK and self.status is Status.BLANK:
                lines.append(f"  {entry.question.title}")
                continue
            lines.append(f"  {_answer(entry)}: {entry.verdict}. {entry.message}".rstrip())
            lines.extend(f"      Hint: {hint}" for hint in entry.hints)
        if self._draws_matrix():
            lines += ["", str(self.confusion), *self._agreement()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Show the result as accessible HTML; nothing depends on colour alone."""
        parts = [f"<p><strong>{escape(self._heading())}</strong><br>{escape(self.message)}</p>"]
        parts += [f"<p>{escape(note)}</p>" for note in self.notes]
        if self.feedback and self.status is not Status.BLANK:
            facet = None if self.exercise is None else self.exercise.facet
            rows = "".join(_row(entry, facet) for entry in self.feedback)
            parts.append(
                f"<table><caption{LEFT}>Feedback on each answer</caption><thead><tr>{_HEAD}</tr>"
                f"</thead><tbody>{rows}</tbody></table>"
            )
        if self._draws_matrix():
            parts.append(self.confusion._repr_html_())
            parts += [f"<p>{escape(line)}</p>" for line in self._agreement()]
        return f'<div class="self-check" data-status="{self.status}">{"".join(parts)}</div>'

    def _heading(self) -> str:
        title = self.exercise.title if self.exercise else "answers not checked"
        return f"Self-check: {title}"

    def _draws_matrix(self) -> bool:
        return len(self.pairs) >= stats.SMALL_N

    def _agreement(self) -> list[str]:
        kappa = self.kappa
        if kappa is None:
            return []
        return [f"Cohen's kappa: {kappa:.2f} (1 is full agreement with the key, 0 is chance)"]


def check(bank: Bank, exercise_id: object, answers: object, *, hints: object) -> Result:
    """Check a learner's answers to an exercise of a bank, see `SelfCheck.check`."""
    exercise = find(bank, exercise_id)
    if isinstance(exercise, str):
        return Result(Status.PROBLEM, exercise)
    return check_exercise(exercise, answers, hints=hints)


def check_exercise(exercise: Exercise, answers: object, *, hints: object = 1) -> Result:
    """Check answers to an exercise that need not be in a bank.

    Args:
        exercise: What was asked.
        answers: As for `SelfCheck.check`.
        hints: As for `SelfCheck.check`.

    Returns:
        As for `SelfCheck.check`.

    Raises:
        Nothing on a learner's input.

    Example:
        >>> from selfcheck import Exercise, Question
        >>> question = Question(
        ...     id="owl", title="Owl", prompt="It hunts at night.", choices=("bird", "fish"),
        ...     right={"bird": "It has feathers."}, wrong={"fish": "It has no gills."},
        ... )
        >>> quiz = Exercise(id="quiz", title="Quiz", questions=(question,))
        >>> print(check_exercise(quiz, {"owl": "fish"}))
        Self-check: Quiz
        0 of 1 right, 1 to look at again.
          Owl, "fish": look again. It has no gills.
    """
    if is_blank(answers):
        answers = {}
    if not is_a(answers, dict):
        return Result(Status.PROBLEM, _how_to_write(exercise, answers), exercise)
    size = dict.__len__(answers)
    if size > 10 * len(exercise.questions) + 100:
        message = (
            f"The dictionary has {size} entries, "
            f"but this exercise has {len(exercise.questions)} items. Keep one entry for each item."
        )
        return Result(Status.PROBLEM, message, exercise)

    shown_hints = _number_of(hints)
    found, strangers = _sort_out(exercise, answers)
    feedback = tuple(
        _assess(exercise, question, found.get(question.id, []), shown_hints)
        for question in exercise.questions
    )
    notes = tuple(_about_strangers(exercise, strangers))
    status = _status(feedback, strangers)
    return Result(status, _summary(exercise, feedback, status), exercise, feedback, notes)


def _number_of(hints: object) -> int:
    """Read how many hints are wanted: a number, also as text; else one."""
    if type(hints) is int:
        return hints
    if type(hints) is float and hints.is_integer():
        return int(hints)
    text = text_of(hints)
    digits = "" if text is None else text[:LONGEST].strip()
    return int(digits) if digits.isascii() and digits.isdigit() else 1


def find(bank: Bank, exercise_id: object) -> Exercise | str:
    """Return an exercise of a bank, or a message that says how to name one.

    Args:
        bank: The bank.
        exercise_id: What a learner gives, of any type.
    """
    exercises = bank.exercises
    text = text_of(exercise_id)
    if text is None:
        return (
            "The first thing that check needs is the name of the exercise, in quotation marks: "
            f'check("{next(iter(exercises))}", answers). It got {shown(exercise_id)}.'
        )
    names = {key: [exercise.title] for key, exercise in exercises.items()}
    called = {normal(name): key for key, titles in names.items() for name in (*titles, key)}
    wanted = normal(text)
    if wanted in called:
        return exercises[called[wanted]]
    near = ", ".join(f'"{key}"' for key in nearest(text, names, most=3))
    advice = f"Names that come near: {near}." if near else "Copy it from the lesson or the lab."
    return f"There is no exercise {shown(text)}. {advice}"


def _how_to_write(exercise: Exercise, answers: object) -> str:
    first = exercise.questions[0]
    return (
        "Write the answers as a dictionary, for example "
        f'{{"{first.id}": "{first.choices[0]}"}}. It got {shown(answers)}.'
    )


def _sort_out(
    exercise: Exercise, answers: dict[object, object]
) -> tuple[dict[str, list[object]], list[object]]:
    """Return the values given for each question, and the keys that belong to none."""
    names = {normal(question.title): question.id for question in exercise.questions}
    names |= {normal(question.id): question.id for question in exercise.questions}
    found: dict[str, list[object]] = {}
    strangers = []
    for key, value in dict.items(answers):
        text = text_of(key)
        name = None if text is None else names.get(normal(text))
        if name is None:
            strangers.append(key)
        elif not is_blank(value):
            found.setdefault(name, []).append(value)
    return found, strangers


def _assess(
    exercise: Exercise, question: Question, values: Sequence[object], hints: int
) -> Feedback:
    if not values:
        return Feedback(question, Verdict.BLANK)
    readings = [read_answer(value, question.choices, exercise.facet) for value in values]
    given, message = readings[0]
    if any(reading != readings[0] for reading in readings):
        given, message = None, "It is answered twice. Keep one answer."
    if given is None:
        return Feedback(question, Verdict.UNREADABLE, None, message)
    if exercise.graded:
        return Feedback(question, Verdict.RECORDED, given)
    if given in question.right:
        return Feedback(question, Verdict.RIGHT, given, _praise(question, given))
    shown_hints = question.hints[: max(hints, 0)]
    if given in question.nearly:
        message = f'True, but less exact than "{question.expected()}". {question.nearly[given]}'
        return Feedback(question, Verdict.NEARLY, given, message, shown_hints)
    return Feedback(question, Verdict.WRONG, given, question.wrong[given], shown_hints)


def _praise(question: Question, given: str) -> str:
    """Return the reason for a right choice, and for each other one that can be defended."""
    own = question.right[given]
    others = [
        f'"{choice}" can be defended too' + (f": {reason}" if reason != own else ".")
        for choice, reason in question.right.items()
        if choice != given
    ]
    return " ".join([own, *others])


def _about_strangers(exercise: Exercise, strangers: Sequence[object]) -> Iterator[str]:
    names = {question.id: [question.title] for question in exercise.questions}
    for key in strangers[:_MOST_STRANGERS]:
        text = text_of(key)
        if text is None:
            first = exercise.questions[0].id
            yield f'Items are called by their names, such as "{first}". It got {shown(key)}.'
            continue
        near = nearest(text, names)
        advice = f'Did you mean "{near[0]}"?' if near else "It was left out."
        yield f"This exercise has no item called {shown(key)}. {advice}"
    if len(strangers) > _MOST_STRANGERS:
        yield f"{len(strangers) - _MOST_STRANGERS} more names are not in this exercise."


def _count(feedback: Sequence[Feedback], *verdicts: Verdict) -> int:
    return sum(entry.verdict in verdicts for entry in feedback)


def _status(feedback: Sequence[Feedback], strangers: Sequence[object]) -> Status:
    if _count(feedback, Verdict.BLANK) == len(feedback):
        return Status.PROBLEM if strangers else Status.BLANK
    done = _count(feedback, Verdict.RIGHT, Verdict.RECORDED)
    return Status.PASS if done == len(feedback) else Status.PARTIAL


def _summary(exercise: Exercise, feedback: Sequence[Feedback], status: Status) -> str:
    """Count what was found and name the next step."""
    total = len(feedback)
    if exercise.graded:
        answered = _count(feedback, Verdict.RECORDED)
        return (
            f"{answered} of {total} answered. Your instructor grades this exercise, "
            "so nothing is said here about what is right."
        )
    if status is Status.BLANK:
        return f"Nothing is answered yet. Choose an answer for each of the {total} items."
    if status is Status.PROBLEM:
        return "None of the names in the dictionary belongs to this exercise."
    counts = {
        "right in part": _count(feedback, Verdict.NEARLY),
        "to look at again": _count(feedback, Verdict.WRONG),
        "not readable": _count(feedback, Verdict.UNREADABLE),
        "not answered yet": _count(feedback, Verdict.BLANK),
    }
    parts = [f"{_count(feedback, Verdict.RIGHT)} of {total} right"]
    parts += [f"{count} {name}" for name, count in counts.items() if count]
    summary = ", ".join(parts) + "."
    shown_hints = max((len(entry.hints) for entry in feedback), default=0)
    if any(entry.hints and len(entry.hints) < len(entry.question.hints) for entry in feedback):
        summary += f" For further hints, add hints={shown_hints + 1} to check."
    missed = counts["to look at again"]
    if exercise.facet is not None and status is Status.PARTIAL and missed > 1:
        summary += " To practise what you mix up, pass the result to another_round."
    return summary


def _answer(entry: Feedback) -> str:
    given = f', "{entry.given}"' if entry.given is not None else ""
    return f"{entry.question.title}{given}"


def _row(entry: Feedback, facet: Facet | None) -> str:
    hints = "".join(f"<br>Hint: {escape(hint)}" for hint in entry.hints)
    given = "" if entry.given is None else f"{inline(facet, entry.given)}{escape(entry.given)}"
    cells = "".join(
        f"<td{LEFT}>{cell}</td>"
        for cell in (given, escape(entry.verdict), f"{escape(entry.message)}{hints}")
    )
    title = escape(entry.question.title)
    return f'<tr data-verdict="{entry.verdict}"><th scope="row"{LEFT}>{title}</th>{cells}</tr>'
