"""What is said to each choice of each item is true, by the item's own facets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from selfcheck import authoring
from selfcheck.authoring.labels import AGREEING
from selfcheck.model import CHOICES, NEW, Ask, Dispute, Item, Label, Llm, Output
from tests.bank import shipped
from tests.showing import show

if TYPE_CHECKING:
    from collections.abc import Iterator

BANK: Final = shipped()

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


def denied_by(item: Item) -> Iterator[str]:
    """Yield the labels that no defensible pair of facets allows."""
    says_new = {
        Label.TRADITIONAL: False,
        Label.GENERATIVE: True,
        Label.WITH_LLM: True,
        Label.LLM: True,
    }
    amounts = {Label.GENERATIVE: Llm.NONE, Label.WITH_LLM: Llm.PART, Label.LLM: Llm.WHOLE}
    by_name_alone = item.policy is not None and item.policy.dispute is Dispute.NAME
    for label in Label:
        if by_name_alone and label is Label.TRADITIONAL:
            continue  # Nothing was trained, so some keep the name of generative AI for others.
        if label is Label.LLM and item.output is Output.NO:
            if {*item.llms} == {Llm.NONE}:
                yield label
            continue  # What is inside gives it that name.
        fits = any(
            (output in NEW or output is Output.MIXED) is says_new[label] or output is Output.MIXED
            for output in item.outputs
        )
        if not fits or (label in amounts and amounts[label] not in item.llms):
            yield label


def test_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(authoring.table_of_choices(ITEMS))
    counts = Counter((row.ask, row.credit) for row in ROWS)
    assert len(lines) == len(ROWS) == len(ITEMS) * sum(map(len, CHOICES.values()))
    told = [f"{ask}: {n} earn {credit:g}" for (ask, credit), n in sorted(counts.items())]
    show(capsys, f"What is said to {len(lines)} choices:", *(f"  {line}" for line in told))


@pytest.mark.parametrize("ask", CHOICES)
def test_no_wrong_choice_is_agreed_with(ask: Ask) -> None:
    wrong = [row for row in ROWS if row.ask is ask and row.credit == 0]
    assert wrong
    agreed = {
        (row.item.id, row.choice): row.message for row in wrong if AGREEING.match(row.message)
    }
    assert agreed == {}


def test_credit_for_a_label_is_what_the_facets_give() -> None:
    for row in ROWS:
        if row.ask is not Ask.LABEL:
            continue
        item = row.item
        expected = dict.fromkeys(item.contested, 1.0) if item.contested else credits_of(item)
        assert row.credit == expected.get(row.choice, 0), (item.id, row.choice)
        assert (row.credit == 0) is (row.verdict == "look again"), (item.id, row.choice)


def test_no_label_is_right_that_the_facets_deny() -> None:
    denied = {
        (row.item.id, row.choice)
        for row in ROWS
        if row.ask is Ask.LABEL and row.credit == 1 and row.choice in denied_by(row.item)
    }
    assert denied == set()


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
