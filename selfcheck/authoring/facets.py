"""Check the facets of a bank: their choices, the rule of the label, colours and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from ..facets import Facet, read_facets
from ..inputs import normal
from .schemas import item_fields

if TYPE_CHECKING:
    from .marked_yaml import MarkedFile, Place

Entry = Mapping[str, Any]

CONTRAST: Final = 7.0
"""The least contrast of a colour with what it is drawn on: names of choices are read on slides."""

GROUNDS: Final = {"light": "#ffffff", "dark": "#14161a"}
"""What colours are drawn on."""

VARIABLES: Final = frozenset(
    {"accent", "font", "font-mono", "ink", "line", "muted", "on-panel", "panel", "paper", "tint"}
)
"""CSS variables of pages and decks; a choice with a colour has one of its own name."""

SHAPES: Final = frozenset({"circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect"})
"""The elements of SVG that a mark may be drawn with."""

_FORBIDDEN: Final = re.compile(r"^(on\w*|.*href|style|class|id)$")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def check_facets(file: MarkedFile) -> dict[str, Facet]:
    """Check the facets whose shape the schema has accepted.

    Args:
        file: Where they stand; faults are noted there.

    Returns:
        The facets, by id; none if one of them has a fault.
    """
    entries = file.entries
    known = {entry["id"]: entry for entry in entries}
    for index, entry in enumerate(entries):
        if entry["id"] in item_fields():
            rule = f'"{entry["id"]}" is a field of items already.'
            file.fault((index, "id"), rule, "Choose another id.")
        _check_names(file, index, entry)
        for number, choice in enumerate(entry["choices"]):
            _check_choice(file, (index, "choices", number), choice, entry)
        if "rule" in entry:
            _check_rule(file, index, entry, known)
        else:
            for number, choice in enumerate(entry["choices"]):
                if "never" in choice:
                    rule = '"never" is for choices that follow by a rule.'
                    file.fault((index, "choices", number, "never"), rule, "Remove it.")
    _check_one_rule(file)
    return {} if file.faults else read_facets(entries)


def _check_one_rule(file: MarkedFile) -> None:
    first, *others = [n for n, entry in enumerate(file.entries) if "rule" in entry] or [0]
    for index in others:
        rule = f'Only one facet can follow from others, and "{file.entries[first]["id"]}" does.'
        file.fault((index, "rule"), rule, "Remove one of the two rules.")


def _check_names(file: MarkedFile, index: int, entry: Entry) -> None:
    """Check that what learners call a choice means one choice only."""
    owners: dict[str, str] = {}
    for number, choice in enumerate(entry["choices"]):
        names = [("id", choice["id"]), *(("name", choice[n]) for n in ("name",) if n in choice)]
        names += [("also", name) for name in choice.get("also", ())]
        for field, name in names:
            owner = owners.setdefault(normal(name), choice["id"])
            if owner != choice["id"] or (field == "id" and _count(entry, choice["id"]) > 1):
                rule = f'"{name}" already stands for "{owner}".'
                place = (index, "choices", number, field)
                file.fault(place, rule, "Give each choice names of its own.")


def _count(entry: Entry, choice: str) -> int:
    return sum(other["id"] == choice for other in entry["choices"])


def _check_choice(file: MarkedFile, place: Place, choice: Entry, entry: Entry) -> None:
    others = {other["id"]: other for other in entry["choices"]}
    for number, name in enumerate(choice.get("less_exact_than", ())):
        if name not in others or name == choice["id"]:
            rule = f'"{name}" is not another choice of this facet.'
            fix = f"Use one of {', '.join(others)}."
            file.fault((*place, "less_exact_than", number), rule, fix)
    colour = choice.get("colour")
    if isinstance(colour, str) and not isinstance(others.get(colour, {}).get("colour"), dict):
        rule = f'"{colour}" is no choice of this facet with colours of its own.'
        fix = "Name one that has them, or write {light: ..., dark: ...}."
        file.fault((*place, "colour"), rule, fix)
    if isinstance(colour, dict):
        if choice["id"] in VARIABLES:
            rule = f'A choice with a colour cannot be called "{choice["id"]}": pages use that name.'
            file.fault((*place, "id"), rule, "Choose another id.")
        for theme, ground in GROUNDS.items():
            found = contrast(colour[theme], ground)
            if found < CONTRAST:
                rule = (
                    f"The contrast of {colour[theme]} with {ground} has to be "
                    f"{CONTRAST:g} to 1 or more; it is {found:.1f}."
                )
                how = "darker" if theme == "light" else "lighter"
                file.fault((*place, "colour", theme), rule, f"Take a {how} colour.")
    for rule, fix in _faults_of_mark(choice.get("mark", ""), others):
        file.fault((*place, "mark"), rule, fix)


def _faults_of_mark(mark: str, others: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    coloured = [key for key, other in others.items() if isinstance(other.get("colour"), dict)]
    for name in _PLACEHOLDER.findall(mark):
        if name not in coloured:
            fix = f"Use one of {', '.join(coloured) or 'the choices, once they have colours'}."
            yield f'There is no choice "{name}" with a colour of its own.', fix
    try:
        root = ElementTree.fromstring(f"<svg>{mark}</svg>")
    except ElementTree.ParseError as error:
        yield f"The mark is no SVG: {error}.", "Mend it."
        return
    for element in root.iter():
        if element is not root and element.tag not in SHAPES:
            yield f"A mark has no <{element.tag}>.", f"Draw it with {', '.join(sorted(SHAPES))}."
        for name in filter(_FORBIDDEN.match, element.attrib):
            yield f'A mark has no attribute "{name}".', "Remove it."


def _check_rule(file: MarkedFile, index: int, entry: Entry, known: Mapping[str, Entry]) -> None:
    """Check that one choice, or several to tell apart, follow from every combination."""
    before = len(file.faults)
    own = [choice["id"] for choice in entry["choices"]]
    conditions: list[tuple[Place, Entry]] = []
    for number, row in enumerate(entry["rule"]):
        conditions.append(((index, "rule", number, "when"), row["when"]))
        for value in _several(row["then"]):
            if value not in own:
                rule = f'"{value}" is not one of the choices.'
                fix = f"Use one of {', '.join(own)}."
                file.fault((index, "rule", number, "then"), rule, fix)
    for number, choice in enumerate(entry["choices"]):
        never: Place = (index, "choices", number, "never")
        conditions += [((*never, n), when) for n, when in enumerate(choice.get("never", ()))]
    for place, when in conditions:
        _check_condition(file, place, when, known)
    reached = {value for row in entry["rule"] for value in _several(row["then"])}
    for number, value in enumerate(own):
        if value not in reached:
            rule = f'"{value}" follows from nothing.'
            file.fault((index, "choices", number), rule, "Add a row to the rule for it.")
    if len(file.faults) == before:
        _check_combinations(file, index, read_facets([entry])[entry["id"]], known)


def _check_condition(
    file: MarkedFile, place: Place, when: Entry, known: Mapping[str, Entry]
) -> None:
    for name, fitting in when.items():
        if name not in known or "rule" in known[name]:
            written = [key for key, other in known.items() if "rule" not in other]
            rule = f'There is no facet "{name}" that items have a value of.'
            file.fault((*place, name), rule, f"Use one of {', '.join(written)}.")
            continue
        values = [choice["id"] for choice in known[name]["choices"]]
        for value in _several(fitting):
            if value not in values:
                rule = f'"{value}" is not one of the choices of {name}.'
                file.fault((*place, name), rule, f"Use one of {', '.join(values)}.")


def _check_combinations(
    file: MarkedFile, index: int, facet: Facet, known: Mapping[str, Entry]
) -> None:
    names = facet.decisive
    for values in product(*([c["id"] for c in known[name]["choices"]] for name in names)):
        item = dict(zip(names, values, strict=True))
        rows = [n for n, row in enumerate(facet.rule) if not row.distance(item)]
        said = described(item)
        if not rows:
            rule = f"No {facet.id} follows from {said}."
            file.fault((index, "rule"), rule, "Add a row for it.")
        if len(rows) > 1:
            rule = f"Two rows are for {said}."
            file.fault((index, "rule", rows[1]), rule, "Narrow one of the two.")


def described(values: Mapping[str, str]) -> str:
    """Name the values of some facets, as in: bill "flat" and feet "swimming"."""
    *first, last = (f'{name} "{value}"' for name, value in values.items())
    return f"{', '.join(first)} and {last}" if first else last


def _several(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it.

    Args:
        one: A colour such as ``#264a66``.
        other: Another one.

    Example:
        >>> contrast("#ffffff", "#000000")
        21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
