"""What items, questions and exercises are, and how the label follows from the facets.

An author writes three facets of an item: its level, whether it delivers new content, and how much
of it is a large language model.
The label that a beginner gives is never typed: it is derived here, so that it cannot disagree
with the facets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Label(StrEnum):
    """The beginner's label.

    ``GENERATIVE`` means generative AI without a large language model, ``WITH_LLM`` generative AI
    that has one inside beside other parts.
    """

    TRADITIONAL = "traditional"
    GENERATIVE = "generative"
    WITH_LLM = "with-llm"
    LLM = "llm"


class Level(StrEnum):
    """What kind of thing is named."""

    MODEL = "model"
    PRODUCT = "product"
    USE_CASE = "use case"


class Output(StrEnum):
    """Whether what is delivered is new content."""

    YES = "yes"
    NO = "no"
    MIXED = "mixed"


class Llm(StrEnum):
    """How much of the system is a large language model."""

    NONE = "none"
    PART = "part"
    WHOLE = "whole"


class Ask(StrEnum):
    """Which facet an exercise asks for; ``CHOICE`` is for exercises with questions of their own."""

    LABEL = "label"
    LEVEL = "level"
    OUTPUT = "output"
    LLM = "llm"
    CHOICE = "choice"


CHOICES: Mapping[Ask, tuple[str, ...]] = MappingProxyType(
    {
        Ask.LABEL: tuple(Label),
        Ask.LEVEL: tuple(Level),
        Ask.OUTPUT: tuple(Output),
        Ask.LLM: tuple(Llm),
    }
)
"""The answers that each facet allows, in the order in which they are offered."""


def derive_label(output: Output, llm: Llm) -> Label | None:
    """Derive the beginner's label from two facets.

    Args:
        output: Whether new content is delivered.
        llm: How much of the system is a large language model.

    Returns:
        The one label that follows, or ``None`` where more than one can be defended:
        a language model is there but delivers no new content.

    Example:
        >>> derive_label(Output.YES, Llm.PART)
        <Label.WITH_LLM: 'with-llm'>
        >>> derive_label(Output.NO, Llm.WHOLE) is None
        True
    """
    if output is Output.NO:
        return Label.TRADITIONAL if llm is Llm.NONE else None
    return {Llm.NONE: Label.GENERATIVE, Llm.PART: Label.WITH_LLM, Llm.WHOLE: Label.LLM}[llm]


NEW = frozenset({Output.YES, Output.MIXED})
"""The values of ``output`` with new content."""

REQUIRED: Mapping[Label, tuple[frozenset[Output], Llm]] = MappingProxyType(
    {
        Label.TRADITIONAL: (frozenset({Output.NO}), Llm.NONE),
        Label.GENERATIVE: (NEW, Llm.NONE),
        Label.WITH_LLM: (NEW, Llm.PART),
        Label.LLM: (NEW, Llm.WHOLE),
    }
)
"""What a label says of both facets: the values of ``output``, and the value of ``llm``."""


class Dispute(StrEnum):
    """What a contested item of some kind is contested in: a facet, or nothing but the name."""

    OUTPUT = "output"
    LLM = "llm"
    NAME = "name"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How every item of one kind is labelled.

    Attributes:
        id: The name that an item refers to.
        question: What the policy decides, as a question.
        rule: The rule.
        examples: For each side of the rule, in a few words, the id of an item.
        dispute: What a contested item of this kind is contested in, if the kind settles that.
    """

    id: str
    question: str
    rule: str
    examples: Mapping[str, str]
    dispute: Dispute | None = None


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
        ask: The facet that it asks for.
        questions: In order.
        graded: Whether an instructor grades it; the learners' copy then holds no key.
    """

    id: str
    title: str
    ask: Ask
    questions: tuple[Question, ...]
    graded: bool = False


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim that the course teaches.

    Attributes:
        id: ``S1`` to ``S34``.
        topic: What it is about, in a few words.
    """

    id: str
    topic: str


_LEVELS: Mapping[str, str] = {
    Level.MODEL: "A model is what training leaves behind: it turns an input into an output.",
    Level.PRODUCT: "A product is what people open and use; models work inside it.",
    Level.USE_CASE: "A use case is a job that somebody wants done, whatever does it.",
}
"""What each level is: said where an item has no reason of its own for its level."""

_FACET_HINTS: Mapping[Ask, tuple[str, ...]] = {
    Ask.LEVEL: (
        "Is it something trained, something people open, or something to get done?",
        "What a maker trained and named is a model. What you can open and use is a product. "
        "A job that somebody wants done is a use case, whatever does it.",
    ),
    Ask.OUTPUT: (
        "Look only at what comes out. Was it there before?",
        "A number, a category, an order, a decision or a found passage is no new content.",
    ),
    Ask.LLM: (
        "What reads or writes language here, and was it trained on a very large amount of text?",
        "Imagine the language model taken away. Is everything lost, something lost, or nothing?",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """An example to classify.

    Attributes:
        id: Stable, kebab-case, unique in the bank.
        title: The name of the model, product or use case.
        stimulus: What it takes in and what it delivers; does not give the label away.
        level: Model, product or use case.
        output: Whether it delivers new content.
        llm: How much of it is a large language model.
        because: For ``output`` and ``llm``, and for ``level`` if the author wishes, why the
            facet has its value.
        why: For labels that cannot be defended, why they are wrong; one that is left out is
            explained by the facets in which it differs.
        contested: Where several labels can be defended: each with its reason; else empty.
        policy: The policy that decides items of this kind, if there is one.
        hints: From gentle to telling.
        concepts: Tags.
        claims: Ids of the claims that it practises.
        difficulty: 1 easy, 2 medium, 3 hard.
        near_miss: Whether it looks like something that it is not.
        facts: What else is known about a named system or a government use case, as written.
        source: Where the facts come from, with the date on which they were checked.
    """

    id: str
    title: str
    stimulus: str
    level: Level
    output: Output
    llm: Llm
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

    @property
    def labels(self) -> tuple[Label, ...]:
        """The defensible labels; the first is the one that counts where only one can."""
        if self.contested:
            return tuple(Label(label) for label in self.contested)
        label = derive_label(self.output, self.llm)
        return () if label is None else (label,)

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The defensible values of ``output``; its own comes first."""
        values = [self.output]
        if not self._is_disputed(Dispute.OUTPUT):
            return tuple(values)
        if self.output is Output.NO and {Label.GENERATIVE, Label.WITH_LLM} & {*self.labels}:
            values.append(Output.YES)
        if self.output in NEW and Label.TRADITIONAL in self.labels:
            values.append(Output.NO)
        return tuple(values)

    @property
    def llms(self) -> tuple[Llm, ...]:
        """The defensible values of ``llm``; its own comes first."""
        values = [self.llm]
        if not self._is_disputed(Dispute.LLM):
            return tuple(values)
        # A system that delivers no new content is called an LLM for what is inside, be it a part.
        implied = {label: REQUIRED[label][1] for label in self.labels}
        if self.output is Output.NO and self.llm is not Llm.NONE:
            implied.pop(Label.LLM, None)
        if self.policy is None or self.policy.dispute is not Dispute.LLM:
            implied.pop(Label.TRADITIONAL, None)
        values += [value for value in implied.values() if value not in values]
        return tuple(values)

    def _is_disputed(self, facet: Dispute) -> bool:
        """Tell whether a facet of this item may have several defensible values."""
        settled = self.policy is not None and self.policy.dispute not in (None, facet)
        return bool(self.contested) and not settled

    def _right(self, ask: Ask) -> dict[str, str]:
        """Return each defensible choice of a facet, with its reason."""
        if ask is Ask.LABEL:
            both = f"{self.because[Ask.OUTPUT]} {self.because[Ask.LLM]}"
            return dict(self.contested) or dict.fromkeys(self.labels, both)
        if ask is Ask.LEVEL:
            return {self.level: self.because.get(ask, _LEVELS[self.level])}
        return dict.fromkeys(self.outputs if ask is Ask.OUTPUT else self.llms, self.because[ask])

    def _why_not(self, ask: Ask, choice: str) -> str:
        """Say why a choice cannot be defended."""
        if ask is Ask.LABEL:
            return self.why.get(choice) or self._differs(Label(choice))
        return self.because[ask] if ask in self.because else _LEVELS[choice]

    def _differs(self, label: Label) -> str:
        """Say why a label is wrong, by the facets in which it differs from the item."""
        outputs, llm = REQUIRED[label]
        wrong = {
            Ask.OUTPUT: not outputs.intersection(self.outputs),
            Ask.LLM: llm not in self.llms,
        }
        facets = [ask for ask, differs in wrong.items() if differs] or list(wrong)
        return " ".join(self.because[ask] for ask in facets)

    def question(self, ask: Ask) -> Question:
        """Turn the item into a question about one of its facets.

        Args:
            ask: The facet to ask for; not ``Ask.CHOICE``.
        """
        choices = CHOICES[ask]
        right = self._right(ask)
        # What is a language model has one inside, too: true, but less exact.
        imprecise = {Label.WITH_LLM} if set(right) == {Label.LLM} else set()
        others = {c: self._why_not(ask, c) for c in choices if c not in right}
        return Question(
            id=self.id,
            title=self.title,
            prompt=self.stimulus,
            choices=choices,
            right=right,
            nearly={choice: why for choice, why in others.items() if choice in imprecise},
            wrong={choice: why for choice, why in others.items() if choice not in imprecise},
            hints=self.hints if ask is Ask.LABEL else _FACET_HINTS[ask],
            near_miss=self.near_miss,
            claims=self.claims,
        )
