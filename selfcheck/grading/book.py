"""Grade a folder of submissions with the keys of the bank."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from .. import stats
from ..checker import Result, Status, Verdict, check_exercise
from ..inputs import printable
from ..model import Exercise
from ..rules import RuleTask, rule_task
from .following import BareName, Unread
from .submission import Refused, Submission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..bank import Bank
    from ..model import Question

SAME_TIME = 2.0
"""Seconds within which two files are of one time: a zip file keeps no finer times."""

MOST_REMARKS = 20
"""Most remarks on one file."""

MANY_ANSWERS = 5
"""From how many answers on, with an error among them, equal ones are pointed out."""


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
        files: For each learner, the file that counts.
        open: For each learner whose answers are to be looked at, why.
    """

    exercise: Exercise
    results: dict[str, Result] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many learners handed it in, and were graded."""
        return len(self.results)

    @cached_property
    def confusion(self) -> stats.ConfusionMatrix:
        """The confusion matrix of all answers."""
        return stats.ConfusionMatrix.from_pairs(
            self.exercise.questions[0].choices, self._pairs, self.exercise.facet
        )

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

    def points(self, learner: str) -> float | None:
        """Return the credits of a learner, 0 for nothing; ``None`` if they are to be looked at."""
        if learner in self.open:
            return None
        result = self.results.get(learner)
        return 0.0 if result is None else sum(entry.credit for entry in result.feedback)

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
class Learner:
    """Somebody who handed something in, readable or not.

    Attributes:
        name: Who it is, according to where the files lie.
        lms_id: The number or name that a learning platform gives.
        claimed: The name that the files themselves give.
        files: How many files of theirs were looked at.
    """

    name: str
    lms_id: str = ""
    claimed: str = ""
    files: int = 0


@dataclass(frozen=True)
class GradeBook:
    """All that was handed in.

    Attributes:
        classes: One entry for each exercise that was handed in, graded ones first.
        people: Everybody who handed something in, by name.
        same: Groups of learners who handed in the same, and what.
        problems: Files that were set aside, and what could not be read in others.
        files: How many files were looked at.
    """

    classes: tuple[ClassResults, ...]
    people: tuple[Learner, ...]
    same: tuple[tuple[str, tuple[str, ...]], ...]
    problems: tuple[Refused, ...]
    files: int

    @property
    def learners(self) -> int:
        """How many learners have answers that count."""
        return len({learner for entry in self.classes for learner in entry.results})

    @property
    def claimed(self) -> dict[str, str]:
        """For each learner, the name that the files themselves give."""
        return {person.name: person.claimed for person in self.people if person.claimed}

    @property
    def possible(self) -> int:
        """The most points that somebody can have."""
        return sum(len(entry.exercise.questions) for entry in self.classes)

    def points(self, learner: str) -> float:
        """Return the points of a learner, without what is to be looked at."""
        return sum(entry.points(learner) or 0.0 for entry in self.classes)

    def score(self, learner: str) -> float:
        """Return a learner's mean score over the exercises that the class handed in."""
        scores = [e.results[learner].score for e in self.classes if learner in e.results]
        return sum(scores) / len(self.classes) if self.classes else 0.0

    def open(self, learner: str) -> list[str]:
        """Return the exercises of a learner that are to be looked at."""
        return [entry.exercise.id for entry in self.classes if learner in entry.open]


def rule_of(bank: Bank) -> RuleTask | None:
    """Return what a rule is tried on: the items that no graded exercise holds back.

    A bank whose facets are all written by authors has no such rule.
    """
    if bank.label is None:
        return None
    held_back = {q.id for e in bank.exercises.values() if e.graded for q in e.questions}
    open_ = [item for key, item in bank.items.items() if key not in held_back]
    return rule_task(open_, bank.label)


def grade(submissions: Iterable[Submission | Refused], bank: Bank) -> GradeBook:
    """Grade submissions.

    Args:
        submissions: As `collect` yields them.
        bank: The bank with the keys of graded exercises.

    Returns:
        The grade book. Of several files of a learner that answer an exercise, the newest counts.
    """
    entries = list(submissions)
    read = [entry for entry in entries if isinstance(entry, Submission)]
    refused = [entry for entry in entries if isinstance(entry, Refused)]
    classes = {key: ClassResults(_with_key(e)) for key, e in bank.exercises.items()}
    rule = rule_of(bank)
    if rule is not None:
        classes.setdefault(rule.id, ClassResults(_rule_exercise(rule, bank)))
    of_learner: dict[str, list[Submission]] = defaultdict(list)
    for submission in read:
        of_learner[submission.learner].append(submission)
    problems: list[Refused] = []
    for own in of_learner.values():
        problems += _mark(own, classes)
    known = {learner for entry in classes.values() for learner in (*entry.results, *entry.open)}
    problems += [entry for entry in refused if not entry.minor]
    problems += _without_answers(
        entry for entry in refused if entry.minor and entry.learner not in known
    )
    handed_in = [entry for entry in classes.values() if entry.results or entry.open]
    handed_in.sort(key=lambda entry: entry.exercise.id not in _graded(bank))
    return GradeBook(
        tuple(handed_in),
        _people(entries),
        tuple(_same(read, handed_in)),
        tuple(_bounded(problems)),
        len({entry.file for entry in entries}),
    )


def _without_answers(refused: Iterable[Refused]) -> Iterator[Refused]:
    """Yield one remark on each learner of whom no file holds any answer."""
    of_learner: dict[str, list[Refused]] = defaultdict(list)
    for entry in refused:
        of_learner[entry.learner].append(entry)
    for first, *rest in of_learner.values():
        said = (
            f"Neither this file nor {len(rest)} others hold any answer." if rest else first.reason
        )
        yield replace(first, reason=said)


def _graded(bank: Bank) -> set[str]:
    return {key for key, exercise in bank.exercises.items() if exercise.graded}


def _with_key(exercise: Exercise) -> Exercise:
    """Return the exercise as one whose answers may be judged."""
    return replace(exercise, graded=False)


def _rule_exercise(task: RuleTask, bank: Bank) -> Exercise:
    """Return the rule as an exercise: what it says of each item, right or wrong."""
    asked = (bank.items[name].question(task.label) for name, _ in task.cases)
    strict = (replace(q, nearly={}, wrong={**q.wrong, **q.nearly}) for q in asked)
    return Exercise(id=task.id, title=task.title, questions=tuple(strict), facet=task.label)


def _mark(own: list[Submission], classes: Mapping[str, ClassResults]) -> Iterator[Refused]:
    """Mark each exercise of one learner, yielding what is to be looked at, and why."""
    for submission in own:
        for remark in submission.remarks:
            yield _remark(submission, remark)
        for key in (*submission.answers, *submission.unread):
            if key not in classes:
                yield _remark(submission, f'There is no exercise "{printable(key)}".')
    for key, entry in classes.items():
        files = [s for s in own if key in s.answers or key in s.unread]
        if not files:
            continue
        newest = max(files, key=lambda s: s.time)
        rivals = [s for s in files if s.time > newest.time - SAME_TIME and _differ(s, newest, key)]
        learner = newest.learner
        if rivals:
            others = ", ".join(s.file for s in rivals)
            reason = f"It is answered in another way in {others}, of the same time: keep one."
            yield _open(entry, newest, reason)
        elif key in newest.unread:
            yield _open(entry, newest, newest.unread[key])
        else:
            yield from _result(entry, newest, learner)


def _differ(one: Submission, other: Submission, key: str) -> bool:
    if one is other:
        return False
    return (_plain(one.answers.get(key)), one.unread.get(key)) != (
        _plain(other.answers.get(key)),
        other.unread.get(key),
    )


def _plain(answers: Mapping[str, object] | None) -> object:
    """Return answers so that those of different files can be compared."""
    if answers is None:
        return None
    return {
        key: value.name if isinstance(value, BareName) else value for key, value in answers.items()
    }


def _remark(submission: Submission, reason: str) -> Refused:
    return Refused(submission.learner, submission.file, reason, submission.lms_id)


def _open(entry: ClassResults, submission: Submission, reason: str) -> Refused:
    """Leave an exercise to the instructor."""
    entry.open[submission.learner] = reason
    entry.files[submission.learner] = submission.file
    return _remark(submission, f"{entry.exercise.id}: look at this by hand. {reason}")


def _result(entry: ClassResults, submission: Submission, learner: str) -> Iterator[Refused]:
    given = submission.answers[entry.exercise.id]
    bare = {key: value for key, value in given.items() if isinstance(value, BareName)}
    result = check_exercise(entry.exercise, _plain(given))
    key = entry.exercise.id
    if result.status is Status.PROBLEM:
        yield _open(entry, submission, result.message)
        return
    if result.status is Status.BLANK:
        return
    if bare:
        unread = {f.question.id for f in result.feedback if f.verdict is Verdict.UNREADABLE}
        first = next(iter(bare.values()))
        if unread:
            yield _open(entry, submission, str(first))
            return
        said = f'{first.name} stands without quotation marks and is read as "{first.name}"'
        yield _remark(submission, f"{key}: {Unread(first.place, said)}")
    entry.results[learner] = result
    entry.files[learner] = submission.file
    for feedback in result.feedback:
        if feedback.verdict is Verdict.UNREADABLE:
            yield _remark(submission, f"{key}: {feedback.question.id}: {feedback.message}")
    for note in result.notes:
        yield _remark(submission, f"{key}: {note}")


def _people(entries: Iterable[Submission | Refused]) -> tuple[Learner, ...]:
    people: dict[str, Learner] = {}
    files: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if not entry.learner:
            continue
        files[entry.learner].add(entry.file)
        known = people.get(entry.learner, Learner(entry.learner))
        claimed = entry.claimed if isinstance(entry, Submission) else ""
        people[entry.learner] = replace(
            known,
            lms_id=known.lms_id or entry.lms_id,
            claimed=known.claimed or claimed,
            files=len(files[entry.learner]),
        )
    return tuple(people[name] for name in sorted(people, key=lambda n: (n.casefold(), n)))


def _same(
    read: Iterable[Submission], classes: Iterable[ClassResults]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what several learners handed in alike: the same file, or the same errors."""
    files: dict[str, set[str]] = defaultdict(set)
    for submission in read:
        if submission.digest and submission.answers:
            files[submission.digest].add(submission.learner)
    told = {tuple(sorted(names)) for names in files.values() if len(names) > 1}
    yield from (("the same file", names) for names in sorted(told))
    for entry in classes:
        alike: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
        for learner, result in entry.results.items():
            given = tuple(feedback.given for feedback in result.feedback)
            wrong = sum(f.given is not None and f.credit < 1 for f in result.feedback)
            if len(given) >= MANY_ANSWERS and wrong > 1 and len({*given} - {None}) > 1:
                alike[given].add(learner)
        for names in sorted(tuple(sorted(group)) for group in alike.values() if len(group) > 1):
            if not any({*names} <= {*same} for same in told):
                yield f"{entry.exercise.id}, the same answers and errors", names


def _bounded(problems: Iterable[Refused]) -> Iterator[Refused]:
    """Yield remarks, so many of one file."""
    of_file: dict[tuple[str, str], list[Refused]] = defaultdict(list)
    for problem in problems:
        of_file[problem.learner, problem.file].append(problem)
    for entries in of_file.values():
        yield from entries[:MOST_REMARKS]
        if len(entries) > MOST_REMARKS:
            rest = len(entries) - MOST_REMARKS
            yield replace(entries[0], reason=f"There are {rest} more remarks on this file.")
