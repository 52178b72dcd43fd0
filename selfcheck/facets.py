"""What can be asked of an example: facets, their choices, and the label that follows from some.

An author of items writes values of facets. One facet may be derived: a rule says which of its
choices follows from the values of others, so that the two cannot disagree.
All of it is data of the bank; nothing here knows what the facets of a course are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .inputs import normal

Values = Mapping[str, str]
"""For each facet, by id, the value of an item."""

Condition = Mapping[str, tuple[str, ...]]
"""For some facets, the values that fit."""

FRAME = "0 0 24 28"
"""The frame that marks are drawn in, as SVG has it."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer to what a facet asks.

    Attributes:
        id: What an answer calls it, and what the bank's files have.
        name: How it is written out.
        also: What else people call it.
        meaning: What it means here, in two or three words, where its id does not say so.
        reason: What it is, in a sentence: said where an item gives no reason of its own.
        colours: Its colour in light and in dark surroundings, such as ``#264a66``; else empty.
        colour: The choice whose colour it has: itself, or a relative; empty without a colour.
        mark: SVG in the frame `FRAME`, with ``{ID}`` for the colour of a choice; or nothing.
        less_exact_than: Choices that say the same, but more exactly.
        never: Where it cannot be defended, even if the item is contested.
    """

    id: str
    name: str
    also: tuple[str, ...] = ()
    meaning: str = ""
    reason: str = ""
    colours: tuple[str, ...] = ()
    colour: str = ""
    mark: str = ""
    less_exact_than: tuple[str, ...] = ()
    never: tuple[Condition, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the rule by which a choice follows.

    Attributes:
        when: The values of other facets that it is for.
        choices: The choice that follows; or several, of which an item has to say which can be
            defended, the first one always among them.
    """

    when: Condition
    choices: tuple[str, ...]

    def distance(self, values: Values) -> int:
        """Count the facets of the condition that an item's values do not fit."""
        return sum(values.get(facet) not in fitting for facet, fitting in self.when.items())


@dataclass(frozen=True, kw_only=True)
class Facet:
    """Something that can be asked of each item.

    Attributes:
        id: Its name in the bank's files.
        question: What learners are asked.
        choices: The answers, in the order in which they are offered.
        hints: From gentle to telling; without any, an item's own hints are shown.
        ignored: Words that do not count in an answer.
        unclear: What can't be taken for one choice, and what is said then.
        rule: How its value follows from other facets; empty where an author writes it.
    """

    id: str
    question: str
    choices: tuple[Choice, ...]
    hints: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    unclear: Mapping[str, str] = field(default_factory=dict)
    rule: tuple[Row, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """The ids of the choices."""
        return tuple(choice.id for choice in self.choices)

    @property
    def decisive(self) -> tuple[str, ...]:
        """The facets that the rule looks at, in the order in which it names them."""
        return tuple(dict.fromkeys(name for row in self.rule for name in row.when))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """For each name of a choice, without what does not count, the id of the choice."""
        return {
            normal(name): choice.id
            for choice in self.choices
            for name in (*choice.also, choice.name, choice.id)
        }

    def choice(self, value: str) -> Choice | None:
        """Return a choice by its id."""
        return next((choice for choice in self.choices if choice.id == value), None)

    def name_of(self, value: str) -> str:
        """Write a choice out."""
        choice = self.choice(value)
        return value if choice is None else choice.name

    def follows(self, values: Values) -> tuple[str, ...]:
        """Return what follows from an item's values: one choice, several, or none.

        Args:
            values: The values of the facets that the rule looks at.
        """
        return next((row.choices for row in self.rule if not row.distance(values)), ())

    def nearest(self, value: str, values: Values, *, alone: bool = False) -> Row:
        """Return the row for a choice that differs least from an item's values.

        Args:
            value: A choice of this facet, which has a rule.
            values: As for `follows`.
            alone: Whether to look at rows from which this choice alone follows, if there are any.
        """
        rows = [row for row in self.rule if value in row.choices]
        single = [row for row in rows if len(row.choices) == 1]
        return min(single if alone and single else rows, key=lambda row: row.distance(values))

    def can_be_defended(self, value: str, values: Values, disputed: str = "") -> bool:
        """Tell whether a choice can be defended for an item that is contested.

        It can where one facet at most speaks against it, and nothing forbids it.

        Args:
            value: A choice of this facet, which has a rule.
            values: As for `follows`.
            disputed: The facet that the item is known to be contested in, if it is known.
        """
        choice = self.choice(value)
        forbidden = choice is not None and any(
            disputed not in condition and fits(condition, values) for condition in choice.never
        )
        return not forbidden and self.nearest(value, values).distance(values) <= 1


def fits(condition: Condition, values: Values) -> bool:
    """Tell whether an item's values fit a condition."""
    return all(values.get(facet) in fitting for facet, fitting in condition.items())


def drawn(facet: Facet, choice: Choice, *, fallback: bool) -> str:
    """Return the mark of a choice as SVG without its frame.

    Colours are those of the page, by CSS variables of the choices' names.

    Args:
        facet: The facet of the choice.
        choice: The choice.
        fallback: Whether to name the light colour for surroundings without the variables; else
            they draw with the colour of the text.
    """
    drawing = choice.mark
    for other in facet.choices:
        if other.colours:
            paint = colour_of(facet, other.id, fallback=fallback)
            drawing = drawing.replace(f"{{{other.id}}}", paint)
    return drawing


def variable(choice: Choice) -> str:
    """Return the CSS variable that has the colour of a choice with one of its own."""
    return f"--{css_name(choice.id)}"


def css_name(value: str) -> str:
    """Return the id of a choice as names in CSS have it."""
    return value.replace(" ", "-")


def colour_of(facet: Facet, value: str, *, fallback: bool = True) -> str:
    """Return the colour of a choice as drawings name it; that of the text if it has none.

    Args:
        facet: The facet of the choice.
        value: The id of the choice.
        fallback: As for `drawn`.
    """
    choice = facet.choice(value)
    relative = None if choice is None else facet.choice(choice.colour)
    if relative is None:
        return "currentColor"
    paint = f" {relative.colours[0]}" if fallback else "currentColor"
    return f"var({variable(relative)},{paint})"


def declared(facets: Iterable[Facet], *, dark: bool) -> str:
    """Return the CSS that declares the colours of choices, as their variables.

    Args:
        facets: The facets of the choices.
        dark: Whether for dark surroundings.
    """
    own = [choice for facet in facets for choice in facet.choices if choice.colours]
    return " ".join(f"{variable(choice)}: {choice.colours[int(dark)]};" for choice in own)


def derived_of(facets: Mapping[str, Facet]) -> Facet | None:
    """Return the facet whose value follows from others, if there is one."""
    return next((facet for facet in facets.values() if facet.rule), None)


def read_facets(data: Sequence[Mapping[str, Any]]) -> dict[str, Facet]:
    """Build facets from plain data that the authoring checks have accepted.

    Args:
        data: A dictionary for each facet.

    Returns:
        The facets, by id, in the order of the data.
    """
    return {entry["id"]: _facet(entry) for entry in data}


def _facet(entry: Mapping[str, Any]) -> Facet:
    return Facet(
        id=entry["id"],
        question=entry["question"],
        choices=tuple(map(_choice, entry["choices"])),
        hints=tuple(entry.get("hints", ())),
        ignored=tuple(entry.get("ignored", ())),
        unclear=entry.get("unclear", {}),
        rule=tuple(
            Row(when=_condition(row["when"]), choices=_several(row["then"]))
            for row in entry.get("rule", ())
        ),
    )


def _choice(entry: Mapping[str, Any]) -> Choice:
    colour = entry.get("colour", "")
    own = isinstance(colour, Mapping)
    return Choice(
        id=entry["id"],
        name=entry.get("name", entry["id"]),
        also=tuple(entry.get("also", ())),
        meaning=entry.get("meaning", ""),
        reason=entry.get("reason", ""),
        colours=(colour["light"], colour["dark"]) if own else (),
        colour=entry["id"] if own else colour,
        mark=entry.get("mark", ""),
        less_exact_than=tuple(entry.get("less_exact_than", ())),
        never=tuple(map(_condition, entry.get("never", ()))),
    )


def _condition(when: Mapping[str, Any]) -> Condition:
    return {facet: _several(fitting) for facet, fitting in when.items()}


def _several(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
