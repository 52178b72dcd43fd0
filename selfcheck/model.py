"""What items, questions and exercises are.

An author writes the facets of an item. The label that follows from them is never typed: the rule
of the bank derives it, so that it cannot disagree with the facets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .facets import Facet, derived_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "name"
"""What an item is contested in that is contested in nothing but the name."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How every item of one kind is labelled.

    Attributes:
        id: The name that an item refers to.
        question: What the policy decides, as a question.
        rule: The rule.
        examples: For each side of the rule, in a few words, the id of an item.
        dispute: The facet that a contested item of this kind is contested in, or `NAME`; empty
            if the kind does not settle that.
        readings: What some labels then say of that facet, where the rule leaves it open.
    """

    id: str
    question: str
    rule: str
    examples: Mapping[str, str]
    dispute: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing to decide, with everything that feedback on it needs.

    Attributes:
        id: Stable name, the key of an answer.
        title: What is shown to name it.
        prompt: What the learner reads.
        choices: The answers allowed, in order.
        right: Each right choice with its reason; empty where no key is shipped.
        nearly: Each choice that earns half credit, with the remark that goes with it.
        wrong: Each other choice with the reason why it is wrong.
        hints: From gentle to telling.
        near_miss: Whether it looks like something that it is not.
        claims: Ids of the claims that it practises.
    """

    id: str
    title: str
    prompt: str
    choices: tuple[str, ...]
    right: Mapping[str, str] = field(default_factory=dict)
    nearly: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    near_miss: bool = False
    claims: tuple[str, ...] = ()

    def expected(self, given: str | None = None) -> str:
        """Return the choice that an answer is counted against.

        Args:
            given: What the learner chose. A defensible choice is counted as the key itself.

        Raises:
            ValueError: The question has no key.
        """
        if not self.right:
            raise ValueError(f"question {self.id!r} has no key")
        return given if given is not None and given in self.right else next(iter(self.right))

    def credit(self, given: str | None) -> float:
        """Return the credit for an answer: 1 for right, 0.5 for nearly right, else 0."""
        if given in self.right:
            return 1.0
        return 0.5 if given in self.nearly else 0.0


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A named set of questions.

    Attributes:
        id: The id that ``check`` takes.
        title: What is shown to name it.
        questions: In order.
        facet: The facet that it asks for; ``None`` if it brings choices of its own.
        graded: Whether an instructor grades it; the learners' copy then holds no key.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    facet: Facet | None = None
    graded: bool = False

    def name_of(self, value: str) -> str:
        """Write a choice out."""
        return value if self.facet is None else self.facet.name_of(value)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim that the course teaches.

    Attributes:
        id: ``S1`` to ``S34``.
        topic: What it is about, in a few words.
    """

    id: str
    topic: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """An example to classify. The value of a facet is an attribute, too: ``item.level``.

    Attributes:
        id: Stable, kebab-case, unique in the bank.
        title: The name of the example.
        stimulus: What the learner reads about it; does not give an answer away.
        values: For each facet that authors write, the value.
        facets: The facets of the bank, by id.
        because: For some facets, why the item has its value; for those that the rule looks at,
            always.
        why: For labels that cannot be defended, why they are wrong; one that is left out is
            explained by the facets in which it differs.
        contested: Where several labels can be defended: each with its reason; else empty.
        policy: The policy that decides items of this kind, if there is one.
        hints: From gentle to telling.
        concepts: Tags.
        claims: Ids of the claims that it practises.
        difficulty: 1 easy, 2 medium, 3 hard.
        near_miss: Whether it looks like something that it is not.
        facts: What else is known about it, as written.
        source: Where the facts come from, with the date on which they were checked.
    """

    id: str
    title: str
    stimulus: str
    values: Mapping[str, str]
    facets: Mapping[str, Facet] = field(repr=False)
    hints: tuple[str, ...]
    claims: tuple[str, ...]
    difficulty: int
    because: Mapping[str, str]
    why: Mapping[str, str] = field(default_factory=dict)
    contested: Mapping[str, str] = field(default_factory=dict)
    policy: Policy | None = None
    concepts: tuple[str, ...] = ()
    near_miss: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> str:
        """Return the value of a facet.

        Raises:
            AttributeError: The bank has no such facet, or derives it.
        """
        values: Mapping[str, str] = self.__dict__.get("values", {})
        if name not in values:
            raise AttributeError(f"an item has no {name!r}; its facets are {', '.join(values)}")
        return values[name]

    @property
    def labels(self) -> tuple[str, ...]:
        """The defensible labels; the first is the one that counts where only one can."""
        if self.contested:
            return tuple(self.contested)
        derived = derived_of(self.facets)
        return () if derived is None else derived.follows(self.values)

    def defensible(self, facet: str) -> tuple[str, ...]:
        """Return the defensible values of a facet that authors write; its own comes first."""
        values = [self.values[facet]]
        if self._is_disputed(facet):
            implied = (self._implied(label, facet) for label in self.labels)
            values += [value for value in implied if value is not None]
        return tuple(dict.fromkeys(values))

    def _is_disputed(self, facet: str) -> bool:
        """Tell whether a facet of this item may have several defensible values."""
        settled = self.policy is not None and self.policy.dispute not in ("", facet)
        return bool(self.contested) and not settled

    def _implied(self, label: str, facet: str) -> str | None:
        """Return the value of a facet that a contested label stands for, if it is another one."""
        if self.policy is not None and label in self.policy.readings:
            return self.policy.readings[label]
        derived = derived_of(self.facets)
        fitting = () if derived is None else derived.nearest(label, self.values).when.get(facet, ())
        return fitting[0] if fitting and self.values[facet] not in fitting else None

    def question(self, facet: Facet) -> Question:
        """Turn the item into a question about one of its facets.

        Args:
            facet: The facet to ask for.
        """
        right = self._right(facet)
        others = {c.id: self._why_not(facet, c.id) for c in facet.choices if c.id not in right}
        # What is exactly the one thing is the other, too: true, but less exact.
        imprecise = {c.id for c in facet.choices if right and {*right} <= {*c.less_exact_than}}
        return Question(
            id=self.id,
            title=self.title,
            prompt=self.stimulus,
            choices=facet.values,
            right=right,
            nearly={choice: why for choice, why in others.items() if choice in imprecise},
            wrong={choice: why for choice, why in others.items() if choice not in imprecise},
            hints=facet.hints or self.hints,
            near_miss=self.near_miss,
            claims=self.claims,
        )

    def _right(self, facet: Facet) -> dict[str, str]:
        """Return each defensible choice of a facet, with its reason."""
        if facet.rule:
            together = self._reasons(facet.decisive)
            return dict(self.contested) or dict.fromkeys(self.labels, together)
        own = self.values[facet.id]
        reason = self.because[facet.id] if facet.id in self.because else _general(facet, own)
        return dict.fromkeys(self.defensible(facet.id), reason)

    def _why_not(self, facet: Facet, value: str) -> str:
        """Say why a choice cannot be defended."""
        if facet.rule:
            return self.why.get(value) or self._differs(facet, value)
        return self.because[facet.id] if facet.id in self.because else _general(facet, value)

    def _differs(self, facet: Facet, label: str) -> str:
        """Say why a label is wrong, by the facets in which it differs from the item."""
        when = facet.nearest(label, self.values, alone=True).when
        wrong = [name for name in when if not {*when[name]} & {*self.defensible(name)}]
        return self._reasons(wrong or facet.decisive)

    def _reasons(self, facets: Iterable[str]) -> str:
        return " ".join(self.because[name] for name in facets)


def _general(facet: Facet, value: str) -> str:
    """Return the reason that the facet itself gives for a choice."""
    choice = facet.choice(value)
    return "" if choice is None else choice.reason
