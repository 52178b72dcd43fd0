"""The bank that the course ships."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from selfcheck import authoring, bank
from tests.bank import FOLDER, shipped
from tests.showing import show

if TYPE_CHECKING:
    import pytest

SOURCE = shipped()


def test_learners_copy_is_up_to_date() -> None:
    compiled = (FOLDER / bank.COMPILED).read_text(encoding="utf-8")
    assert compiled == authoring.compile_bank(FOLDER), (
        "exercises/bank.json is older than its YAML source. Run: python -m exercises compile"
    )


def test_every_claim_is_named_once() -> None:
    assert list(SOURCE.claims) == [f"S{number}" for number in range(1, 35)]


def test_no_two_exercises_share_a_title() -> None:
    titles = [exercise.title for exercise in SOURCE.exercises.values()]
    assert sorted(set(titles)) == sorted(titles)


def test_every_question_explains_every_wrong_choice() -> None:
    for exercise in SOURCE.exercises.values():
        for question in exercise.questions:
            explained = {*question.right, *question.nearly, *question.wrong}
            assert explained == set(question.choices), (exercise.id, question.id)
            assert question.right, (exercise.id, question.id)
            assert question.hints, (exercise.id, question.id)


NAMED = (
    *("ChatGPT", "GPT-4", "Claude", "PaLM", "LLaMA", "DALL·E", "Midjourney", "Stable Diffusion"),
    *("Codex", "MusicLM", "Sora", "WaveNet", "BERT", "GPT-4o", "Coding assistant"),
)


def test_systems_that_the_claims_name_are_there() -> None:
    titles = " / ".join(item.title for item in SOURCE.items.values())
    assert [name for name in NAMED if name.casefold() not in titles.casefold()] == []


def test_bank_is_large_and_varied(capsys: pytest.CaptureFixture[str]) -> None:
    items = SOURCE.items.values()
    counts = {
        "items": len(items),
        "traditional": sum(item.labels == ("traditional",) for item in items),
        "generative": sum(item.labels == ("generative",) for item in items),
        "with an llm inside": sum(item.labels == ("with-llm",) for item in items),
        "llm": sum(item.labels == ("llm",) for item in items),
        "contested": sum(bool(item.contested) for item in items),
        "near misses": sum(item.near_miss for item in items),
        "government use cases": sum("agency" in item.facts for item in items),
    }
    show(capsys, "The bank: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    assert counts["items"] >= 120
    assert counts["traditional"] >= 30
    assert counts["near misses"] >= 25
    assert counts["government use cases"] >= 40


def test_every_item_is_in_an_exercise() -> None:
    used = {q.id for exercise in SOURCE.exercises.values() for q in exercise.questions}
    assert sorted(set(SOURCE.items) - used) == []


def test_a_graded_exercise_has_twenty_items_or_more() -> None:
    sizes = [len(e.questions) for e in SOURCE.exercises.values() if e.graded]
    assert sizes
    assert min(sizes) >= 20


def test_every_facet_of_every_item_can_be_asked() -> None:
    for item in SOURCE.items.values():
        for facet in SOURCE.facets.values():
            question = item.question(facet)
            assert {*question.right, *question.nearly, *question.wrong} == set(question.choices)
            assert not set(question.right) & {*question.nearly, *question.wrong}


def test_reasons_for_a_facet_are_those_of_the_item() -> None:
    """A learner is told about this system, whatever the answer was."""
    for item in SOURCE.items.values():
        for ask in {"output", "llm"}.intersection(item.because):
            question = item.question(SOURCE.facets[ask])
            assert {*question.right.values(), *question.wrong.values()} == {item.because[ask]}


def test_what_is_an_llm_earns_part_credit_for_one_inside_and_for_nothing_else() -> None:
    for item in SOURCE.items.values():
        question = item.question(SOURCE.facets["label"])
        half = {choice for choice in question.choices if question.credit(choice) == 0.5}
        assert half == ({"with-llm"} if item.labels == ("llm",) else set()), item.id


def test_bank_compiles_in_two_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    start = time.process_time()
    authoring.compile_bank(FOLDER)
    taken = time.process_time() - start
    show(capsys, f"The bank compiles in {taken:.2f} s of the processor.")
    assert taken < 2
