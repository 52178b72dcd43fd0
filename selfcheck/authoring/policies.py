"""Check the policies, and that each item keeps to the one that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..model import Llm, Output, derive_label

if TYPE_CHECKING:
    from .marked_yaml import MarkedFile

Entry = Mapping[str, Any]


def check_policies(
    item_files: Sequence[MarkedFile], policies: MarkedFile, held_back: Iterable[str]
) -> None:
    """Check what items and policies say about each other.

    Args:
        item_files: The files with items.
        policies: The file with policies.
        held_back: The ids of items that learners must not see.
    """
    items = {e.get("id"): e for file in item_files for e in file.entries if isinstance(e, dict)}
    known = {e.get("id"): e for e in policies.entries if isinstance(e, dict)}
    for file in item_files:
        for index, entry in enumerate(file.entries):
            policy = entry.get("policy") if isinstance(entry, dict) else None
            if policy is None:
                continue
            if policy in known:
                _check_item(file, index, entry, known[policy])
            else:
                rule = f'There is no policy "{policy}" in {policies.name}.'
                file.fault((index, "policy"), rule, f"Use one of {', '.join(map(str, known))}.")
    secret = set(held_back)
    for index, entry in enumerate(policies.entries):
        examples = entry.get("examples") if isinstance(entry, dict) else None
        for side, item in examples.items() if isinstance(examples, dict) else ():
            place = (index, "examples", side)
            if item not in items:
                rule = f'There is no item "{item}" in the bank.'
                policies.fault(place, rule, "Correct the id, or write the item.")
            elif item in secret:
                rule = f'"{item}" is graded, and an example gives its key away.'
                policies.fault(place, rule, "Choose another example.")


def _check_item(file: MarkedFile, index: int, entry: Entry, policy: Entry) -> None:
    """Check that an item is labelled as its policy says."""
    place = (index, "policy")
    level, allowed = policy.get("level"), policy.get("labels")
    if level is not None and entry.get("level") != level:
        rule = f'By the policy "{policy["id"]}" the level is "{level}".'
        file.fault(place, rule, "Correct the level, or the policy.")
    try:
        derived = derive_label(Output(entry["output"]), Llm(entry["llm"]))
    except (KeyError, ValueError):
        return  # The schema has a word on it.
    labels = set(entry.get("contested", [derived]))
    if allowed is not None and labels not in [set(together) for together in allowed]:
        listed = ", or ".join(" and ".join(together) for together in allowed)
        rule = f'By the policy "{policy["id"]}" the label is {listed}.'
        file.fault(place, rule, "Correct the facets, or the policy.")
