"""Exercises in telling examples apart: a bank of items and a self-check for learners.

The package needs nothing but the standard library at a learner's run time.

Example:
    >>> from exercises import check
    >>> check("score-or-sample-outputs").status
    <Status.BLANK: 'blank'>
"""

from .checker import Feedback, Result, Status, Verdict, check, check_exercise
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
