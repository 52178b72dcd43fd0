"""Check the policies, and that each item keeps to the one that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..facets import derived_of
from ..model import NAME

if TYPE_CHECKING:
    from ..facets import Facet
    from .marked_yaml import MarkedFile

Entry = Mapping[str, Any]


def check_policies(
    item_files: Sequence[MarkedFile],
    policies: MarkedFile,
    held_back: Iterable[str],
    facets: Mapping[str, Facet],
) -> None:
    """Check what items and policies say about each other.

    Args:
        item_files: The files with items.
        policies: The file with policies.
        held_back: The ids of items that learners must not see.
        facets: The facets of the bank, by id.
    """
    if policies.faults:
        return  # What items keep to has to be sound first.
    items = {e.get("id"): e for file in item_files for e in file.entries if isinstance(e, dict)}
    known = {e.get("id"): e for e in policies.entries if isinstance(e, dict)}
    for file in item_files:
        for index, entry in enumerate(file.entries):
            policy = entry.get("policy") if isinstance(entry, dict) else None
            if policy is None:
                continue
            if policy in known:
                _check_item(file, index, entry, known[policy], derived_of(facets))
            else:
                rule = f'There is no policy "{policy}" in {policies.name}.'
                file.fault((index, "policy"), rule, f"Use one of {', '.join(map(str, known))}.")
    secret = set(held_back)
    for index, entry in enumerate(policies.entries):
        if isinstance(entry, dict):
            _check_readings(policies, index, entry, facets)
        examples = entry.get("examples") if isinstance(entry, dict) else None
        for side, item in examples.items() if isinstance(examples, dict) else ():
            place = (index, "examples", side)
            if item not in items:
                rule = f'There is no item "{item}" in the bank.'
                policies.fault(place, rule, "Correct the id, or write the item.")
            elif item in secret:
                rule = f'"{item}" is graded, and an example gives its key away.'
                policies.fault(place, rule, "Choose another example.")


def _check_readings(
    policies: MarkedFile, index: int, entry: Entry, facets: Mapping[str, Facet]
) -> None:
    """Check that what labels stand for is a value of the facet that is disputed."""
    readings = entry.get("readings")
    if not isinstance(readings, dict):
        return
    disputed = facets.get(str(entry.get("dispute")))
    if "dispute" not in entry or entry["dispute"] == NAME:
        rule = '"readings" say what labels stand for in a facet, but "dispute" names none.'
        policies.fault((index, "readings"), rule, 'Name the facet under "dispute".')
    if disputed is None or disputed.rule:
        return  # The schema has a word on it.
    for label, value in readings.items():
        if value not in disputed.values:
            rule = f'"{value}" is not one of the choices of {disputed.id}.'
            fix = f"Use one of {', '.join(disputed.values)}."
            policies.fault((index, "readings", label), rule, fix)


def _check_item(
    file: MarkedFile, index: int, entry: Entry, policy: Entry, label: Facet | None
) -> None:
    """Check that an item is labelled as its policy says."""
    place = (index, "policy")
    for facet, value in policy.get("values", {}).items():
        if entry.get(facet) != value:
            rule = f'By the policy "{policy["id"]}" the {facet} is "{value}".'
            file.fault(place, rule, f"Correct the {facet}, or the policy.")
    allowed = policy.get("labels")
    if label is None or allowed is None or any(facet not in entry for facet in label.decisive):
        return  # Of a facet that is missing the schema has a word.
    contested = entry.get("contested")
    labels = {*(contested if isinstance(contested, dict) else label.follows(entry))}
    if labels and labels not in [set(together) for together in allowed]:
        listed = ", or ".join(" and ".join(together) for together in allowed)
        rule = f'By the policy "{policy["id"]}" the {label.id} is {listed}.'
        file.fault(place, rule, "Correct the facets, or the policy.")
