"""Another round offers what was mixed up."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from exercises import another_round, bank, check
from selfcheck import Facet, Status
from selfcheck.checker import check_exercise
from selfcheck.model import Exercise, Item

ITEMS = bank.load().items
FACETS = bank.load().facets
LABEL = FACETS["label"]
OWN = "score-or-sample-outputs"


def of_label(label: str) -> list[Item]:
    return [item for item in ITEMS.values() if item.labels == (label,)]


def exercise_of(*items: Item) -> Exercise:
    questions = tuple(item.question(LABEL) for item in items)
    return Exercise(id="sorting", title="Sorting", questions=questions, facet=LABEL)


def test_round_holds_both_kinds_and_what_was_missed_first() -> None:
    old, new = of_label("traditional")[:3], of_label("generative")[:1]
    exercise = exercise_of(*old, *new)
    answers = {old[0].id: "generative", old[1].id: "generative", old[2].id: "traditional"}
    result = check_exercise(exercise, answers | {new[0].id: "llm"})
    again = another_round(result)

    assert again.message.startswith('You mixed up "generative" and "traditional" (twice).')
    assert again.exercise is not None
    kinds = [tuple(q.right) for q in again.exercise.questions]
    assert kinds.count(("traditional",)) == kinds.count(("generative",)) == 4
    # Each pair of neighbours holds one of each kind.
    assert all(set(kinds[n : n + 2]) == set(kinds) for n in range(0, len(kinds), 2))
    offered = {q.id for q in again.exercise.questions}
    assert {old[0].id, old[1].id} <= offered
    assert old[2].id not in offered
    assert any(q.near_miss for q in again.exercise.questions)
    assert repr(again) == repr(another_round([result]))


def test_round_can_be_answered_and_repeated() -> None:
    again = another_round(check(OWN, {"mixture-sample": "score"}))
    assert again.exercise is not None
    answers = {q.id: q.expected() for q in again.exercise.questions}
    assert again.check(answers).status is Status.PASS
    assert again.check().status is Status.BLANK
    for question in again.exercise.questions:
        assert f'"{question.id}": ...' in repr(again)
        assert question.title in again._repr_html_()
    worse = again.check(answers | {"mixture-sample": "score"})
    assert another_round([worse, worse]).message.startswith(
        'You mixed up "sample" and "score" (twice).'
    )


@pytest.mark.parametrize("results", [None, 3, [], "x", [3, object()], {}, check])
def test_nothing_to_practise(results: Any) -> None:
    again = another_round(results)
    assert again.exercise is None
    assert (
        again.message == repr(again) == "There is nothing to practise: no two labels were mixed up."
    )
    assert again.message in again._repr_html_()
    assert again.check({"a": "b"}).message == again.message


@pytest.mark.parametrize("size", [2, 0, -5, 10**9, "many", None])
def test_any_size(size: Any) -> None:
    first = check(OWN, {"mixture-sample": "score"})
    again = another_round(first, size=size)
    assert again.exercise is not None
    assert len(again.exercise.questions) >= 2


def test_result_without_a_mixup() -> None:
    assert another_round(check(OWN, {"mixture-sample": "sample"})).exercise is None
    assert another_round(check("no-such-exercise")).exercise is None


@pytest.mark.parametrize("facet", FACETS.values(), ids=FACETS)
def test_round_asks_only_what_has_one_answer(facet: Facet) -> None:
    for one, other in combinations(facet.values, 2):
        settled = [
            q for q in (item.question(facet) for item in ITEMS.values()) if len(q.right) == 1
        ]
        missed = next(q for q in settled if set(q.right) == {one})
        exercise = Exercise(id="facet", title="Facet", questions=(missed,), facet=facet)
        again = another_round(check_exercise(exercise, {missed.id: other}), size=40)
        assert again.exercise is not None
        rights = [tuple(question.right) for question in again.exercise.questions]
        assert set(rights) == {(one,), (other,)}
        kept = {question.id for question in again.exercise.questions}
        assert kept <= {question.id for question in settled}


def test_a_facet_that_is_disputed_has_every_defensible_value_right() -> None:
    disputed = [item for item in ITEMS.values() if len(item.defensible("llm")) > 1]
    assert disputed
    for item in disputed:
        question = item.question(FACETS["llm"])
        exercise = Exercise(id="one", title="One", questions=(question,), facet=FACETS["llm"])
        for value in item.defensible("llm"):
            entry = check_exercise(exercise, {item.id: value}).feedback[0]
            assert entry.credit == 1
            assert entry.message.startswith(item.because["llm"])
            assert entry.message.count(item.because["llm"]) == 1
