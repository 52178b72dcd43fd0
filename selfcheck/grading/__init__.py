"""Grade what learners hand in, as data: no code of theirs is run, no archive is unpacked.

The keys come from the bank's YAML source, so that only whoever has the source can grade.
"""

from .book import GradeBook, grade, rule_of
from .folder import collect
from .labs import CourseLabs
from .submission import Refused, Submission

__all__ = ["CourseLabs", "GradeBook", "Refused", "Submission", "collect", "grade", "rule_of"]
