"""Read what a learner typed without running any code that the value brings along.

A learner's value can be of any type, and its methods can be slow, wrong or hostile.
Therefore nothing here compares, hashes, prints or iterates over a value, unless its type is one
of the built-in ones, and then through that type's own methods.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TypeGuard, TypeVar

Kind = TypeVar("Kind")

LONGEST = 200
"""Longest text, in characters, that is read as an answer."""

_BLANKS = frozenset({"", "...", "…"})


def is_a(value: object, kind: type[Kind]) -> TypeGuard[Kind]:
    """Tell whether a value's real type is a kind, ignoring what ``__class__`` claims."""
    return issubclass(type(value), kind)


def text_of(value: object) -> str | None:
    """Return a learner's text as a plain ``str``, or ``None`` for any other type."""
    return str.__str__(value) if is_a(value, str) else None


def is_blank(value: object) -> bool:
    """Tell whether a value stands for "not answered yet"."""
    if value is None or value is ...:
        return True
    text = text_of(value)
    return text is not None and len(text) <= LONGEST and text.strip() in _BLANKS


def normal(text: str) -> str:
    """Return a text without what does not count: case, spacing and punctuation.

    Only the first characters of a very long text are looked at.

    Example:
        >>> normal("  Use-Case ")
        'use case'
    """
    return _normal(text[:LONGEST])


@lru_cache(maxsize=10_000)  # a class answers the same few hundred labels again and again
def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(char if char.isalnum() else " " for char in folded)
    return " ".join(spaced.split())


def shown(value: object) -> str:
    """Describe a learner's value in a few printable characters.

    Example:
        >>> shown("lmm")
        '"lmm"'
        >>> shown([1, 2])
        'a value of type list'
    """
    text = text_of(value)
    if text is not None:
        return f'"{printable(text)}"'
    if value is None or value is ...:
        return "nothing"
    if value is True or value is False:
        return f"{value} without quotation marks"
    name: str = type.__dict__["__name__"].__get__(type(value))
    return f"a value of type {printable(name)}"


def printable(text: str, longest: int = 40) -> str:
    """Shorten a text and replace what cannot be printed safely, such as control characters.

    Args:
        text: Any text.
        longest: How many characters to keep.
    """
    brief = text[:longest] + ("…" if len(text) > longest else "")
    return "".join(char if char.isprintable() else "?" for char in brief)
