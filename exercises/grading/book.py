"""Grade a folder of submissions with the keys of the bank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from .. import stats
from ..checker import Result, Status, Verdict, check_exercise
from ..inputs import printable
from .submission import Refused, Submission

if TYPE_CHECKING:
    from ..bank import Bank
    from ..model import Exercise, Question

_MOST_REMARKS = 20


@dataclass(frozen=True)
class ItemStatistics:
    """How a class did on one question.

    Attributes:
        question: The question, with its key.
        n: How many learners handed in the exercise.
        answered: How many of them answered the question.
        facility: The mean credit, an omitted answer earns none; ``None`` for small n.
        item_rest: The item-rest correlation; ``None`` for small n or without variation.
        distractors: Choices taken instead of a right one, most chosen first; empty for small n.
    """

    question: Question
    n: int
    answered: int
    facility: float | None
    item_rest: float | None
    distractors: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ClassResults:
    """What a class handed in for one exercise.

    Attributes:
        exercise: The exercise, with its key.
        results: For each learner, what was found.
    """

    exercise: Exercise
    results: dict[str, Result] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many learners handed it in."""
        return len(self.results)

    @cached_property
    def confusion(self) -> stats.ConfusionMatrix:
        """The confusion matrix of all answers."""
        return stats.ConfusionMatrix.from_pairs(self.exercise.questions[0].choices, self._pairs)

    @cached_property
    def kappa(self) -> float | None:
        """Cohen's kappa of all answers and the key; ``None`` for small n."""
        if self.n < stats.SMALL_SAMPLE:
            return None
        return stats.cohens_kappa([key for key, _ in self._pairs], [g for _, g in self._pairs])

    @cached_property
    def complete(self) -> int:
        """How many learners answered every question."""
        return len(self._complete)

    @cached_property
    def fleiss(self) -> float | None:
        """Fleiss' kappa among the learners who answered everything; ``None`` for small n."""
        if self.complete < stats.SMALL_SAMPLE:
            return None
        return stats.fleiss_kappa(list(zip(*self._complete, strict=True)))

    @cached_property
    def items(self) -> tuple[ItemStatistics, ...]:
        """Statistics of each question, in the order of the exercise."""
        return tuple(self._items())

    def _items(self) -> Iterator[ItemStatistics]:
        totals = [sum(entry.credit for entry in r.feedback) for r in self.results.values()]
        for number, question in enumerate(self.exercise.questions):
            entries = [result.feedback[number] for result in self.results.values()]
            credits = [entry.credit for entry in entries]
            given = [entry.given for entry in entries if entry.given is not None]
            shown = self.n >= stats.SMALL_N
            sampled = self.n >= stats.SMALL_SAMPLE
            yield ItemStatistics(
                question=question,
                n=self.n,
                answered=len(given),
                facility=stats.facility(credits) if shown else None,
                item_rest=stats.item_rest_correlation(credits, totals) if sampled else None,
                distractors=tuple(stats.distractors(given, question.right)) if shown else (),
            )

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        return [pair for result in self.results.values() for pair in result.pairs]

    @cached_property
    def _complete(self) -> list[list[str]]:
        answers = (
            [entry.given for entry in result.feedback if entry.given is not None]
            for result in self.results.values()
        )
        return [given for given in answers if len(given) == len(self.exercise.questions)]


@dataclass(frozen=True)
class GradeBook:
    """All that was handed in.

    Attributes:
        classes: One entry for each exercise that was handed in, graded ones first.
        claimed: For each learner, the names that the files themselves give.
        problems: Files that were set aside, and what could not be read in others.
        files: How many files were looked at.
    """

    classes: tuple[ClassResults, ...]
    claimed: dict[str, str]
    problems: tuple[Refused, ...]
    files: int

    @property
    def learners(self) -> int:
        """How many learners have answers that count."""
        return len({learner for entry in self.classes for learner in entry.results})


def grade(submissions: Iterable[Submission | Refused], bank: Bank) -> GradeBook:
    """Grade submissions.

    Args:
        submissions: As `collect` yields them.
        bank: The bank with the keys of graded exercises.

    Returns:
        The grade book. A learner's first file that answers an exercise counts.
    """
    classes = {key: ClassResults(_with_key(e)) for key, e in bank.exercises.items()}
    problems: list[Refused] = []
    claimed: dict[str, str] = {}
    files = 0
    for entry in submissions:
        files += 1
        if isinstance(entry, Refused):
            problems.append(entry)
            continue
        remarks = [*entry.remarks, *_mark(entry, classes)]
        if len(remarks) > _MOST_REMARKS:
            rest = len(remarks) - _MOST_REMARKS
            remarks[_MOST_REMARKS:] = [f"There are {rest} more remarks on this file."]
        problems += [Refused(entry.learner, entry.file, remark) for remark in remarks]
        if entry.claimed:
            claimed.setdefault(entry.learner, entry.claimed)
    handed_in = [entry for entry in classes.values() if entry.n]
    handed_in.sort(key=lambda entry: not bank.exercises[entry.exercise.id].graded)
    return GradeBook(tuple(handed_in), claimed, tuple(problems), files)


def _with_key(exercise: Exercise) -> Exercise:
    """Return the exercise as one whose answers may be judged."""
    return replace(exercise, graded=False)


def _mark(submission: Submission, classes: dict[str, ClassResults]) -> Iterator[str]:
    """Mark each exercise of a submission, yielding what earns nothing, and why."""
    for key, answers in submission.answers.items():
        entry = classes.get(key)
        if entry is None:
            yield f'There is no exercise "{printable(key)}".'
        elif submission.learner in entry.results:
            yield f'"{key}" is answered in an earlier file of this learner, which counts.'
        else:
            result = check_exercise(entry.exercise, answers)
            if result.status is Status.PROBLEM:
                yield f"{key}: {result.message}"
            elif result.status is Status.BLANK:
                yield f"{key}: nothing is answered."
            else:
                entry.results[submission.learner] = result
                unread = [f for f in result.feedback if f.verdict is Verdict.UNREADABLE]
                yield from (f"{key}: {f.question.id}: {f.message}" for f in unread)
                yield from (f"{key}: {note}" for note in result.notes)
