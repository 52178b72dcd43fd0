"""The schema of a bank: what every bank has in common, and what the facets of this one add."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..facets import Facet, derived_of
from ..model import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA: Final = Path(__file__).with_name("schema.json")

Schema = dict[str, Any]


def general() -> Schema:
    """Return the definitions that hold for every bank."""
    definitions: Schema = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    return definitions


def item_fields() -> frozenset[str]:
    """Return the names of the fields that an item has in every bank."""
    return frozenset(general()["item"]["properties"])


def of_bank(facets: Mapping[str, Facet], facts: Mapping[str, Any]) -> Schema:
    """Return the definitions that hold for a bank.

    Args:
        facets: Its facets, by id.
        facts: The schema of each further field that its items may have.
    """
    definitions = general()
    item, policy = definitions["item"], definitions["policy"]
    label = derived_of(facets)
    written = [facet for facet in facets.values() if not facet.rule]
    text = {"$ref": "#/$defs/text"}
    item["properties"] |= {facet.id: {"enum": list(facet.values)} for facet in written}
    item["properties"] |= facts
    item["required"] += [facet.id for facet in written]
    decisive = () if label is None else label.decisive
    because = item["properties"]["because"]
    because["properties"] = {facet.id: text for facet in written}
    because["required"] = [
        facet.id
        for facet in written
        if facet.id in decisive or not all(choice.reason for choice in facet.choices)
    ]
    definitions["set"]["properties"]["ask"] = {"enum": list(facets)}
    policy["properties"]["values"]["properties"] = {
        facet.id: {"enum": list(facet.values)} for facet in written
    }
    policy["properties"]["values"]["additionalProperties"] = False
    policy["properties"]["dispute"] = {"enum": [*decisive, NAME]}
    if label is None:
        for kind, names in ((item, ("why", "contested")), (policy, ("labels", "dispute"))):
            for name in names:
                del kind["properties"][name]
    else:
        definitions["label"] = {"enum": list(label.values)}
    return definitions
