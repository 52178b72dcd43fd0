"""Check that an item's facets, its labels, their reasons and its policy say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..model import REQUIRED, Dispute, Label, Llm, Output, derive_label

if TYPE_CHECKING:
    from .marked_yaml import MarkedFile, Place

Entry = Mapping[str, Any]

AGREEING: Final = re.compile(
    r"(yes|true|right|fair|correct|indeed|agreed|certainly|exactly|of course|quite so|so it is"
    r"|that is (so|true|right)|(it|this|that|so) (is|does|has|can)(?=[,.;:]))\b",
    re.IGNORECASE,
)
"""How a text begins that agrees with what it is meant to refute."""


def check_labels(file: MarkedFile, index: int, entry: Entry, disputes: Mapping[str, str]) -> None:
    """Check the labels of an item that the schema has accepted.

    Args:
        file: Where the item stands; faults are noted there.
        index: Which entry of the file it is.
        entry: The item.
        disputes: What contested items of each policy are contested in, for those that say it.
    """
    output, llm = Output(entry["output"]), Llm(entry["llm"])
    derived = derive_label(output, llm)
    contested = entry.get("contested")
    if contested is not None:
        right = [Label(label) for label in contested]
        dispute = disputes.get(entry.get("policy", ""))
        for field, rule, fix in _denied(right, output, llm, dispute):
            file.fault((index, *field), rule, fix)
    elif derived is None:
        rule = f'With output "{output}" and llm "{llm}" more than one label can be defended.'
        fix = 'Add "contested" with each defensible label and its reason.'
        file.fault((index, "llm"), rule, fix)
        return
    else:
        right = [derived]
    why = entry.get("why", {})
    check_refuted(file, (index,), right, tuple(Label), why)
    for label, text in why.items():
        if AGREEING.match(text):
            rule = f'The label is wrong, but its explanation begins by agreeing: "{text[:30]}…".'
            file.fault((index, "why", label), rule, "Say first what is not so.")


def _denied(
    right: Sequence[Label], output: Output, llm: Llm, dispute: str | None
) -> Iterator[tuple[Place, str, str]]:
    """Yield the contested labels that the facets deny, and facets that the labels deny."""
    derived = derive_label(output, llm)
    facets = f'output "{output}" and llm "{llm}"'
    if derived is not None and derived not in right:
        rule = f'The label "{derived}" follows from {facets}, but is not among the contested ones.'
        yield ("contested",), rule, f'Add "{derived}: ..." there, or correct a facet.'
    if derived is None and Label.TRADITIONAL not in right:
        rule = f'"traditional" can be defended with output "{output}", but is not contested.'
        yield ("contested",), rule, 'Add "traditional: ..." there, or correct "output".'
    for label in right:
        if _denies(label, output, llm, dispute):
            rule = f'"{label}" cannot be defended with {facets}.'
            yield ("contested", label), rule, 'Move it to "why", or correct a facet.'


def _denies(label: Label, output: Output, llm: Llm, dispute: str | None) -> bool:
    """Tell whether the facets leave no way to defend a label."""
    outputs, amount = REQUIRED[label]
    if label is Label.GENERATIVE and llm is Llm.WHOLE:
        return True
    if label is Label.TRADITIONAL:
        return output is Output.YES and llm is not Llm.NONE
    if label is Label.LLM and output is Output.NO:
        # What is inside gives it that name, or may: whether an encoder counts is disputed.
        return llm is Llm.NONE and dispute != Dispute.LLM
    return output not in outputs and llm is not amount


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
