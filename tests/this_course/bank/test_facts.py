"""Items on named systems and on government use cases against the tables of facts beside them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bank import FOLDER, shipped
from tests.showing import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

    from selfcheck.model import Item

BANK = shipped()
ITEMS = tuple(BANK.items.values())


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(row: Mapping[str, str]) -> tuple[str, str]:
    """Return what finds a use case in the inventory; not every agency gave its own ids."""
    return row["agency"], row["id"] or row["use_case_name"]


EPOCH = {row["Model"]: row for row in table(FOLDER / "data/epoch_models.csv")}
FEDERAL = {place(row): row for row in table(FOLDER / "data/federal_use_cases.csv")}
HELD_BACK = {
    place(row): row for row in table(Path(__file__).with_name("final_check_use_cases.csv"))
}
"""The use cases of the final check: learners get no copy of what their agencies call them."""


def is_llm_by_rule(row: dict[str, str]) -> bool:
    """Apply the published rule: the domain has Language, and the task speaks of generation."""
    domains = [domain.strip() for domain in row["Domain"].split(",")]
    return "Language" in domains and "generation" in row["Task"]


def differences(item: Item, row: dict[str, str]) -> list[str]:
    """Return in what an item differs from the row on its model."""
    found = []
    rule = is_llm_by_rule(row)
    if (item.labels == ("llm",)) is not rule:
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
    used = [item for item in ITEMS if "agency" in item.facts]
    wrong = []
    for item in used:
        wanted = (item.facts["agency"], item.facts.get("inventory_id", item.title))
        row = (FEDERAL | HELD_BACK).get(wanted)
        if row is None or (row["use_case_name"], row["classification"]) != (
            item.title,
            item.facts["agency_label"],
        ):
            wrong.append(item.id)
    show(capsys, f"{len(used)} government use cases, {len(wrong)} of them not as in the inventory")
    assert wrong == []


def test_learners_have_no_table_with_the_cases_of_the_final_check() -> None:
    graded = [exercise for exercise in BANK.exercises.values() if exercise.graded]
    cases = [BANK.items[question.id] for exercise in graded for question in exercise.questions]
    assert {case.title for case in cases} == {row["use_case_name"] for row in HELD_BACK.values()}
    shipped = {agency for agency, _ in FEDERAL}
    assert {case.facts["agency"] for case in cases}.isdisjoint(shipped)
