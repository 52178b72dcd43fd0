"""How far a learner gets without reading: measured for every rule of thumb, and printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import product

import pytest

from exercises import authoring, bank
from exercises.model import Ask, Exercise, Label, Question
from tests.showing import show

BANK = bank.build(authoring.read())
ITEMS = tuple(item.question(Ask.LABEL) for item in BANK.items.values())
LIMIT = 0.60

Rule = Callable[[Question], str]

_MAKES = re.compile(
    r"\b(writ|draw|draft|compos|creat|generat|paint|sing|speak|invent|produc|mak|new|reply|answer)",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(
    r"\b(text|word|sentence|letter|question|chat|language|repl|answer|code|summar|draft|story)",
    re.IGNORECASE,
)


def share(questions: Sequence[Question], rule: Rule) -> float:
    """Return the share of questions on which a rule earns full credit."""
    return sum(rule(question) in question.right for question in questions) / len(questions)


def first(question: Question) -> str:
    return question.choices[0]


def longest(question: Question) -> str:
    return max(question.choices, key=len)


def most_common(questions: Sequence[Question]) -> Rule:
    seen = Counter(choice for question in questions for choice in question.right)
    favourite = seen.most_common(1)[0][0]
    return lambda _: favourite


def length_rules(questions: Sequence[Question]) -> Iterator[Rule]:
    """Return every rule that gives one choice to short stimuli and another one to long ones."""
    lengths = sorted({len(question.prompt) for question in questions})
    for limit, short, long in product(lengths, *[questions[0].choices] * 2):
        yield lambda q, limit=limit, short=short, long=long: (  # type: ignore[misc]
            short if len(q.prompt) < limit else long
        )


def keywords(question: Question) -> str:
    """Return the label that the words of the stimulus suggest."""
    if not _MAKES.search(question.prompt):
        return Label.TRADITIONAL
    return Label.LLM if _LANGUAGE.search(question.prompt) else Label.GENERATIVE


def measure(questions: Sequence[Question]) -> dict[str, float]:
    return {
        "always the first choice": share(questions, first),
        "the longest choice": share(questions, longest),
        "the most common choice": share(questions, most_common(questions)),
        "the best rule on length": max(share(questions, r) for r in length_rules(questions)),
    }


def test_bank_cannot_be_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    measured = measure(ITEMS)
    shown = measured | {"keywords (for comparison)": share(ITEMS, keywords)}
    lines = [f"  {name:28} {value:.0%}" for name, value in shown.items()]
    show(capsys, f"How guessable the {len(ITEMS)} items are, by their labels:", *lines)
    assert {name: value for name, value in measured.items() if value >= LIMIT} == {}


@pytest.mark.parametrize("exercise", BANK.exercises.values(), ids=BANK.exercises)
def test_exercise_cannot_be_answered_with_one_choice(exercise: Exercise) -> None:
    rules = {choice: (lambda _, choice=choice: choice) for choice in exercise.questions[0].choices}
    shares = {choice: share(exercise.questions, rule) for choice, rule in rules.items()}
    assert {choice: value for choice, value in shares.items() if value >= LIMIT} == {}
