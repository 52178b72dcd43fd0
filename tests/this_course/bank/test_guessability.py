"""How far a learner gets without reading: measured for every rule of thumb, and printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline

from selfcheck.model import Exercise, Question
from tests.bank import shipped
from tests.showing import show

BANK = shipped()
ITEMS = tuple(item.question(BANK.facets["label"]) for item in BANK.items.values())
LIMIT = 0.60

WORDS = 0.08
"""How far a bag of words may be above the best single answer, for the whole bank."""

GRADED_WORDS = 0.10
"""The same for a graded exercise, which is small."""

SEEDS = 5

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
    """Return the share of all credit that a rule earns, half points included."""
    return sum(question.credit(rule(question)) for question in questions) / len(questions)


def first(question: Question) -> str:
    return question.choices[0]


def longest(question: Question) -> str:
    return max(question.choices, key=len)


def constant(choice: str) -> Rule:
    return lambda _: choice


def best_constant(questions: Sequence[Question]) -> tuple[float, str]:
    """Return what the best answer earns if it is given each time, and that answer."""
    return max((share(questions, constant(choice)), choice) for choice in questions[0].choices)


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
        return "traditional"
    return "llm" if _LANGUAGE.search(question.prompt) else "generative"


def measure(questions: Sequence[Question]) -> dict[str, float]:
    return {
        "always the first choice": share(questions, first),
        "the longest choice": share(questions, longest),
        "always the best choice": best_constant(questions)[0],
        "the best rule on length": max(share(questions, r) for r in length_rules(questions)),
    }


def cycling(exercise: Exercise) -> int:
    """Count how many answers stand where going through the choices in order puts them."""
    return sum(
        question.choices[number % len(question.choices)] in question.right
        for number, question in enumerate(exercise.questions)
    )


def steps(exercise: Exercise) -> Iterator[set[int]]:
    """Yield how far it is, in the list of choices, from each right answer to the next one."""
    places = [[q.choices.index(choice) for choice in q.right] for q in exercise.questions]
    for here, there in pairwise(places):
        yield {(b - a) % len(exercise.questions[0].choices) for a, b in product(here, there)}


def repeats(exercise: Exercise) -> bool:
    """Tell whether the answers are the same again after each round of the choices."""
    rights = [set(question.right) for question in exercise.questions]
    period = len(exercise.questions[0].choices)
    again = list(zip(rights, rights[period:], strict=False))
    return len(again) > 2 and all(a & b for a, b in again)


def credit_of(questions: Sequence[Question], given: Sequence[str]) -> float:
    pairs = zip(questions, given, strict=True)
    return sum(question.credit(choice) for question, choice in pairs) / len(questions)


def bag_of_words() -> Pipeline:
    """Return a model that knows which words stand in a stimulus, and nothing else."""
    return make_pipeline(TfidfVectorizer(sublinear_tf=True), LogisticRegression(C=10, max_iter=500))


def cross_validated(questions: Sequence[Question]) -> float:
    """Return the mean credit of a bag of words on items that it has not seen."""
    texts = np.array([question.prompt for question in questions])
    labels = np.array([str(next(iter(question.right))) for question in questions])
    earned = []
    for seed in range(SEEDS):
        given = labels.copy()
        for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(texts, labels):
            given[test] = bag_of_words().fit(texts[train], labels[train]).predict(texts[test])
        earned.append(credit_of(questions, given.tolist()))
    return float(np.mean(earned))


def unseen(exercise: Exercise) -> float:
    """Return the credit of a bag of words that learned from all items outside an exercise."""
    asked = {question.id for question in exercise.questions}
    known = [question for question in ITEMS if question.id not in asked]
    model = bag_of_words().fit(
        [question.prompt for question in known], [str(next(iter(q.right))) for q in known]
    )
    given = model.predict([question.prompt for question in exercise.questions])
    return credit_of(exercise.questions, given.tolist())


def test_bank_cannot_be_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    measured = measure(ITEMS)
    shown = measured | {"keywords (for comparison)": share(ITEMS, keywords)}
    lines = [f"  {name:28} {value:.0%}" for name, value in shown.items()]
    show(capsys, f"How guessable the {len(ITEMS)} items are, by their labels:", *lines)
    assert {name: value for name, value in measured.items() if value >= LIMIT} == {}


@pytest.mark.parametrize("exercise", BANK.exercises.values(), ids=BANK.exercises)
def test_exercise_cannot_be_answered_with_one_choice(exercise: Exercise) -> None:
    earned, choice = best_constant(exercise.questions)
    assert earned < LIMIT, choice


def test_one_choice_in_every_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    found = sorted((*best_constant(e.questions), key) for key, e in BANK.exercises.items())
    lines = [f"  {earned:.0%} {key}, always {choice!r}" for earned, choice, key in found[-5:]]
    show(capsys, "What one answer earns, half points included, at most:", *lines)
    assert found[-1][0] < LIMIT


@pytest.mark.parametrize("kind", ["questions of their own", "items"])
def test_answers_do_not_follow_from_their_neighbours(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = kind != "items"
    chosen = [e for e in BANK.exercises.values() if (e.facet is None) is own]
    total = sum(len(exercise.questions) for exercise in chosen)
    in_order = sum(map(cycling, chosen)) / total
    moves = [step for exercise in chosen for step in steps(exercise)]
    most = max(len(exercise.questions[0].choices) for exercise in chosen)
    by_step = [sum(n in step for step in moves) / len(moves) for n in range(most)]
    show(
        capsys,
        f"Exercises with {kind}: {len(chosen)}, {total} questions:",
        f"  {'cycling through the choices':28} {in_order:.0%}",
        f"  {'the same answer again':28} {by_step[0]:.0%}",
        *(f"  {f'{n} further in the list':28} {by_step[n]:.0%}" for n in range(1, most)),
    )
    assert in_order < 0.40
    assert by_step[0] > 0.20
    assert max(by_step) < 0.45
    assert [exercise.id for exercise in chosen if repeats(exercise)] == []


def test_words_of_a_stimulus_do_not_give_its_label_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    graded = [exercise for exercise in BANK.exercises.values() if exercise.graded]
    rows = [("the bank, cross-validated", cross_validated(ITEMS), best_constant(ITEMS)[0], WORDS)]
    rows += [(e.id, unseen(e), best_constant(e.questions)[0], GRADED_WORDS) for e in graded]
    show(
        capsys,
        "What a bag of words earns on items that it has not seen:",
        *(f"  {name:28} {words:.0%}, one answer {one:.0%}" for name, words, one, _ in rows),
    )
    assert [name for name, words, one, above in rows if words > one + above] == []
