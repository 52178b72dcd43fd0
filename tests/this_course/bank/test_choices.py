"""What is said to each choice of each item is true, by the item's own facets."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from exercises import authoring, bank
from exercises.model import CHOICES, Ask, Item, Llm, Output
from tests.showing import show

BANK: Final = bank.build(authoring.read())

ITEMS: Final = tuple(BANK.items.values())

ROWS: Final = tuple(authoring.every_choice(ITEMS))


def credits_of(item: Item) -> dict[str, float]:
    """Return what each label of a settled item earns, worked out from its facets alone."""
    if item.output is Output.NO:
        return {"traditional": 1}
    return {
        Llm.NONE: {"generative": 1.0},
        Llm.PART: {"with-llm": 1.0},
        Llm.WHOLE: {"llm": 1.0, "with-llm": 0.5},
    }[item.llm]


def test_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(authoring.table_of_choices(ITEMS))
    counts = Counter((row.ask, row.credit) for row in ROWS)
    assert len(lines) == len(ROWS) == len(ITEMS) * sum(map(len, CHOICES.values()))
    told = [f"{ask}: {n} earn {credit:g}" for (ask, credit), n in sorted(counts.items())]
    show(capsys, f"What is said to {len(lines)} choices:", *(f"  {line}" for line in told))


def test_credit_for_a_label_is_what_the_facets_give() -> None:
    for row in ROWS:
        if row.ask is not Ask.LABEL:
            continue
        item = row.item
        expected = dict.fromkeys(item.contested, 1.0) if item.contested else credits_of(item)
        assert row.credit == expected.get(row.choice, 0), (item.id, row.choice)
        assert (row.credit == 0) is (row.verdict == "look again"), (item.id, row.choice)


@pytest.mark.parametrize(("ask", "field"), [(Ask.OUTPUT, "outputs"), (Ask.LLM, "llms")])
def test_every_value_of_a_facet_that_a_contested_label_needs_is_right(ask: Ask, field: str) -> None:
    for row in ROWS:
        if row.ask is ask:
            assert (row.credit == 1) is (row.choice in getattr(row.item, field)), row.item.id
    several = [item for item in ITEMS if len(getattr(item, field)) > 1]
    assert all(item.contested for item in several)
    assert several


@pytest.mark.parametrize(
    ("ask", "choice"), [(ask, choice) for ask, choices in CHOICES.items() for choice in choices]
)
def test_there_are_settled_items_for_every_value(ask: Ask, choice: str) -> None:
    settled = [
        item.id
        for item in ITEMS
        if set(item.question(ask).right) == {choice} and not item.contested
    ]
    assert len(settled) >= 3
