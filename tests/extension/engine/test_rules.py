"""A learner's rule is tried on cases, and whatever it does, the learner gets a sentence."""

from __future__ import annotations

import pytest

from selfcheck import Status
from selfcheck.rules import Case, check_rule

CASES = [Case("owl", (2,), ("bird",)), Case("cat", (4,), ("mammal", "pet"))]
LABELS = ["bird", "mammal", "pet"]


def stops(legs: int) -> str:
    raise ValueError(f"{legs} legs")


def leaves(legs: int) -> str:
    raise SystemExit


def test_a_right_rule_passes_and_a_defensible_label_counts() -> None:
    result = check_rule(lambda legs: "bird" if legs == 2 else "Pet", CASES, LABELS)
    assert result.status is Status.PASS
    assert result.pairs == (("bird", "bird"), ("pet", "pet"))
    assert result.confusion.n == 2


def test_a_path_without_return_is_named() -> None:
    result = check_rule(lambda legs: "bird" if legs == 2 else None, CASES, LABELS)
    assert result.status is Status.PARTIAL
    assert "every path" in result.message


@pytest.mark.parametrize("rule", [..., None, lambda legs: ..., lambda legs: None])
def test_nothing_written_is_blank(rule: object) -> None:
    assert check_rule(rule, CASES, LABELS).status is Status.BLANK


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("bird", "its name after def"),
        (stops, "ValueError: 2 legs"),
        (leaves, "SystemExit"),
        (lambda: "bird", "TypeError"),
        (lambda legs: "brid", 'returned "brid"'),
        (lambda legs: [legs], "a value of type list"),
    ],
)
def test_trouble_is_explained(rule: object, said: str) -> None:
    result = check_rule(rule, CASES, LABELS)
    assert result.status is Status.PROBLEM
    assert said in repr(result)
