"""What was handed in, before it is graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Answers = Mapping[str, Mapping[str, object]]
"""For each exercise, by id: a value for each item, by id or title."""


class UnreadableError(Exception):
    """A file cannot be read as a submission. The message says why, in a whole sentence."""


@dataclass(frozen=True)
class Submission:
    """The answers in one file.

    Attributes:
        learner: Who handed it in, according to where the file lies.
        file: Path in the submissions folder, made printable.
        answers: The answers.
        claimed: The name that the file itself gives, which anybody can type.
        remarks: What could not be read in an otherwise readable file.
    """

    learner: str
    file: str
    answers: Answers
    claimed: str = ""
    remarks: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Refused:
    """A file that was set aside.

    Attributes:
        learner: As for a submission.
        file: As for a submission.
        reason: Why, in a whole sentence.
    """

    learner: str
    file: str
    reason: str
