"""Offer what a learner mixes up for another round, look-alikes side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from zlib import crc32

from .checker import Result, Status, check_exercise
from .inputs import is_a
from .listing import as_table
from .model import Exercise, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .bank import Bank
    from .facets import Facet

Mixup = tuple[str, frozenset[str]]
"""The facet, or nothing for choices of an exercise's own, and what was mixed up."""

SIZE = 8
"""How many questions a round has, unless another number is asked for."""


@dataclass(frozen=True, repr=False)
class Round:
    """Another round of questions. It shows itself with a dictionary to copy and fill in.

    Attributes:
        message: What is practised, and why.
        exercise: The questions, or ``None`` if there is nothing to practise.
    """

    message: str
    exercise: Exercise | None = None

    def check(self, answers: object = ..., *, hints: object = 1) -> Result:
        """Check answers to this round, in the same way as `SelfCheck.check`."""
        if self.exercise is None:
            return Result(Status.BLANK, self.message)
        return check_exercise(self.exercise, answers, hints=hints)

    def __repr__(self) -> str:
        """Show the round as plain text."""
        if self.exercise is None:
            return self.message
        asked = [f"  {q.title}: {q.prompt}" for q in self.exercise.questions]
        return "\n".join([self.message, *asked, "", *_template(self.exercise)])

    def _repr_html_(self) -> str:
        """Show the round as HTML."""
        if self.exercise is None:
            return f"<p>{escape(self.message)}</p>"
        asked = as_table((escape(q.title), escape(q.prompt)) for q in self.exercise.questions)
        code = escape("\n".join(_template(self.exercise)))
        return f"<p>{escape(self.message)}</p>{asked}<pre>{code}</pre>"


def another_round(bank: Bank, results: object, *, size: object) -> Round:
    """Offer what was mixed up most often for another round, see `SelfCheck.another_round`."""
    given = _results(results)
    mixups = Counter(mixup for result in given for mixup in _mixups(result))
    if not mixups:
        return Round("There is nothing to practise: no two labels were mixed up.")
    (asked, pair), count = mixups.most_common(1)[0]
    each = max((size if type(size) is int else SIZE) // 2, 1)
    facet = bank.facets.get(asked)
    questions = _choose(_candidates(bank, facet, given), pair, given, each)
    if not questions:
        return Round(f"The bank has no further questions on {' and '.join(sorted(pair))}.")
    one, two = sorted(pair)
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    message = (
        f'You mixed up "{one}" and "{two}" ({times}). '
        f"Tell them apart in these {len(questions)} questions."
    )
    exercise = Exercise(id="another-round", title="Another round", questions=questions, facet=facet)
    return Round(message, exercise)


def _results(results: object) -> list[Result]:
    """Return the results among what a learner passed in."""
    if is_a(results, Result):
        return [results]
    if type(results) is list or type(results) is tuple:
        return [entry for entry in results if is_a(entry, Result)]
    return []


def _mixups(result: Result) -> Iterator[Mixup]:
    if result.exercise is None:
        return
    for expected, given in result.pairs:
        if expected != given:
            facet = result.exercise.facet
            yield "" if facet is None else facet.id, frozenset({expected, given})


def _choose(
    candidates: Iterable[Question], pair: frozenset[str], results: Sequence[Result], each: int
) -> tuple[Question, ...]:
    """Choose questions of both kinds and put look-alikes side by side."""
    credits: dict[str, float] = {}
    for result in results:
        for entry in result.feedback:
            if entry.given is not None:
                credits[entry.question.id] = entry.credit

    def urgency(question: Question) -> tuple[bool, bool, int]:
        # The checksum only mixes the order of equals, in the same way on every machine.
        return (question.id not in credits, not question.near_miss, crc32(question.id.encode()))

    offered = {q.id: q for q in candidates if credits.get(q.id, 0) < 1}
    kinds = [
        sorted((q for q in offered.values() if set(q.right) == {choice}), key=urgency)[:each]
        for choice in sorted(pair)
    ]
    rows = [[kind[n] for kind in kinds if n < len(kind)] for n in range(max(map(len, kinds)))]
    return tuple(q for row in rows for q in sorted(row, key=lambda q: crc32(q.id.encode())))


def _candidates(bank: Bank, facet: Facet | None, results: Iterable[Result]) -> Iterator[Question]:
    """Return all questions of the kind asked: from the bank or, failing that, from the results."""
    if facet is not None:
        yield from (item.question(facet) for item in bank.items.values())
        return
    for result in results:
        if result.exercise is not None and result.exercise.facet is None:
            yield from result.exercise.questions


def _template(exercise: Exercise) -> list[str]:
    choices = ", ".join(f'"{choice}"' for choice in exercise.questions[0].choices)
    entries = [f'    "{question.id}": ...,' for question in exercise.questions]
    return [f"# Replace each ... with one of {choices}.", "answers = {", *entries, "}"]
