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
    items = {name for file in item_files for name in file.ids}
    known = {entry["id"]: entry for _, entry in policies.sound}
    for file in item_files:
        for index, entry in file.sound:
            policy = entry.get("policy")
            if policy in known:
                _check_item(file, index, entry, known[policy], derived_of(facets))
            elif policy is not None and policy not in policies.ids:
                rule = f'There is no policy "{policy}" in {policies.name}.'
                file.fault((index, "policy"), rule, f"Use one of {', '.join(policies.ids)}.")
    secret = set(held_back)
    for index, entry in policies.sound:
        _check_readings(policies, index, entry, facets)
        for side, item in entry["examples"].items():
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
    if "readings" not in entry:
        return
    disputed = facets.get(entry.get("dispute", NAME))
    if disputed is None:
        rule = '"readings" say what labels stand for in a facet, but "dispute" names none.'
        policies.fault((index, "readings"), rule, 'Name the facet under "dispute".')
        return
    for label, value in entry["readings"].items():
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
    if label is None or allowed is None:
        return
    labels = {*entry.get("contested", label.follows(entry))}
    if labels not in [set(together) for together in allowed]:
        listed = ", or ".join(" and ".join(together) for together in allowed)
        rule = f'By the policy "{policy["id"]}" the {label.id} is {listed}.'
        file.fault(place, rule, "Correct the facets, or the policy.")
