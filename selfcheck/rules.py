"""Try a learner's own rule on many cases, and say kindly what happens.

A rule is a function: facts about a case go in, a label comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .checker import Status
from .inputs import is_blank, normal, printable, shown, text_of
from .stats import ConfusionMatrix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .facets import Facet
    from .model import Item

_MOST_SHOWN = 5


@dataclass(frozen=True)
class Case:
    """One case to try a rule on.

    Attributes:
        name: What the case is called.
        facts: What the rule is given, in order.
        right: The labels that can be defended; the first counts where none of them was given.
    """

    name: str
    facts: tuple[Any, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class RuleTask:
    """The rule that learners write about the items of a bank: which label follows from which facts.

    Attributes:
        label: The facet that the rule is about; it follows from the facts.
        cases: For each item, by id, the facts that a rule is given.
        id: What it is called beside the exercises.
        title: Its title.
    """

    label: Facet
    cases: tuple[tuple[str, tuple[str, ...]], ...]
    id: str = "write-the-rule"
    title: str = "Write the rule"


def facts_of(item: Item, label: Facet) -> tuple[str, ...]:
    """Return the facts about an item that a rule is given: the facets that decide its label."""
    return tuple(item.values[facet] for facet in label.decisive)


def rule_task(items: Iterable[Item], label: Facet) -> RuleTask:
    """Return the task of writing the rule for a label.

    Args:
        items: Items of the bank, without those that are held back for a grade.
        label: The facet that follows from others.
    """
    return RuleTask(label, tuple((item.id, facts_of(item, label)) for item in items))


@dataclass(frozen=True, repr=False)
class RuleResult:
    """What a rule did. It shows itself as text.

    Attributes:
        status: As for `selfcheck.Result`.
        message: A summary and the next step.
        pairs: The expected and the given label for each case, in order.
        labels: The labels that a rule may return.
        notes: Cases to look at.
    """

    status: Status
    message: str
    pairs: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def confusion(self) -> ConfusionMatrix:
        """The confusion matrix of the rule."""
        return ConfusionMatrix.from_pairs(self.labels, self.pairs)

    def __repr__(self) -> str:
        """Show the result as plain text."""
        return "\n".join([self.message, *self.notes])


def check_rule(rule: object, cases: Sequence[Case], labels: Sequence[str]) -> RuleResult:
    """Try a rule on each case.

    Args:
        rule: The learner's function; it is called with the facts of each case.
        cases: What to try it on.
        labels: The labels that it may return.

    Returns:
        What was found. A rule that stops, or that returns something else than a label,
        is explained with the case on which it happened.

    Raises:
        Nothing on a rule that stops with an error.

    Example:
        >>> cases = [Case("owl", (2,), ("bird",)), Case("cat", (4,), ("mammal",))]
        >>> check_rule(lambda legs: "bird", cases, ["bird", "mammal"])
        1 of 2 cases as in the key.
          cat: your rule says "bird", the key says "mammal".
    """
    allowed = {normal(label): label for label in labels}
    listed = ", ".join(f'"{label}"' for label in labels)
    if is_blank(rule):
        return RuleResult(Status.BLANK, "No rule is written yet.")
    if not callable(rule):
        return RuleResult(
            Status.PROBLEM, f"Pass the rule itself: its name after def. It got {shown(rule)}."
        )
    pairs, notes, blanks = [], [], 0
    for case in cases:
        value, trouble = _run(rule, case)
        if trouble:
            return RuleResult(Status.PROBLEM, trouble)
        if is_blank(value):
            blanks += 1
            continue
        text = text_of(value)
        given = None if text is None else allowed.get(normal(text))
        if given is None:
            message = f"On {case.name} your rule returned {shown(value)}. Return one of {listed}."
            return RuleResult(Status.PROBLEM, message)
        expected = given if given in case.right else case.right[0]
        pairs.append((expected, given))
        if given not in case.right:
            key = '" or "'.join(case.right)
            notes.append(f'  {case.name}: your rule says "{given}", the key says "{key}".')
    return _summary(pairs, notes, blanks, len(cases), tuple(labels))


def _run(rule: Callable[..., object], case: Case) -> tuple[object, str]:
    """Return what a rule returns and an empty text, or ``None`` and what went wrong."""
    try:
        return rule(*case.facts), ""
    except (Exception, SystemExit) as error:
        kind = type(error).__name__
        try:
            reason = printable(str(error), 120)
        except Exception:
            reason = "no reason given"
        return (
            None,
            f"On {case.name} your rule stopped with {kind}: {reason}. Mend it and run again.",
        )


def _summary(
    pairs: list[tuple[str, str]], notes: list[str], blanks: int, total: int, labels: tuple[str, ...]
) -> RuleResult:
    """Count what was found and name the next step."""
    if blanks == total:
        return RuleResult(Status.BLANK, "No rule is written yet: it returns no label.")
    message = f"{len(pairs) - len(notes)} of {total} cases as in the key."
    if blanks:
        message += f" For {blanks} the rule returns nothing: give every path a return."
    if len(notes) > _MOST_SHOWN:
        notes = [*notes[:_MOST_SHOWN], f"  and {len(notes) - _MOST_SHOWN} more."]
    status = Status.PARTIAL if notes or blanks else Status.PASS
    return RuleResult(status, message, tuple(pairs), labels, tuple(notes))
