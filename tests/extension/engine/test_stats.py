"""Statistics against values worked out by hand or printed in the cited articles."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.stats import (
    ConfusionMatrix,
    cohens_kappa,
    distractors,
    facility,
    fleiss_kappa,
    item_rest_correlation,
)
from tests.bank import learners

LABEL = learners().facets["label"]


def test_cohens_kappa_by_hand() -> None:
    # 50 subjects: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no.
    # Observed 35/50 = 0.7; chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; kappa 0.2 / 0.5.
    first = "y" * 25 + "n" * 25
    second = "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15
    assert cohens_kappa(first, second) == pytest.approx(0.4)


def test_cohens_kappa_of_three_choices_by_hand() -> None:
    # Observed 4/6; chance (3*2 + 2*2 + 1*2) / 36 = 1/3; kappa 1/2.
    assert cohens_kappa("aaabbc", "aabbcc") == pytest.approx(0.5)


def test_cohens_kappa_below_chance() -> None:
    assert cohens_kappa("ab", "ba") == pytest.approx(-1)


@pytest.mark.parametrize(("first", "second"), [("", ""), ("aaa", "aaa")])
def test_cohens_kappa_without_a_value(first: str, second: str) -> None:
    assert cohens_kappa(first, second) is None


def test_cohens_kappa_of_unequal_lengths() -> None:
    with pytest.raises(ValueError, match="2 choices of one rater, 1 of the other"):
        cohens_kappa("ab", "a")


@given(st.text("abc", min_size=2))
def test_full_agreement_is_one(choices: str) -> None:
    assert cohens_kappa(choices, choices) in (None, pytest.approx(1))


def test_fleiss_kappa_by_hand() -> None:
    # Three subjects, four ratings each: aaab, aabb, bbbb.
    # Agreement 6/12, 4/12, 12/12, mean 22/36; shares 5/12 and 7/12, chance 74/144.
    observed, chance = 22 / 36, 74 / 144
    expected = (observed - chance) / (1 - chance)
    assert fleiss_kappa(["aaab", "aabb", "bbbb"]) == pytest.approx(expected)


@pytest.mark.parametrize("ratings", [[], ["a", "b"], ["aa", "aa"]])
def test_fleiss_kappa_without_a_value(ratings: list[str]) -> None:
    assert fleiss_kappa(ratings) is None


def test_fleiss_kappa_needs_equal_numbers() -> None:
    with pytest.raises(ValueError, match="different numbers of ratings"):
        fleiss_kappa(["aa", "a"])


def test_facility_by_hand() -> None:
    assert facility([1, 1, 0.5, 0]) == pytest.approx(0.625)
    assert facility([]) is None


def test_item_rest_correlation_by_hand() -> None:
    # Rest scores 0, 2, 1, 3: deviations -1.5, .5, -.5, 1.5; of the item -.5, .5, -.5, .5.
    # Sum of products 2; 2 / sqrt(5 * 1).
    expected = 2 / math.sqrt(5)
    assert item_rest_correlation([0, 1, 0, 1], [0, 3, 1, 4]) == pytest.approx(expected)


def test_item_rest_correlation_leaves_the_item_out() -> None:
    # Nothing else varies, so the item must not be compared with itself.
    assert item_rest_correlation([0, 1, 0, 1], [2, 3, 2, 3]) is None


@pytest.mark.parametrize(("credits", "totals"), [([], []), ([1, 1], [1, 2]), ([1], [3])])
def test_item_rest_correlation_without_variation(credits: list[float], totals: list[float]) -> None:
    assert item_rest_correlation(credits, totals) is None


def test_item_rest_correlation_of_unequal_lengths() -> None:
    with pytest.raises(ValueError, match="1 credits, 2 totals"):
        item_rest_correlation([1], [1, 2])


def test_distractors_are_counted_without_the_right_choices() -> None:
    assert distractors("cbbab", {"a": ""}) == [("b", 3), ("c", 1)]


def test_confusion_matrix() -> None:
    pairs = [("a", "a"), ("a", "b"), ("a", "b"), ("b", "a"), ("x", "a")]
    matrix = ConfusionMatrix.from_pairs("ab", pairs)
    assert matrix.counts == ((1, 2), (1, 0))
    assert matrix.n == 4
    assert matrix.mixed_up() == [("a", "b", 2), ("b", "a", 1)]
    assert str(matrix).splitlines() == [
        "expected \\ given     a     b",
        "a                    1     2",
        "b                    1     0",
    ]


def test_confusion_matrix_as_html_does_not_rely_on_colour() -> None:
    labels = ("traditional", "llm", "<b>")
    page = ConfusionMatrix.from_pairs(labels, [("llm", "llm")], LABEL)._repr_html_()
    assert page.count('scope="col"') == 4
    assert page.count('scope="row"') == 3
    assert page.count("agree</small>") == 3
    assert page.count("<svg") == 4
    assert "<b>" not in page
    assert "n = 1" in page
