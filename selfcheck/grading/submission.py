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
        unread: For each exercise whose answers reading does not tell, why.
        time: When it was written, in seconds; the newest attempt counts.
        digest: What is equal for files with the same bytes.
        lms_id: The number or name that a learning platform gives the learner.
    """

    learner: str
    file: str
    answers: Answers
    claimed: str = ""
    remarks: tuple[str, ...] = field(default=())
    unread: Mapping[str, str] = field(default_factory=dict)
    time: float = 0.0
    digest: str = ""
    lms_id: str = ""


@dataclass(frozen=True)
class Refused:
    """A file that was set aside, or a remark on one.

    Attributes:
        learner: As for a submission; empty where a file is nobody's.
        file: As for a submission.
        reason: Why, in a whole sentence.
        lms_id: As for a submission.
        minor: Whether it matters only if the learner handed in nothing else.
    """

    learner: str
    file: str
    reason: str
    lms_id: str = ""
    minor: bool = False
