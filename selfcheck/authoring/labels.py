"""Check that an item's facets, its labels, their reasons and its policy say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from .facets import described

if TYPE_CHECKING:
    from ..facets import Facet, Values
    from .marked_yaml import MarkedFile, Place

Entry = Mapping[str, Any]

AGREEING: Final = re.compile(
    r"(yes|true|right|fair|correct|indeed|agreed|certainly|exactly|of course|quite so|so it is"
    r"|that is (so|true|right)|(it|this|that|so) (is|does|has|can)(?=[,.;:]))\b",
    re.IGNORECASE,
)
"""How a text begins that agrees with what it is meant to refute."""


def check_labels(file: MarkedFile, index: int, entry: Entry, label: Facet, disputed: str) -> None:
    """Check the labels of an item that the schema has accepted.

    Args:
        file: Where the item stands; faults are noted there.
        index: Which entry of the file it is.
        entry: The item.
        label: The facet that follows from others.
        disputed: What contested items of its policy are contested in, if that is known.
    """
    values = {facet: entry[facet] for facet in label.decisive}
    follows = label.follows(values)
    contested = entry.get("contested")
    if contested is not None:
        right = tuple(contested)
        for field, rule, fix in _denied(right, values, label, disputed):
            file.fault((index, *field), rule, fix)
    elif len(follows) > 1:
        rule = f"With {described(values)} more than one {label.id} can be defended."
        fix = f'Add "contested" with each defensible {label.id} and its reason.'
        file.fault((index, label.decisive[-1]), rule, fix)
        return
    else:
        right = follows
    why = entry.get("why", {})
    check_refuted(file, (index,), right, label.values, why)
    for wrong, text in why.items():
        if AGREEING.match(text):
            rule = (
                f'The {label.id} is wrong, but its explanation begins by agreeing: "{text[:30]}…".'
            )
            file.fault((index, "why", wrong), rule, "Say first what is not so.")


def _denied(
    right: Sequence[str], values: Values, label: Facet, disputed: str
) -> Iterator[tuple[Place, str, str]]:
    """Yield the contested labels that the facets deny, and facets that the labels deny."""
    first, *others = label.follows(values)
    if first not in right:
        how = "can be defended with" if others else "follows from"
        rule = (
            f'The {label.id} "{first}" {how} {described(values)}, '
            "but is not among the contested ones."
        )
        yield ("contested",), rule, f'Add "{first}: ..." there, or correct a facet.'
    for value in right:
        if not label.can_be_defended(value, values, disputed):
            rule = f'"{value}" cannot be defended with {described(values)}.'
            yield ("contested", value), rule, 'Move it to "why", or correct a facet.'


def check_refuted(
    file: MarkedFile, place: Place, right: Sequence[str], choices: Sequence[str], why: Entry
) -> None:
    """Check that what is explained as wrong is a choice, and is wrong.

    Args:
        file: Where the entry stands; faults are noted there.
        place: Where in the file.
        right: The choices that can be defended.
        choices: All choices.
        why: The explanations.
    """
    for choice in why:
        if choice in right:
            rule = f'"{choice}" is right here, and cannot be explained as wrong.'
            file.fault((*place, "why", choice), rule, 'Remove it from "why".')
        elif choice not in choices:
            rule = f'"{choice}" is not one of the choices.'
            file.fault((*place, "why", choice), rule, f"Use one of {', '.join(choices)}.")
