"""Exercises in telling examples apart: a bank of items and a self-check for learners.

The package needs nothing but the standard library at a learner's run time.

Example:
    >>> from exercises import check
    >>> check("score-or-sample-outputs").status
    <Status.BLANK: 'blank'>
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - a notebook may run on any Python
    raise RuntimeError(
        "The course needs Python 3.11 or newer, and this is Python {}.{}; "
        "START-HERE.txt says how to get it.".format(*sys.version_info[:2])
    )

from .checker import Feedback, Result, Status, Verdict, check, check_exercise
from .explaining import explain_names
from .listing import QuestionList, questions
from .model import Ask, Exercise, Item, Label, Level, Llm, Output, Question
from .practice import Round, another_round
from .stats import ConfusionMatrix, cohens_kappa, fleiss_kappa

__all__ = [
    "Ask",
    "ConfusionMatrix",
    "Exercise",
    "Feedback",
    "Item",
    "Label",
    "Level",
    "Llm",
    "Output",
    "Question",
    "QuestionList",
    "Result",
    "Round",
    "Status",
    "Verdict",
    "another_round",
    "check",
    "check_exercise",
    "cohens_kappa",
    "fleiss_kappa",
    "questions",
]

explain_names()
