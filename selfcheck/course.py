"""The self-check of one course: its bank, and the functions that its learners call."""

from __future__ import annotations

from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING

from . import bank, checker, listing, practice

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class SelfCheck:
    """What learners use of a compiled bank, which is read when it is first asked for."""

    def __init__(self, place: str | Traversable) -> None:
        """Take a bank.

        Args:
            place: The name of the package that holds ``bank.json``, or the folder.
        """
        self._place = place

    def load(self) -> bank.Bank:
        """Return the bank; keys of graded exercises are not in it."""
        return self._bank

    @cached_property
    def _bank(self) -> bank.Bank:
        place = self._place
        return bank.read_compiled(resources.files(place) if isinstance(place, str) else place)

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
            >>> result = check("nests", {"lark": "graund"})
            >>> result.status, result.score
            (<Status.PARTIAL: 'partial'>, 0.0)
            >>> result.feedback[0].message
            '"graund" is not one of the choices. Did you mean "ground"?'
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
            >>> questions("nests").asked[0].prompt
            'It rises singing from a field.'
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
            >>> first = check("first-birds", {"kestrel": "songbird"})
            >>> another_round(first).message
            'You mixed up "raptor" and "songbird" (once). Tell them apart in these 2 questions.'
        """
        return practice.another_round(self.load(), results, size=size)
