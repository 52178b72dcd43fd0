"""How learning platforms name what they hand over when all submissions are downloaded."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MOODLE = re.compile(
    r"(?P<name>.+?)_(?P<id>\d+)_assign(?:submission|feedback)_\w+?(?:_(?P<rest>.+))?"
)
_BLACKBOARD = re.compile(
    r".+_(?P<id>[^_]+)_attempt_\d{4}(?:-\d\d){5}(?:_(?P<rest>.+)|\.txt)", re.IGNORECASE
)
_BRIGHTSPACE = re.compile(
    r"\d+-(?P<id>\d+) ?- ?(?P<name>.+?) ?- ?"
    r"(?:\w+\.? \d{1,2}|\d{1,2} \w+\.?),? \d{4} \d{1,4}(?: ?[AP]M)?"
    r"(?: ?- ?(?P<rest>.+))?"
)
_CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?:late_)?(?P<id>\d+)_(?:\d+|text|question_\d+_\d+)_(?P<rest>.+)",
    re.IGNORECASE,
)
# Where Canvas hides names, it gives each person five characters.
_CANVAS_HIDDEN = re.compile(
    r"anon_(?:late_)?(?P<id>[a-z0-9]{5})_(?:\d+|text|question_\d+_\d+)_(?P<rest>.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """Whose a file or folder is, by the name that a platform gave it.

    Attributes:
        name: The learner's name.
        lms_id: The platform's number or name for the learner.
    """

    name: str
    lms_id: str


def named_by_platform(part: str) -> Named | None:
    """Tell whose a file or folder is by its name.

    Moodle, Blackboard, Brightspace and Canvas are known.

    Example:
        >>> named_by_platform("Ada Example_1001_assignsubmission_file")
        Named(name='Ada Example', lms_id='1001')
        >>> named_by_platform("exampleada_LATE_17_204_my-progress.json")
        Named(name='exampleada', lms_id='17')
    """
    text = unicodedata.normalize("NFC", part)
    for pattern in (_MOODLE, _BLACKBOARD, _BRIGHTSPACE, _CANVAS_HIDDEN, _CANVAS):
        found = pattern.fullmatch(text)
        if found is not None:
            groups = found.groupdict()
            return Named(str(groups.get("name") or groups["id"]).strip(), groups["id"])
    return None


def is_named_by_platform(part: str) -> bool:
    """Tell whether a platform gave a file or folder its name."""
    return named_by_platform(part) is not None
