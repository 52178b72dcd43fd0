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
    """The beginner's label. ``GENERATIVE`` means generative, but not a large language model."""

    TRADITIONAL = "traditional"
    GENERATIVE = "generative"
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
        a language model is only a part, or it is there but delivers no new content.

    Example:
        >>> derive_label(Output.YES, Llm.WHOLE)
        <Label.LLM: 'llm'>
        >>> derive_label(Output.NO, Llm.WHOLE) is None
        True
    """
    match output, llm:
        case Output.NO, Llm.NONE:
            return Label.TRADITIONAL
        case _, Llm.NONE:
            return Label.GENERATIVE
        case ((Output.YES | Output.MIXED), Llm.WHOLE):
            return Label.LLM
    return None


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


_DERIVED_REASON: Mapping[Label, Mapping[Output, str]] = {
    Label.TRADITIONAL: {
        Output.NO: "What it delivers is not new content, and no large language model is involved."
    },
    Label.GENERATIVE: {
        Output.YES: "What it delivers is new content, and no large language model makes it.",
        Output.MIXED: "Part of what it delivers is new content; no large language model makes it.",
    },
    Label.LLM: {
        Output.YES: "What it delivers is new content, and a large language model makes it.",
        Output.MIXED: "Some of what it delivers is new content; a large language model makes it.",
    },
}

_MEANING: Mapping[Ask, Mapping[str, str]] = {
    Ask.LEVEL: {
        Level.MODEL: "A model is what training leaves behind: it turns an input into an output.",
        Level.PRODUCT: "A product is what people open and use; models work inside it.",
        Level.USE_CASE: "A use case is a job that somebody wants done, whatever does it.",
    },
    Ask.OUTPUT: {
        Output.YES: "It delivers text, pictures, sound or code that did not exist.",
        Output.NO: "It delivers a score, a label, a rank, an action or something found.",
        Output.MIXED: "New content comes with scores, labels or found things.",
    },
    Ask.LLM: {
        Llm.NONE: "It works without a large language model.",
        Llm.PART: "A large language model works in it, next to other components.",
        Llm.WHOLE: "A large language model does essentially all of the work.",
    },
}


def _meaning(ask: Ask, choice: str) -> str:
    """Say what a choice that is not right would be right for; a level's words name it."""
    meaning = _MEANING[ask][choice]
    if ask is Ask.LEVEL:
        return meaning
    return f"Choose this if {meaning[0].lower()}{meaning[1:]}"


_FACET_HINTS: Mapping[Ask, tuple[str, ...]] = {
    Ask.LEVEL: (
        "Is it something trained, something people open, or something to get done?",
        "A thing that a maker trained and named is a model. An app or a service is a product. "
        "A sentence that starts with a verb usually names a use case.",
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
        why: For each label that cannot be defended, why it is wrong.
        contested: Where several labels can be defended: each with its reason; else empty.
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
    why: Mapping[str, str]
    hints: tuple[str, ...]
    claims: tuple[str, ...]
    difficulty: int
    contested: Mapping[str, str] = field(default_factory=dict)
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

    def _why_not(self, ask: Ask, choice: str) -> str | None:
        """Return what the reasons for the labels say about a wrong choice of a facet."""
        if ask is Ask.OUTPUT and self.output is not Output.MIXED:
            refuted = {Output.YES: Label.GENERATIVE, Output.NO: Label.TRADITIONAL}
            return self.why.get(refuted[Output(choice)]) if choice in refuted else None
        if ask is Ask.LLM and self.llm is Llm.NONE:
            return self.why.get(Label.LLM)
        return None

    def question(self, ask: Ask) -> Question:
        """Turn the item into a question about one of its facets.

        Args:
            ask: The facet to ask for; not ``Ask.CHOICE``.
        """
        choices = CHOICES[ask]
        if ask is Ask.LABEL:
            right = dict(self.contested) or {
                label: _DERIVED_REASON[label][self.output] for label in self.labels
            }
            # A language model is generative too, so "generative" is imprecise rather than wrong.
            imprecise = {Label.GENERATIVE} if set(right) == {Label.LLM} else set()
            nearly = {label: why for label, why in self.why.items() if label in imprecise}
            wrong = {label: why for label, why in self.why.items() if label not in imprecise}
            hints = self.hints
        else:
            key = str({Ask.LEVEL: self.level, Ask.OUTPUT: self.output, Ask.LLM: self.llm}[ask])
            right, nearly = {key: _MEANING[ask][key]}, {}
            wrong = {c: self._why_not(ask, c) or _meaning(ask, c) for c in choices if c != key}
            hints = _FACET_HINTS[ask]
        return Question(
            id=self.id,
            title=self.title,
            prompt=self.stimulus,
            choices=choices,
            right=right,
            nearly=nearly,
            wrong=wrong,
            hints=hints,
            near_miss=self.near_miss,
            claims=self.claims,
        )
