"""Read an answer as people write it, and say what to write where it can't be read.

The words of the question count, and so do plurals, articles and common other names of a label.
What an answer denies is never taken for what it says.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from .inputs import LONGEST, normal, shown, text_of
from .model import Ask, Label, Level, Llm, Output

_NAMES: Mapping[Ask, Mapping[str, tuple[str, ...]]] = {
    Ask.LABEL: {
        Label.TRADITIONAL: (
            *("traditional", "trad", "classic", "classical", "conventional", "predictive"),
            *("discriminative", "analytic", "analytical", "classical machine learning"),
            *("classical ml", "traditional machine learning", "traditional ml"),
        ),
        Label.GENERATIVE: (
            *("generative", "gen", "genai", "generative only", "only generative"),
            *("generative without llm", "generative with no llm", "generative no llm"),
            *("generative not llm", "generative but not llm", "generative without llm inside"),
        ),
        Label.WITH_LLM: (
            *("with llm", "with llm inside", "llm inside", "llm in it", "contains llm", "has llm"),
            *("generative with llm", "generative with llm inside", "generative with llm in it"),
            *("generative llm inside", "genai with llm", "genai with llm inside"),
        ),
        Label.LLM: ("llm", "large language model", "language model", "only llm", "llm only"),
    },
    Ask.LEVEL: {
        Level.MODEL: ("model",),
        Level.PRODUCT: ("product",),
        Level.USE_CASE: ("use case", "usecase", "use"),
    },
    Ask.OUTPUT: {
        Output.YES: ("yes", "y", "new", "new content", "content", "something new"),
        Output.NO: (
            *("no", "v", "verdict", "only verdict", "nothing new", "no new content"),
            *("not new", "not new content", "no content"),
        ),
        Output.MIXED: ("mixed", "mix", "both", "partly", "some", "part", "yes and no"),
    },
    Ask.LLM: {
        Llm.NONE: ("none", "no", "n", "nothing", "no llm", "without llm", "not at all", "zero"),
        Llm.PART: ("part", "partly", "partial", "some", "inside", "llm inside", "with llm"),
        Llm.WHOLE: (
            *("whole", "wholly", "all", "everything", "entirely", "fully", "complete"),
            *("completely", "all of it", "only llm"),
        ),
    },
}
"""What each choice is called, without articles, plurals and the word AI."""

_NOT_AI = '"traditional" is for whatever delivers no new content, if it is AI at all.'

_UNCLEAR: Mapping[Ask, Mapping[str, str]] = {
    Ask.LABEL: {
        "both": "One label is enough: name either of the two.",
        "not ai": _NOT_AI,
        "no ai": _NOT_AI,
        "chatbot": "A chatbot can have each of these labels; it depends on what writes its words.",
        "chat bot": "A chatbot can have each of these labels; it depends on what writes its words.",
    },
    Ask.OUTPUT: {"n": 'It can mean "no" or "new content".'},
    Ask.LLM: {
        "yes": 'Say how much of it: "part" or "whole".',
        "y": 'Say how much of it: "part" or "whole".',
        "llm": 'Say how much of it: "part" or "whole".',
        "large language model": 'Say how much of it: "part" or "whole".',
    },
}
"""What can't be taken for one choice, and what is said then."""

_MEANING: Mapping[Ask, Mapping[str, str]] = {
    Ask.OUTPUT: {Output.YES: "new content", Output.NO: "a verdict", Output.MIXED: "both"},
    Ask.LLM: {Llm.NONE: "no LLM", Llm.PART: "one inside", Llm.WHOLE: "nothing else"},
}

_ARTICLES = re.compile(r"\b(it s|it is|they are|this is|kind of|an?|the|ai|systems?)\b")
_DENIALS = re.compile(r"\b(no|nor|neither|isn|isnt|without|nothing|none|(not|non|never)[a-z]*)\b")
_BETWEEN = re.compile(r"[/,;|&+]|\b(?:or|and)\b", re.IGNORECASE)
_EITHER = re.compile(r"[/;|&]|\bor\b", re.IGNORECASE)
_MOST_PARTS = 8


def read_answer(value: object, choices: Sequence[str], ask: Ask) -> tuple[str | None, str]:
    """Read an answer.

    Args:
        value: What a learner gives, of any type.
        choices: The choices allowed.
        ask: What is asked.

    Returns:
        The choice and an empty text, or ``None`` and what to write instead.

    Example:
        >>> read_answer("a verdict", tuple(Output), Ask.OUTPUT)
        (<Output.NO: 'no'>, '')
        >>> read_answer("lmm", ("llm", "human"), Ask.CHOICE)
        (None, '"lmm" is not one of the choices. Did you mean "llm"?')
    """
    several = list(_parts(value))
    listed = _listed(choices, ask)
    text = text_of(value)
    if text is None:
        advice = _one_of(several, choices, ask)
        return None, advice or f"Write one of {listed}, in quotation marks. It got {shown(value)}."
    if len(text) > LONGEST:
        return None, f"The answer is {len(text)} characters long. Write one of {listed}."
    names = _names(choices, ask)
    found = _look_up(text, names)
    if found is not None and not (_EITHER.search(text) and _one_of(several, choices, ask)):
        return found, ""
    return None, f"{shown(text)} is not one of the choices. " + (
        _unclear(text, ask, listed)
        or _one_of(several, choices, ask)
        or _denied(text, listed)
        or _near(text, names)
        or f"Write one of {listed}."
    )


def _names(choices: Sequence[str], ask: Ask) -> dict[str, str]:
    """Return the choice that each name stands for."""
    names = {name: choice for choice in choices for name in _NAMES.get(ask, {}).get(choice, ())}
    return names | {normal(choice): choice for choice in choices}


def _look_up(text: str, names: Mapping[str, str]) -> str | None:
    plain = normal(text)
    return next((names[form] for form in _forms(plain) if form in names), None)


def _forms(plain: str) -> Iterator[str]:
    """Yield a text as it is, then without what does not count."""
    yield plain
    bare = " ".join(_ARTICLES.sub(" ", plain).split())
    yield bare
    if all(len(word) == 1 for word in bare.split()):
        bare = bare.replace(" ", "")
        yield bare
    yield re.sub(r"(?<=[a-z])s\b", "", bare)


def _parts(value: object) -> Iterator[str]:
    """Yield the answers in one: of a list, or of a text with several."""
    text = text_of(value)
    if text is not None:
        yield from _BETWEEN.split(text[:LONGEST])[:_MOST_PARTS]
    elif any(type(value) is kind for kind in (list, tuple, set, frozenset)):
        entries = list(value)[:_MOST_PARTS]  # type: ignore[call-overload]
        yield from (part for part in map(text_of, entries) if part is not None)


def _one_of(parts: Sequence[str], choices: Sequence[str], ask: Ask) -> str:
    """Say that one choice is enough, if the parts of an answer are several."""
    names = _names(choices, ask)
    read = (_look_up(part, names) for part in parts if len(part) <= LONGEST)
    found = list(dict.fromkeys(choice for choice in read if choice is not None))
    if len(found) < 2:
        return ""
    either = " or ".join(f'"{choice}"' for choice in found)
    return f"One is enough: name either {either}."


def _unclear(text: str, ask: Ask, listed: str) -> str:
    reasons = _UNCLEAR.get(ask, {})
    reason = _look_up(text, reasons)
    return f"{reason} Write one of {listed}." if reason else ""


def _denied(text: str, listed: str) -> str:
    if not _DENIALS.search(normal(text)):
        return ""
    return f"That says what it is not. Write what it is: one of {listed}."


def _near(text: str, names: Mapping[str, str]) -> str:
    several = _BETWEEN.search(text)
    near = [] if several else difflib.get_close_matches(normal(text), names, n=1)
    return f'Did you mean "{names[near[0]]}"?' if near else ""


def _listed(choices: Sequence[str], ask: Ask) -> str:
    meaning = _MEANING.get(ask, {})
    return ", ".join(
        f'"{choice}"' + (f" ({meaning[choice]})" if choice in meaning else "") for choice in choices
    )


def nearest(wanted: str, names: Mapping[str, Sequence[str]], most: int = 1) -> list[str]:
    """Return the ids that a name may stand for, the likeliest first.

    Args:
        wanted: What somebody wrote.
        names: For each id, what it is called.
        most: How many to return at most.

    Example:
        >>> nearest("spam", {"palm": ["PaLM"], "spam-filter": ["Spam filter"]})
        ['spam-filter']
    """
    words = set(normal(wanted).split())
    called = {normal(name): key for key, own in names.items() for name in (*own, key)}
    holding = [key for name, key in called.items() if words and words <= set(name.split())]
    near = difflib.get_close_matches(normal(wanted), called, n=most)
    return list(dict.fromkeys(chain(holding, (called[name] for name in near))))[:most]
