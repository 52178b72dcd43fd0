"""The exercises of a course: its bank, bound to the self-check.

Example:
    >>> from exercises import check, questions
"""

from selfcheck import Case, SelfCheck, check_rule, cohens_kappa, explain_names, fleiss_kappa

__all__ = [
    "Case",
    "another_round",
    "bank",
    "check",
    "check_rule",
    "cohens_kappa",
    "fleiss_kappa",
    "questions",
]

bank = SelfCheck(__name__)
another_round, check, questions = bank.another_round, bank.check, bank.questions
explain_names()
