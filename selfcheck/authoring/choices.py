"""What is said to each choice of each item, as rows to read or to test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..checker import check_exercise
from ..model import Exercise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..facets import Facet
    from ..model import Item


@dataclass(frozen=True)
class Choice:
    """What happens when somebody makes a choice.

    Attributes:
        item: The item.
        facet: What is asked about it.
        choice: What is chosen.
        verdict: What is said of the choice, such as ``look again``.
        credit: From 0 to 1.
        message: The feedback.
    """

    item: Item
    facet: Facet
    choice: str
    verdict: str
    credit: float
    message: str


def every_choice(items: Iterable[Item], facets: Iterable[Facet]) -> Iterator[Choice]:
    """Make every choice for every item, as a learner would.

    Args:
        items: The items.
        facets: What to ask about them.
    """
    asked = tuple(facets)
    for item in items:
        for facet in asked:
            question = item.question(facet)
            exercise = Exercise(id=item.id, title=item.title, questions=(question,), facet=facet)
            for choice in question.choices:
                entry = check_exercise(exercise, {item.id: choice}).feedback[0]
                yield Choice(item, facet, choice, str(entry.verdict), entry.credit, entry.message)


def table_of_choices(items: Iterable[Item], facets: Iterable[Facet]) -> Iterator[str]:
    """Yield a line for each choice: item, facet, choice, verdict, credit, first words."""
    for row in every_choice(items, facets):
        words = row.message if len(row.message) <= 60 else f"{row.message[:59]}…"
        yield (
            f"{row.item.id:30.30} {row.facet.id:6} {row.choice:12}"
            f"{row.verdict:14} {row.credit:3.1f}  {words}"
        )
