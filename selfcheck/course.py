"""The self-check of one course: its bank, and the functions that its learners call."""

from __future__ import annotations

from functools import cached_property
from importlib import resources

from . import bank, checker, listing, practice


class SelfCheck:
    """What learners use of a bank that is compiled into a package.

    The bank is read when it is first asked for.

    Example:
        >>> course = SelfCheck("exercises")
        >>> course.check("score-or-sample-outputs").status
        <Status.BLANK: 'blank'>
    """

    def __init__(self, package: str) -> None:
        """Take the bank of a package.

        Args:
            package: The name of the package, which holds ``bank.json``.
        """
        self._package = package

    def load(self) -> bank.Bank:
        """Return the bank; keys of graded exercises are not in it."""
        return self._bank

    @cached_property
    def _bank(self) -> bank.Bank:
        return bank.read_compiled(resources.files(self._package))

    def check(
        self, exercise_id: object, answers: object = ..., *, hints: object = 1
    ) -> checker.Result:
        """Check a learner's answers to an exercise.

        Args:
            exercise_id: The id of an exercise.
            answers: A dictionary: for each item, by id or by title, the label that the learner
                gives. ``...``, ``None`` and ``""`` stand for "not answered yet".
            hints: How many hints to show with an answer that has to be looked at again.

        Returns:
            What was found, see `Result`. Input of any type is accepted; what cannot be read is
            named in the result, together with what to write instead.

        Raises:
            Nothing on a learner's input.

        Example:
            >>> from exercises import check
            >>> result = check("score-or-sample-outputs", {"predict-row": "lable"})
            >>> result.status, result.score
            (<Status.PARTIAL: 'partial'>, 0.0)
            >>> result.feedback[1].message
            '"lable" is not one of the choices. Did you mean "label"?'
        """
        return checker.check(self.load(), exercise_id, answers, hints=hints)

    def questions(self, exercise_id: object) -> listing.QuestionList:
        """List the questions of an exercise, each with the name that an answer calls it.

        Args:
            exercise_id: The id of an exercise.

        Returns:
            The questions; for an id that is unknown, a message that says how to write one.

        Raises:
            Nothing on a learner's input.

        Example:
            >>> from exercises import questions
            >>> questions("score-or-sample-outputs").asked[0].title
            'predict proba row'
        """
        return listing.questions(self.load(), exercise_id)

    def another_round(self, results: object, *, size: object = practice.SIZE) -> practice.Round:
        """Offer the pair of choices that was mixed up most often for another round.

        Args:
            results: One `Result` of a check, or several of them in a list or tuple.
            size: How many questions to offer at most.

        Returns:
            A round with as many questions of the one kind as of the other, if there are so many:
            what was missed comes first, then look-alikes, then the rest. What was right is left
            out.

        Raises:
            Nothing on a learner's input.

        Example:
            >>> from exercises import another_round, check
            >>> first = check("score-or-sample-outputs", {"mixture-score-samples": "sample"})
            >>> another_round(first).message
            'You mixed up "sample" and "score" (once). Tell them apart in these 5 questions.'
        """
        return practice.another_round(self.load(), results, size=size)
