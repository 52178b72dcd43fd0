"""Items on named systems and on government use cases against the tables of facts beside them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from exercises import authoring, bank
from exercises.authoring.source import HERE
from exercises.model import Label
from tests.showing import show

if TYPE_CHECKING:
    import pytest

    from exercises.model import Item

ITEMS = tuple(bank.build(authoring.read()).items.values())


def table(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EPOCH = {row["Model"]: row for row in table("epoch_models.csv")}
FEDERAL = {(row["agency"], row["id"]): row for row in table("federal_use_cases.csv")}


def is_llm_by_rule(row: dict[str, str]) -> bool:
    """Apply the published rule: the domain has Language, and the task speaks of generation."""
    domains = [domain.strip() for domain in row["Domain"].split(",")]
    return "Language" in domains and "generation" in row["Task"]


def differences(item: Item, row: dict[str, str]) -> list[str]:
    """Return in what an item differs from the row on its model."""
    found = []
    rule = is_llm_by_rule(row)
    if (item.labels == (Label.LLM,)) is not rule:
        labels = " or ".join(item.labels)
        found.append(f"the rule {'finds' if rule else 'does not find'} an LLM; here {labels}")
    year = item.facts.get("year")
    if year and row["Publication date"] and not row["Publication date"].startswith(str(year)):
        found.append(f"published {row['Publication date']}; here {year}")
    return found


def test_models_agree_with_the_table_or_say_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    told, silent, needless = [], [], []
    for item in ITEMS:
        epoch = item.facts.get("epoch")
        if epoch is None:
            continue
        assert epoch["model"] in EPOCH, item.id
        found = "; ".join(differences(item, EPOCH[epoch["model"]]))
        reason = epoch.get("differs")
        if found and reason:
            told.append(f"  {item.title}: {found}. {reason}")
        elif found:
            silent.append(f"{item.id}: {found}")
        elif reason:
            needless.append(item.id)
    show(capsys, f"{len(told)} items differ from Epoch AI's table, and say why:", *told)
    assert silent == [], 'add "differs" with the reason under "epoch"'
    assert needless == [], 'these agree: remove "differs"'


def test_listed_models_refer_to_the_table() -> None:
    by_name = {name.casefold() for name in EPOCH}
    missing = [
        item.id
        for item in ITEMS
        if item.title.casefold() in by_name and item.level == "model" and "epoch" not in item.facts
    ]
    assert missing == []


def test_government_use_cases_are_in_the_inventory(capsys: pytest.CaptureFixture[str]) -> None:
    used = [item for item in ITEMS if "inventory_id" in item.facts]
    wrong = []
    for item in used:
        row = FEDERAL.get((item.facts["agency"], item.facts["inventory_id"]))
        if row is None or row["classification"] != item.facts["agency_label"]:
            wrong.append(item.id)
    show(capsys, f"{len(used)} government use cases, {len(wrong)} of them not as in the inventory")
    assert wrong == []
