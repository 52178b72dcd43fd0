"""Read an answer as people write it, and say what to write where it can't be read.

Plurals, articles and what else the bank calls a choice are understood.
What an answer denies is never taken for what it says.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from .inputs import LONGEST, normal, shown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .facets import Facet

_ARTICLES = ("it s", "it is", "they are", "this is", "kind of", "an?", "the")
_DENIALS = re.compile(r"\b(no|nor|neither|isn|isnt|without|nothing|none|(not|non|never)[a-z]*)\b")
_BETWEEN = re.compile(r"[/,;|&+]|\b(?:or|and)\b", re.IGNORECASE)
_EITHER = re.compile(r"[/;|&]|\bor\b", re.IGNORECASE)
_MOST_PARTS = 8


def read_answer(
    value: object, choices: Sequence[str], facet: Facet | None
) -> tuple[str | None, str]:
    """Read an answer.

    Args:
        value: What a learner gives, of any type.
        choices: The choices allowed.
        facet: What is asked, if it is a facet.

    Returns:
        The choice and an empty text, or ``None`` and what to write instead.

    Example:
        >>> read_answer("the owls", ("owl", "wren"), None)
        ('owl', '')
        >>> read_answer("oil", ("owl", "wren"), None)
        (None, '"oil" is not one of the choices. Did you mean "owl"?')
    """
    if type(value) is str and value in choices and not _EITHER.search(value):
        return value, ""  # most answers of a class, and the quickest to read
    several = list(_parts(value))
    listed = _listed(choices, facet)
    ignored = () if facet is None else facet.ignored
    names = _names(choices, facet)
    text = text_of(value)
    if text is None:
        advice = _one_of(several, names, ignored)
        return None, advice or f"Write one of {listed}, in quotation marks. It got {shown(value)}."
    if len(text) > LONGEST:
        return None, f"The answer is {len(text)} characters long. Write one of {listed}."
    found = _look_up(text, names, ignored)
    if found is not None and not (_EITHER.search(text) and _one_of(several, names, ignored)):
        return found, ""
    return None, f"{shown(text)} is not one of the choices. " + (
        _unclear(text, facet, listed)
        or _one_of(several, names, ignored)
        or _denied(text, listed)
        or _near(text, names)
        or f"Write one of {listed}."
    )


def _names(choices: Sequence[str], facet: Facet | None) -> Mapping[str, str]:
    """Return the choice that each name stands for."""
    if facet is not None and choices == facet.values:
        return facet.names
    names = {} if facet is None else facet.names
    offered = {name: choice for name, choice in names.items() if choice in choices}
    return offered | {normal(choice): choice for choice in choices}


def _look_up(text: str, names: Mapping[str, str], ignored: tuple[str, ...]) -> str | None:
    plain = normal(text)
    return next((names[form] for form in _forms(plain, ignored) if form in names), None)


@cache
def _without(ignored: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join((*_ARTICLES, *map(re.escape, ignored)))})\b")


def _forms(plain: str, ignored: tuple[str, ...]) -> Iterator[str]:
    """Yield a text as it is, then without what does not count."""
    yield plain
    bare = " ".join(_without(ignored).sub(" ", plain).split())
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


def _one_of(parts: Sequence[str], names: Mapping[str, str], ignored: tuple[str, ...]) -> str:
    """Say that one choice is enough, if the parts of an answer are several."""
    read = (_look_up(part, names, ignored) for part in parts if len(part) <= LONGEST)
    found = list(dict.fromkeys(choice for choice in read if choice is not None))
    if len(found) < 2:
        return ""
    either = " or ".join(f'"{choice}"' for choice in found)
    return f"One is enough: name either {either}."


def _unclear(text: str, facet: Facet | None, listed: str) -> str:
    if facet is None:
        return ""
    unclear = {normal(name): said for name, said in facet.unclear.items()}
    reason = _look_up(text, unclear, facet.ignored)
    return f"{reason} Write one of {listed}." if reason else ""


def _denied(text: str, listed: str) -> str:
    if not _DENIALS.search(normal(text)):
        return ""
    return f"That says what it is not. Write what it is: one of {listed}."


def _near(text: str, names: Mapping[str, str]) -> str:
    several = _BETWEEN.search(text)
    near = [] if several else difflib.get_close_matches(normal(text), names, n=1)
    return f'Did you mean "{names[near[0]]}"?' if near else ""


def _listed(choices: Sequence[str], facet: Facet | None) -> str:
    known = () if facet is None else facet.choices
    meaning = {choice.id: choice.meaning for choice in known if choice.meaning}
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
