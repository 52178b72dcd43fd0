"""What is said to each choice of each item is true, by the item's own facets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from selfcheck import authoring
from selfcheck.authoring.labels import AGREEING
from tests.bank import shipped
from tests.showing import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selfcheck.model import Item

BANK: Final = shipped()

ITEMS: Final = tuple(BANK.items.values())

FACETS: Final = BANK.facets

ROWS: Final = tuple(authoring.every_choice(ITEMS, FACETS.values()))


def credits_of(item: Item) -> dict[str, float]:
    """Return what each label of a settled item earns, worked out from its facets alone."""
    if item.output == "no":
        return {"traditional": 1}
    return {
        "none": {"generative": 1.0},
        "part": {"with-llm": 1.0},
        "whole": {"llm": 1.0, "with-llm": 0.5},
    }[item.llm]


def denied_by(item: Item) -> Iterator[str]:
    """Yield the labels that no defensible pair of facets allows."""
    says_new = {
        "traditional": False,
        "generative": True,
        "with-llm": True,
        "llm": True,
    }
    amounts = {"generative": "none", "with-llm": "part", "llm": "whole"}
    by_name_alone = item.policy is not None and item.policy.dispute == "name"
    for label in FACETS["label"].values:
        if by_name_alone and label == "traditional":
            continue  # Nothing was trained, so some keep the name of generative AI for others.
        if label == "llm" and item.output == "no":
            if item.defensible("llm") == ("none",):
                yield label
            continue  # What is inside gives it that name.
        fits = any(
            (output != "no") is says_new[label] or output == "mixed"
            for output in item.defensible("output")
        )
        if not fits or (label in amounts and amounts[label] not in item.defensible("llm")):
            yield label


def test_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(authoring.table_of_choices(ITEMS, FACETS.values()))
    counts = Counter((row.facet.id, row.credit) for row in ROWS)
    assert (
        len(lines) == len(ROWS) == len(ITEMS) * sum(len(facet.choices) for facet in FACETS.values())
    )
    told = [f"{ask}: {n} earn {credit:g}" for (ask, credit), n in sorted(counts.items())]
    show(capsys, f"What is said to {len(lines)} choices:", *(f"  {line}" for line in told))


@pytest.mark.parametrize("ask", FACETS)
def test_no_wrong_choice_is_agreed_with(ask: str) -> None:
    wrong = [row for row in ROWS if row.facet.id == ask and row.credit == 0]
    assert wrong
    agreed = {
        (row.item.id, row.choice): row.message for row in wrong if AGREEING.match(row.message)
    }
    assert agreed == {}


def test_credit_for_a_label_is_what_the_facets_give() -> None:
    for row in ROWS:
        if row.facet.id != "label":
            continue
        item = row.item
        expected = dict.fromkeys(item.contested, 1.0) if item.contested else credits_of(item)
        assert row.credit == expected.get(row.choice, 0), (item.id, row.choice)
        assert (row.credit == 0) is (row.verdict == "look again"), (item.id, row.choice)


def test_no_label_is_right_that_the_facets_deny() -> None:
    denied = {
        (row.item.id, row.choice)
        for row in ROWS
        if row.facet.id == "label" and row.credit == 1 and row.choice in denied_by(row.item)
    }
    assert denied == set()


@pytest.mark.parametrize("ask", ["output", "llm"])
def test_every_value_of_a_facet_that_a_contested_label_needs_is_right(ask: str) -> None:
    for row in ROWS:
        if row.facet.id == ask:
            assert (row.credit == 1) is (row.choice in row.item.defensible(ask)), row.item.id
    several = [item for item in ITEMS if len(item.defensible(ask)) > 1]
    assert all(item.contested for item in several)
    assert several


@pytest.mark.parametrize(
    ("ask", "choice"), [(ask, choice) for ask, facet in FACETS.items() for choice in facet.values]
)
def test_there_are_settled_items_for_every_value(ask: str, choice: str) -> None:
    settled = [
        item.id
        for item in ITEMS
        if set(item.question(FACETS[ask]).right) == {choice} and not item.contested
    ]
    assert len(settled) >= 3
