"""Self-checks for learners: questions about examples, with feedback, practice and grading.

The package knows no course. What is asked, and what can be answered, is data: a bank, which a
course keeps in a folder of its own. `SelfCheck` is what learners use of one bank.

It needs nothing but the standard library at a learner's run time.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - a notebook may run on any Python
    raise RuntimeError(
        "The course needs Python 3.11 or newer, and this is Python {}.{}; "
        "START-HERE.txt says how to get it.".format(*sys.version_info[:2])
    )

from .checker import Feedback, Result, Status, Verdict, check_exercise
from .course import SelfCheck
from .explaining import explain_names
from .facets import Choice, Facet
from .listing import QuestionList
from .model import Exercise, Item, Question
from .practice import Round
from .rules import Case, check_rule
from .stats import ConfusionMatrix, cohens_kappa, fleiss_kappa

__all__ = [
    "Case",
    "Choice",
    "ConfusionMatrix",
    "Exercise",
    "Facet",
    "Feedback",
    "Item",
    "Question",
    "QuestionList",
    "Result",
    "Round",
    "SelfCheck",
    "Status",
    "Verdict",
    "check_exercise",
    "check_rule",
    "cohens_kappa",
    "explain_names",
    "fleiss_kappa",
]
