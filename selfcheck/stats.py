"""Statistics on answers: agreement, confusion and the quality of items. Standard library only."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from .marks import LEFT, inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .facets import Facet

SMALL_N = 5
"""Counts over fewer learners than this are not shown: they say little, and point at persons."""

SMALL_SAMPLE = 10
"""Coefficients over fewer observations than this are not shown: they are mostly noise."""


@dataclass(frozen=True)
class ConfusionMatrix:
    """How often each choice was given where each choice was expected.

    Attributes:
        labels: The choices, in order.
        counts: One row for each expected choice, one column for each given choice.
        facet: What was asked, which has a mark for each choice; ``None`` without marks.
    """

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    facet: Facet | None = None

    @classmethod
    def from_pairs(
        cls,
        labels: Sequence[str],
        pairs: Iterable[tuple[str, str]],
        facet: Facet | None = None,
    ) -> ConfusionMatrix:
        """Count pairs of (expected, given).

        Args:
            labels: The choices, in order.
            pairs: Pairs of choices; pairs that hold anything else are left out.
            facet: What was asked, if the choices are those of a facet.

        Example:
            >>> matrix = ConfusionMatrix.from_pairs("ab", [("a", "a"), ("a", "b"), ("b", "b")])
            >>> matrix.counts
            ((1, 1), (0, 1))
        """
        seen = Counter(pairs)
        order = tuple(labels)
        counts = tuple(tuple(seen[row, column] for column in order) for row in order)
        return cls(order, counts, facet)

    @property
    def n(self) -> int:
        """The number of pairs counted."""
        return sum(map(sum, self.counts))

    def mixed_up(self) -> list[tuple[str, str, int]]:
        """Return (expected, given, count) of what was mixed up, most often first."""
        cells = [
            (row, column, count)
            for row, line in zip(self.labels, self.counts, strict=True)
            for column, count in zip(self.labels, line, strict=True)
            if count and row != column
        ]
        return sorted(cells, key=lambda cell: -cell[2])

    def __str__(self) -> str:
        """Draw the matrix as text, rows are what was expected."""
        corner = "expected \\ given"
        first = max(len(corner), *map(len, self.labels))
        widths = [max(len(label), 4) for label in self.labels]
        head = [label.rjust(width) for label, width in zip(self.labels, widths, strict=True)]
        lines = [f"{corner.ljust(first)}  {'  '.join(head)}"]
        for label, row in zip(self.labels, self.counts, strict=True):
            cells = [str(count).rjust(width) for count, width in zip(row, widths, strict=True)]
            lines.append(f"{label.ljust(first)}  {'  '.join(cells)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Draw the matrix as an accessible table; agreement is marked by a word."""
        columns = "".join(
            f'<th scope="col"{LEFT}>{self._named(label)}</th>' for label in self.labels
        )
        rows = []
        for label, row in zip(self.labels, self.counts, strict=True):
            cells = "".join(
                f"<td{LEFT}><strong>{count}</strong> <small>agree</small></td>"
                if label == column
                else f"<td{LEFT}>{count}</td>"
                for column, count in zip(self.labels, row, strict=True)
            )
            rows.append(f'<tr><th scope="row"{LEFT}>{self._named(label)}</th>{cells}</tr>')
        return (
            '<table class="confusion-matrix">'
            f"<caption{LEFT}>Expected (rows) and given (columns), n = {self.n}</caption>"
            f'<thead><tr><th scope="col"{LEFT}>expected \\ given</th>{columns}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table>"
        )

    def _named(self, label: str) -> str:
        return f"{inline(self.facet, label)}{escape(label)}"


def cohens_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Return Cohen's kappa: the agreement of two raters beyond what chance would give.

    Args:
        first: The first rater's choice for each subject.
        second: The second rater's choice for the same subjects, in the same order.

    Returns:
        Kappa, at most 1; 0 is chance. ``None`` where it is not defined: there is no subject, or
        both raters used one and the same choice throughout.

    Raises:
        ValueError: The two sequences differ in length.

    References:
        Cohen, J. (1960). A coefficient of agreement for nominal scales.
        Educational and Psychological Measurement 20(1), 37-46.

    Example:
        >>> cohens_kappa("aabb", "aaba")
        0.5
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} choices of one rater, {len(second)} of the other")
    n = len(first)
    if not n:
        return None
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    one, two = Counter(first), Counter(second)
    chance = sum(one[choice] * two[choice] for choice in one) / n**2
    return None if math.isclose(chance, 1) else (observed - chance) / (1 - chance)


def fleiss_kappa(ratings: Sequence[Sequence[str]]) -> float | None:
    """Return Fleiss' kappa: the agreement of many raters beyond what chance would give.

    Args:
        ratings: For each subject, the choices that it received. The number of ratings has to be
            the same for all subjects; the raters may differ.

    Returns:
        Kappa, at most 1; 0 is chance. ``None`` where it is not defined: no subject, fewer than
        two ratings each, or one and the same choice throughout.

    Raises:
        ValueError: The subjects have different numbers of ratings.

    References:
        Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters.
        Psychological Bulletin 76(5), 378-382.

    Example:
        >>> fleiss_kappa(["aa", "bb"])
        1.0
    """
    sizes = {len(subject) for subject in ratings}
    if len(sizes) > 1:
        raise ValueError(f"the subjects have different numbers of ratings: {sorted(sizes)}")
    if not sizes or (raters := sizes.pop()) < 2:
        return None
    counted = [Counter(subject) for subject in ratings]
    pairs = raters * (raters - 1)
    observed = sum(sum(n * (n - 1) for n in c.values()) / pairs for c in counted) / len(counted)
    total = sum(counted, Counter[str]())
    chance = sum((n / (len(counted) * raters)) ** 2 for n in total.values())
    return None if math.isclose(chance, 1) else (observed - chance) / (1 - chance)


def facility(credits: Sequence[float]) -> float | None:
    """Return an item's facility: the mean credit that learners earned on it.

    Args:
        credits: Each learner's credit, from 0 to 1.

    Returns:
        A share from 0 (nobody is right) to 1 (everybody is), ``None`` for no learner.

    Example:
        >>> facility([1, 0.5, 0, 0.5])
        0.5
    """
    return statistics.fmean(credits) if credits else None


def item_rest_correlation(credits: Sequence[float], totals: Sequence[float]) -> float | None:
    """Return how well an item goes along with the rest: Pearson's r of credit and rest score.

    The rest score is the learner's total without the item, so that the item is not compared with
    itself (the corrected item-total correlation; Henrysson 1963, Psychometrika 28, 211-218).

    Args:
        credits: Each learner's credit on the item.
        totals: Each learner's credit on all items, the item included, in the same order.

    Returns:
        A correlation from -1 to 1, ``None`` where one of the two does not vary.

    Raises:
        ValueError: The two sequences differ in length.

    Example:
        >>> item_rest_correlation([0, 1, 0, 1], [0, 2, 1, 3])
        0.7071067811865475
    """
    if len(credits) != len(totals):
        raise ValueError(f"{len(credits)} credits, {len(totals)} totals")
    rest = [total - credit for credit, total in zip(credits, totals, strict=True)]
    if len(rest) < 2:
        return None
    try:
        return statistics.correlation(credits, rest)
    except statistics.StatisticsError:
        return None  # one of the two does not vary


def distractors(given: Iterable[str], right: Mapping[str, str]) -> list[tuple[str, int]]:
    """Count the choices that were taken instead of a right one.

    Args:
        given: What learners chose.
        right: The choices that count as right.

    Returns:
        (choice, count), most chosen first.

    Example:
        >>> distractors(["owl", "owl", "wren", "lark"], {"lark": ""})
        [('owl', 2), ('wren', 1)]
    """
    return Counter(choice for choice in given if choice not in right).most_common()
